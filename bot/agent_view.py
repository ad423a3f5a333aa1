"""What Slack shows of the bot beside its commands: the agent view with its prompts, and the shortcut."""

from __future__ import annotations

from typing import Final, NamedTuple


class Prompt(NamedTuple):
    """A question that can be asked by choosing it.

    Attributes:
        title: What is shown.
        message: What is sent, exactly as it stands.
    """

    title: str
    message: str


class Shortcut(NamedTuple):
    """An entry in the menu of every message.

    Attributes:
        callback_id: Names it in what Slack sends.
        name: What the menu shows.
        description: What it does, in one sentence.
    """

    callback_id: str
    name: str
    description: str


AGENT_DESCRIPTION: Final = (
    "Counts the billable units of outpatient therapy visits, checks code pairs, modifiers and claims, and "
    "shows the arithmetic, the source and the date. No patient details, please: codes and minutes are enough."
)

PROMPTS: Final = (
    Prompt("Units of a visit", "25 min neuro re-ed and 10 min ther ex"),
    Prompt("Do two codes go together?", "/pair 97140 97530"),
    Prompt("What does a denial code mean?", "/billing denial CO 97"),
    Prompt("What can I type?", "/billing help"),
)
"""At most four."""

ASK_ABOUT_MESSAGE: Final = Shortcut(
    "ask_about_message",
    "Ask Unitwise about this",
    "Answers the billing question in a message, for you alone.",
)
