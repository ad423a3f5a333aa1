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
REMARK_LABEL: Final = "What should it say?"
REMARK_HINT: Final = "No names and no patient details, please. Words that are not about billing are not kept."

NOT_KEPT: Final = "That could not be noted. The answer may be too old by now, or the log cannot be written."
PATIENT_DATA: Final = (
    "Your message looks as if it holds a patient's details. I took them out before answering and keep "
    "none of them; please delete your message, as only you can."
)
SETTING_NOT_KEPT: Final = (
    "That setting could not be kept. Please try again, or type it, as in /billing settings pt."
)
OLD_BUTTON: Final = "This button cannot be read any more. Please type the command again and use the new ones."
NOT_SHARED: Final = "The answer could not be posted to the channel. Please try again, or copy it."
NOT_SENT: Final = "The answer to your message could not be posted there. Please ask me again here."
INTERRUPTED: Final = "I was interrupted before I could answer this. Please ask it again."
NO_TEXT: Final = "There is no text in that message for me to read."


SENT_TO_TEAM: Final = "Sent to your team; the answer comes to you here, as a direct message."
WITH_TEAM_ALREADY: Final = "Your team has this question already; the answer goes to whoever sent it first."
NO_FORM: Final = "The form could not be opened. Please press the button again."
NOTHING_TYPED: Final = "Please type an answer."
TOO_MUCH: Final = "Too much is going on right now. Please send it again in a moment."
NOT_SOLVED: Final = "That could not be marked. Please press the button again."


def no_person(leads: tuple[str, ...]) -> str:
    """What a person reads who cannot be put through to anybody.

    Args:
        leads: Ids of people or of a user group to turn to.
    """
    named = " or ".join(f"<!subteam^{lead}>" if lead.startswith("S") else f"<@{lead}>" for lead in leads)
    whom = named or "your biller or team lead"
    return f"I cannot send this to anybody from here. Please ask {whom} yourself."


def apology(reference: str) -> str:
    """What a person reads when something broke on our side."""
    return (
        "Sorry, something went wrong on our side. Please try again. "
        f"If it happens again, tell whoever runs this bot: reference {reference}."
    )


def unknown_command(known: tuple[str, ...]) -> str:
    """What a person reads after a command that Slack knows and this bot does not."""
    return f"This bot has no such command. It knows {' and '.join(known)}; try /billing help."
