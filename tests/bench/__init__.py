"""`make bench`: how fast the bot is, beside what it should be. Run as `python -m tests.bench`."""
