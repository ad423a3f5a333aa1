"""Stand-ins for the world outside. `slack.FakeSlack` is Slack itself, as strict as the real one."""
