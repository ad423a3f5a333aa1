"""What one person asked, from any surface, before anything is understood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Surface(StrEnum):
    """Where a question came from; stored with the answer."""

    CLI = "cli"
    SLACK_HTTP = "slack_http"
    SLACK_SOCKET = "slack_socket"
    PLAYGROUND = "playground"


class Place(NamedTuple):
    """Where a reply is posted by a call to Slack.

    Attributes:
        channel: Id of the channel or direct message; a person's id stands for the direct message with them.
        thread_ts: Time stamp of the message that heads the thread; `None` outside of one.
    """

    channel: str
    thread_ts: str | None = None


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
        is_public: Everybody in a channel will see the answer, so it shows the quarter and never the
            day, and repeats nothing as it was typed.
        thread: Names the conversation that a message belongs to, for what is asked next in it; only
            its keyed hash may ever be stored. `None` for what is no message.
    """

    text: str
    surface: Surface = Surface.CLI
    user: str | None = None
    team: str | None = None
    delivery_id: str | None = None
    as_of: date | None = None
    is_public: bool = False
    thread: str | None = None

    @property
    def offers_share(self) -> bool:
        """Whether *Share* makes sense: not where everybody, or nobody else, reads along anyway."""
        return not self.is_public and self.thread is None
