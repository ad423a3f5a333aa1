"""What one person asked, from any surface, before anything is understood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Surface(StrEnum):
    """Where a question came from; stored with the answer."""

    CLI = "cli"
    SLACK_HTTP = "slack_http"
    SLACK_SOCKET = "slack_socket"
    PLAYGROUND = "playground"


@dataclass(frozen=True, slots=True)
class Question:
    """One message or command, exactly as it came in.

    Attributes:
        text: A command line with its slash (`/units 97112 25`) or a plain message.
        surface: Where it came from.
        user: Slack user id, or whatever names the asker; only its keyed hash is ever stored.
        team: Slack workspace id.
        delivery_id: Slack's trigger or event id. The same id again is the same delivery, and
            gets the same answer with no second row. `None` on the command line.
        as_of: What "today" is, for a date of service that was not typed. `None`: the clock decides.
    """

    text: str
    surface: Surface = Surface.CLI
    user: str | None = None
    team: str | None = None
    delivery_id: str | None = None
    as_of: date | None = None
