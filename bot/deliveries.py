"""What Slack has delivered lately, so that the same delivery is worked on once."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

REMEMBERED_SECONDS = 600.0
REMEMBERED_AT_MOST = 20_000

_ANSWERED_ONCE = frozenset(
    {"block_actions", "event_callback", "message_action", "shortcut", "view_closed", "view_submission"}
)


class RecentKeys:
    """A set whose members leave after a while, and the oldest first when there are too many.

    Args:
        seconds: How long a key is remembered.
        at_most: How many keys are held; the oldest gives way.
        clock: Seconds since any fixed moment.
    """

    def __init__(
        self,
        *,
        seconds: float = REMEMBERED_SECONDS,
        at_most: int = REMEMBERED_AT_MOST,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._seconds = seconds
        self._at_most = at_most
        self._clock = clock
        # All keys live equally long, so the order they came in is the order they leave in.
        self._leaves_at: OrderedDict[str, float] = OrderedDict()

    def first_time(self, key: str) -> bool:
        """Remember a key, and say whether it is new."""
        now = self._clock()
        held = self._leaves_at
        while held and next(iter(held.values())) <= now:
            held.popitem(last=False)
        if key in held:
            return False
        if len(held) >= self._at_most:
            held.popitem(last=False)
        held[key] = now + self._seconds
        return True

    def forget(self, key: str) -> None:
        """Let a key come again, because what it stood for did not succeed."""
        self._leaves_at.pop(key, None)

    def __len__(self) -> int:
        return len(self._leaves_at)


def is_answered_once(payload: Mapping[str, Any]) -> bool:
    """Whether a repeated delivery of this payload must not be worked on again.

    Slash commands are not among them: the service knows their delivery ids, also after a restart,
    and gives the same answer again.
    """
    kind = payload.get("type")
    return isinstance(kind, str) and kind in _ANSWERED_ONCE


def delivery_key(payload: Mapping[str, Any]) -> str | None:
    """The id that Slack repeats with a repeated delivery; `None` where the payload has none."""
    name = "event_id" if payload.get("type") == "event_callback" else "trigger_id"
    found = payload.get(name)
    return f"{name}:{found}" if isinstance(found, str) and found else None
