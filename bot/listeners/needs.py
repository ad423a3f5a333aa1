"""What the listeners need from outside."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal, Protocol

from bot.answer import Answer
from bot.background import BackgroundTasks
from bot.deliveries import RecentKeys
from bot.handing_over import HandedQuestion
from bot.listeners.posts import Posts
from bot.listeners.replies import Replies
from bot.message import Message
from bot.outgoing import Undelivered
from bot.question import Place, Question, Surface


class SlackService(Protocol):
    """The part of the service that Slack's surfaces use."""

    async def answer_async(self, question: Question) -> Answer:
        """Answer and log one question without holding up the event loop."""
        ...

    async def reply_async(self, question: Question, place: Place) -> Answer | None:
        """Answer a message, for `outgoing` to be told when it went; `None` when it was answered before."""
        ...

    def shared(self, value: str) -> Message:
        """The public version of an answer, from what its button carries."""
        ...

    def why(self, value: str) -> Message:
        """The longer explanation of an answer, from what its button carries."""
        ...

    async def set_own_default(
        self, user: str | None, team: str | None, action_id: str, value: str
    ) -> Message | None:
        """Change one of a person's own settings; what is set now, or `None` when that failed."""
        ...

    async def feedback(self, receipt: str, verdict: Literal["up", "down"], reason: str | None = None) -> bool:
        """Note what somebody thought of an answer; false when that could not be kept."""
        ...

    async def claim(self, what: str, *, holds: timedelta = ...) -> bool:
        """Take on what must happen once among all processes; whether it is still to be done."""
        ...

    async def unclaim(self, what: str) -> None:
        """Give it back, because it did not happen."""
        ...

    @property
    def handing_over(self) -> HandsOver:
        """Remarks, and questions that go to a person."""
        ...

    @property
    def outgoing(self) -> KeepsReplies:
        """Answers that have to be sent by a call to Slack."""
        ...

    def faults(self) -> list[str]:
        """What keeps the service from answering or logging right now; may take a while."""
        ...


class HandsOver(Protocol):
    """The part of the service that knows remarks, and questions that go to a person."""

    async def keep_remark(self, receipt: str, typed: str) -> bool:
        """Keep what somebody typed about an answer, redacted; false when that could not be kept."""
        ...

    async def question_of(self, receipt: str) -> HandedQuestion | None:
        """The question that an answer belongs to, as another person may see it; `None` when not kept."""
        ...

    async def note_handed_over(self, receipt: str) -> None:
        """Note that a question went to a person."""
        ...

    async def note_answered(self, receipt: str) -> None:
        """Note that a person answered."""
        ...

    async def note_solved(self, receipt: str) -> None:
        """Note that somebody marked it solved."""
        ...

    async def for_others(self, typed: str) -> str:
        """A person's own words as others may read them."""
        ...


class KeepsReplies(Protocol):
    """The part of the service that knows which answers went."""

    def take_undelivered(self) -> AsyncIterator[Undelivered]:
        """Hand out, each once, the answers of earlier processes that never went."""
        ...

    async def delivered(self, receipt: str) -> None:
        """Note that an answer went."""
        ...


@dataclass(frozen=True, slots=True)
class Needs:
    """Handed to every `register`.

    Attributes:
        service: Answers, explains and takes feedback.
        surface: Where the requests come from; stored with each answer.
        tasks: Where everything goes that calls Slack.
        replies: Sends to reply addresses.
        posts: Posts messages; `None` without a bot token, and then Slack opens no form either.
        team_channel: Id of the channel where a person can be asked; `None` when there is none.
        leads: Ids of people or of a user group to turn to.
        shared: Presses of *Share* that this process worked on lately; the service knows those of all.
    """

    service: SlackService
    surface: Surface
    tasks: BackgroundTasks
    replies: Replies
    posts: Posts | None
    team_channel: str | None = None
    leads: tuple[str, ...] = ()
    shared: RecentKeys = field(default_factory=RecentKeys)
