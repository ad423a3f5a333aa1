"""A local page that stands in for Slack, wired to the real bot over signed requests."""

from bot.playground.server import API_PATH, build_playground
from bot.playground.serving import serve_playground

__all__ = ["API_PATH", "build_playground", "serve_playground"]
