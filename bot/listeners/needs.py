"""What the listeners need from outside."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol

from bot.answer import Answer
from bot.background import BackgroundTasks
from bot.deliveries import RecentKeys
from bot.listeners.replies import Replies
from bot.message import Message
from bot.question import Question, Surface


class SlackService(Protocol):
    """The part of the service that Slack's surfaces use."""

    async def answer_async(self, question: Question) -> Answer:
        """Answer and log one question without holding up the event loop."""
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

    async def claim(self, what: str) -> bool:
        """Take on what must happen once among all processes; whether it is still to be done."""
        ...

    async def unclaim(self, what: str) -> None:
        """Give it back, because it did not happen."""
        ...

    def faults(self) -> list[str]:
        """What keeps the service from answering or logging right now; may take a while."""
        ...


@dataclass(frozen=True, slots=True)
class Needs:
    """Handed to every `register`.

    Attributes:
        service: Answers, explains and takes feedback.
        surface: Where the requests come from; stored with each answer.
        tasks: Where everything goes that calls Slack.
        replies: Sends to reply addresses.
        opens_forms: Whether there is a bot token, without which Slack opens no form.
        shared: Presses of *Share* that this process worked on lately; the service knows those of all.
    """

    service: SlackService
    surface: Surface
    tasks: BackgroundTasks
    replies: Replies
    opens_forms: bool
    shared: RecentKeys = field(default_factory=RecentKeys)
