"""Buttons that answer one entry each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from bot import blocks
from bot.answering.button_value import button_value
from bot.answering.day import quarter_start
from bot.answering.faq_request import StoredFaqRequest
from bot.answering.rendered import RECEIPT_STAND_IN
from knowledge import Entry

_PICK = "answer.pick."
_LONGEST_SPOKEN = 75


def pick_buttons(offered: Iterable[tuple[str, Entry]], on: date) -> tuple[dict[str, Any], ...]:
    """A row of buttons, or none.

    Args:
        offered: The label of each button, and the entry that it answers.
        on: Date of service.
    """
    buttons = []
    for number, (label, entry) in enumerate(offered, start=1):
        value = button_value(StoredFaqRequest(topic=entry.id), quarter_start(on), RECEIPT_STAND_IN)
        if value is not None:
            spoken = entry.question[:_LONGEST_SPOKEN]
            buttons.append(blocks.button(label, f"{_PICK}{number}", value=value, accessibility_label=spoken))
    return (blocks.actions(*buttons),) if buttons else ()
