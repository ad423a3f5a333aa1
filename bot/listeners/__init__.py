"""What Slack can trigger: one module for each kind, each with a `register`."""

from __future__ import annotations

from slack_bolt.app.async_app import AsyncApp

from bot.listeners import actions, commands, events, people, shortcuts, views
from bot.listeners.needs import Needs

__all__ = ["register_all"]


def register_all(app: AsyncApp, needs: Needs) -> None:
    """Wire everything. Bolt tries in order: commands come most often, `actions` takes any button left."""
    commands.register(app, needs)
    people.register(app, needs)
    actions.register(app, needs)
    views.register(app, needs)
    events.register(app, needs)
    shortcuts.register(app, needs)
