"""Receipts."""

from __future__ import annotations

import re

from bot.answering.rendered import RECEIPT_STAND_IN
from bot.receipts import new_receipt


def test_receipts_are_short_readable_and_never_two_the_same() -> None:
    made = [new_receipt() for _ in range(5000)]
    assert len(set(made)) == len(made)
    assert all(re.fullmatch(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}", one) for one in made)


def test_the_stand_in_is_as_long_as_a_receipt_and_can_never_be_one() -> None:
    assert len(RECEIPT_STAND_IN) == len(new_receipt())
    assert "I" in RECEIPT_STAND_IN
