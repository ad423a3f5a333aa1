"""Asking what was wrong with an answer: a form where there is a token, four small buttons otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bot import blocks
from bot.handing_over import LONGEST_REMARK
from bot.listeners import words
from bot.listeners.presses import value_at
from bot.message import Message

CALLBACK_ID: Final = "feedback"
REASON_ACTION: Final = "feedback.reason"
REASON_BLOCK: Final = "feedback.reason"
REMARK_ACTION: Final = "feedback.remark"
REMARK_BLOCK: Final = "feedback.remark"
REASON_BUTTON_PREFIX: Final = "feedback.reason."


def form(receipt: str) -> dict[str, Any]:
    """The form, which carries the receipt of the answer it is about."""
    return blocks.modal(
        words.FORM_TITLE,
        [
            blocks.radio_input(
                words.FORM_LABEL,
                [(sentence, reason) for reason, sentence in words.REASONS.items()],
                action_id=REASON_ACTION,
                block_id=REASON_BLOCK,
            ),
            blocks.text_input(
                words.REMARK_LABEL,
                action_id=REMARK_ACTION,
                block_id=REMARK_BLOCK,
                max_length=LONGEST_REMARK,
                hint=words.REMARK_HINT,
                optional=True,
            ),
        ],
        callback_id=CALLBACK_ID,
        submit=words.FORM_SUBMIT,
        close=words.FORM_CLOSE,
        private_metadata=receipt,
    )


def reason_buttons(receipt: str) -> Message:
    """The same question as a message with buttons."""
    buttons = [
        blocks.button(sentence, REASON_BUTTON_PREFIX + reason, value=receipt)
        for reason, sentence in words.REASONS.items()
    ]
    return Message(text=words.ASK_REASON, blocks=[blocks.section(words.ASK_REASON), blocks.actions(*buttons)])


def read_reason(value: object) -> words.Reason | None:
    """One of the reasons, if the value is one."""
    return next((reason for reason in words.REASONS if reason == value), None)


def chosen_reason(view: Mapping[str, Any]) -> words.Reason | None:
    """The reason picked in a form that was sent in."""
    return read_reason(
        value_at(view, "state", "values", REASON_BLOCK, REASON_ACTION, "selected_option", "value")
    )


def typed_remark(view: Mapping[str, Any]) -> str:
    """What was typed into a form that was sent in; empty when nothing was."""
    found = value_at(view, "state", "values", REMARK_BLOCK, REMARK_ACTION, "value")
    return found if isinstance(found, str) else ""
