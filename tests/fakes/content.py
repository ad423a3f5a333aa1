"""What Slack would say about the content of a message, a form, or the answer to a request."""

from __future__ import annotations

from typing import Any

from tests.fakes.state import Payload

MESSAGE_KEYS = {"text", "blocks", "response_type"}
REPLY_ADDRESS_KEYS = MESSAGE_KEYS | {"replace_original", "delete_original", "thread_ts"}
RESPONSE_TYPES = {"ephemeral", "in_channel"}
MAX_TEXT = 40_000
MAX_VIEW_BYTES = 250_000


def message_fault(text: Any, blocks: Any) -> tuple[str, str] | None:
    """Why Slack would not show this text with these blocks: its error and the detail, or `None`."""
    if not isinstance(text, str):
        return "invalid_arguments", f"text must be text, not {type(text).__name__}"
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        return "invalid_blocks_format", "blocks must be a list of objects"
    if not text.strip() and not blocks:
        return "no_text", "neither text nor blocks"
    if len(text) > MAX_TEXT:
        return "msg_too_long", f"text has {len(text)} characters; Slack cuts it at {MAX_TEXT}"
    # Imported late: everything else here works without the product, e.g. to test the fake alone.
    from bot.blocks import BlockKitError, check_message

    try:
        check_message(text, blocks)
    except BlockKitError as fault:
        return "invalid_blocks", str(fault)
    return None


def keys_fault(body: Payload, allowed: set[str]) -> tuple[str, str] | None:
    """An unknown key, which Slack ignores in silence and which is therefore always a slip."""
    unknown = sorted(set(body) - allowed)
    if unknown:
        return "invalid_arguments", f"unknown {', '.join(unknown)}; allowed are {', '.join(sorted(allowed))}"
    kind = body.get("response_type", "ephemeral")
    if kind not in RESPONSE_TYPES:
        return "invalid_arguments", f"response_type is {kind!r}; it must be ephemeral or in_channel"
    return None


def view_fault(view: Any) -> tuple[str, str] | None:
    """Why Slack would not open this form."""
    if not isinstance(view, dict):
        return "invalid_arguments", "view must be an object"
    if len(repr(view).encode()) > MAX_VIEW_BYTES:
        return "view_too_large", f"a view may have {MAX_VIEW_BYTES} bytes"
    from bot.blocks import BlockKitError, check_modal

    try:
        check_modal(view)
    except BlockKitError as fault:
        return "invalid_arguments", str(fault)
    return None


def form_answer_fault(body: Payload, view: Payload) -> tuple[str, str] | None:
    """Why Slack would show "We had some trouble" after a form was sent."""
    action = body.get("response_action")
    if action == "errors":
        inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
        errors = body.get("errors")
        if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
            return "invalid_errors", f"errors must name input blocks of the form: {sorted(inputs)}"
        return None
    if action in ("update", "push"):
        return view_fault(body.get("view"))
    if action == "clear":
        return None
    return "invalid_response_action", f"{action!r} is none of errors, update, push, clear"
