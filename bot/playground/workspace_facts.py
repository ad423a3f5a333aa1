"""The pretend workspace: who and what there is in it. Its ids have the shape of Slack's."""

from __future__ import annotations

from dataclasses import dataclass

TEAM_ID = "T0PLAYGROUND"
TEAM_DOMAIN = "playground-clinic"
TEAM_NAME = "Playground Clinic"
APP_ID = "A0UNITWISE"

USER_ID = "U0YOU"
USER_NAME = "you"

BOT_ID = "B0UNITWISE"
BOT_USER_ID = "U0UNITWISE"
BOT_NAME = "Unitwise"

VERIFICATION_TOKEN = "playground"  # noqa: S105  # Slack's retired field; still sent, never checked


@dataclass(frozen=True, slots=True)
class Channel:
    """A place to type in.

    Attributes:
        id: Slack's id; a direct message starts with D.
        name: What the page shows.
        slack_name: What Slack calls it in a payload.
        topic: One line under the name.
    """

    id: str
    name: str
    slack_name: str
    topic: str

    @property
    def is_direct(self) -> bool:
        """Whether only the person and the bot are in it."""
        return self.id.startswith("D")


BILLING = Channel(
    id="C0BILLING",
    name="billing",
    slack_name="billing",
    topic="A practice channel on this computer. Nothing you type leaves it.",
)
DIRECT = Channel(
    id="D0UNITWISE",
    name=BOT_NAME,
    slack_name="directmessage",
    topic="Just you and the bot, on this computer.",
)
CHANNELS = (BILLING, DIRECT)


def find_channel(name: str) -> Channel | None:
    """Look a channel up by its id; a person's id means the direct message with the bot, as in Slack."""
    if name == USER_ID:
        return DIRECT
    return next((channel for channel in CHANNELS if channel.id == name), None)
