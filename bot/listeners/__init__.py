"""What Slack can trigger: one module for each kind, each with a `register`."""

from __future__ import annotations

from slack_bolt.app.async_app import AsyncApp

from bot.listeners import actions, commands, views
from bot.listeners.needs import Needs

__all__ = ["register_all"]


def register_all(app: AsyncApp, needs: Needs) -> None:
    """Wire everything. Commands come first: they are the most frequent, and Bolt tries in order."""
    commands.register(app, needs)
    actions.register(app, needs)
    views.register(app, needs)
