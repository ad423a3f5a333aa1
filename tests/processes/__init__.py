"""The program as a user starts it: real processes, sockets, signals and files, against the fake Slack."""
