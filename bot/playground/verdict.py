"""Would Slack take it? What it would refuse is shown on the page all the same, with the reason."""

from __future__ import annotations

from typing import Any

from bot.blocks import BlockKitError, check_message, check_modal


def why_message_refused(text: str, blocks: list[dict[str, Any]]) -> str | None:
    """Check a message against Slack's limits; `None` when Slack would take it."""
    try:
        check_message(text, blocks)
    except BlockKitError as fault:
        return str(fault)
    return None


def why_form_refused(view: dict[str, Any]) -> str | None:
    """Check a form against Slack's limits; `None` when Slack would take it."""
    try:
        check_modal(view)
    except BlockKitError as fault:
        return str(fault)
    return None
