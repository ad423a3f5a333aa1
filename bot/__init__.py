"""Everything that talks to people: parsing, answering, rendering, Slack, command line, playground."""
