"""The worked examples on the command line and in Slack."""
