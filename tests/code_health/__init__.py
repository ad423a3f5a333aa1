"""House rules, swept over every file."""
