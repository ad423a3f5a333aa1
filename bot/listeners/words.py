"""The fixed sentences of buttons and forms. Answers themselves come from the templates."""

from __future__ import annotations

from typing import Final, Literal

Reason = Literal["wrong", "outdated", "unclear", "not_my_question"]

REASONS: Final[dict[Reason, str]] = {
    "wrong": "The answer is wrong",
    "outdated": "The rule has changed",
    "unclear": "I don't understand it",
    "not_my_question": "Not what I asked",
}

THANKS: Final = "Thanks, noted."
THANKS_FOR_REASON: Final = "Thanks, noted. Whoever looks after this bot will see it."
ASK_REASON: Final = "Thanks, noted. What was wrong with it?"

FORM_TITLE: Final = "What was wrong?"
FORM_LABEL: Final = "Please don't worry about details; one choice is enough."
FORM_SUBMIT: Final = "Send"
FORM_CLOSE: Final = "Skip"
PICK_ONE: Final = "Please pick one of these."

NOT_KEPT: Final = "That could not be noted. The answer may be too old by now, or the log cannot be written."
SETTING_NOT_KEPT: Final = (
    "That setting could not be kept. Please try again, or type it, as in /billing settings pt."
)
OLD_BUTTON: Final = "This button cannot be read any more. Please type the command again and use the new ones."
NOT_SHARED: Final = "The answer could not be posted to the channel. Please try again, or copy it."


def apology(reference: str) -> str:
    """What a person reads when something broke on our side."""
    return (
        "Sorry, something went wrong on our side. Please try again. "
        f"If it happens again, tell whoever runs this bot: reference {reference}."
    )


def unknown_command(known: tuple[str, ...]) -> str:
    """What a person reads after a command that Slack knows and this bot does not."""
    return f"This bot has no such command. It knows {' and '.join(known)}; try /billing help."
