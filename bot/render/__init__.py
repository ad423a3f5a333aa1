"""From what an answer says to what a person reads: templates, plain text and Slack blocks."""

from bot.render.message import Part, render_message
from bot.render.words import template_words

__all__ = ["Part", "render_message", "template_words"]
