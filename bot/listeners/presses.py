"""What a pressed button says. All of it comes from outside and is checked before it is used."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

MAX_VALUE = 2_000

_RECEIPT = re.compile(r"[A-Za-z0-9_.-]{1,100}")
_VERDICT = re.compile(r"(up|down):([A-Za-z0-9_.-]{1,100})")


@dataclass(frozen=True, slots=True)
class Press:
    """One pressed button.

    Attributes:
        value: What the button carries, as it came; empty when there was nothing readable.
        action_id: Which button it was.
        identity: The same again when the same button of the same message is pressed again.
        address: Where an answer may be sent.
        thread_ts: Heads the thread that the message stands in; `None` outside of one.
        trigger_id: Opens one form within three seconds.
        user: Who pressed.
        team: In which workspace.
    """

    value: str
    action_id: str
    identity: str
    address: str | None
    thread_ts: str | None
    trigger_id: str | None
    user: str | None
    team: str | None


def read_press(body: Mapping[str, Any], action: Mapping[str, Any]) -> Press:
    """Take what is needed out of a `block_actions` payload."""
    container = mapping_or_empty(body.get("container"))
    # A menu sends what was picked in it.
    value = action.get("value", mapping_or_empty(action.get("selected_option")).get("value"))
    identity = (
        mapping_or_empty(body.get("team")).get("id"),
        container.get("channel_id"),
        # A message that one person alone sees shares its time stamp with those of other people.
        mapping_or_empty(body.get("user")).get("id"),
        container.get("message_ts"),
        action.get("action_id"),
        value,
    )
    return Press(
        value=value if isinstance(value, str) and len(value) <= MAX_VALUE else "",
        action_id=str(action.get("action_id")),
        identity=hashlib.sha256(repr(identity).encode("utf-8", "backslashreplace")).hexdigest(),
        address=text_or_none(body.get("response_url")),
        thread_ts=text_or_none(container.get("thread_ts")),
        trigger_id=text_or_none(body.get("trigger_id")),
        user=text_or_none(mapping_or_empty(body.get("user")).get("id")),
        team=text_or_none(mapping_or_empty(body.get("team")).get("id")),
    )


def read_receipt(value: str) -> str | None:
    """A receipt, if the value has the shape of one."""
    return value if _RECEIPT.fullmatch(value) else None


def read_verdict(value: str) -> tuple[Literal["up", "down"], str] | None:
    """Thumb and receipt, if the value has the shape of both."""
    found = _VERDICT.fullmatch(value)
    if found is None:
        return None
    return ("up" if found[1] == "up" else "down"), found[2]


def mapping_or_empty(found: object) -> Mapping[str, Any]:
    """What came, if it is a mapping."""
    return found if isinstance(found, Mapping) else {}


def value_at(found: object, *steps: str) -> object:
    """What stands at the end of a path through mappings; `None` when it leads nowhere."""
    for step in steps:
        found = found.get(step) if isinstance(found, Mapping) else None
    return found


def text_or_none(found: object) -> str | None:
    """What came, if it is text and not empty."""
    return found if isinstance(found, str) and found else None
