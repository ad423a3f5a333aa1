"""Tests of the local page that stands in for Slack."""
