"""Which command a message is."""

from __future__ import annotations

import pytest

from bot.routing import Routed, route


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/units 97112 25", Routed("units", "97112 25")),
        ("  /UNITS\n97112\t25 ", Routed("units", "97112\t25")),
        ("/units", Routed("units", "")),
        ("/units help", Routed("help", "")),
        ("/billing", Routed("help", "")),
        ("/billing Help me", Routed("help", "")),
        ("/billing refund", Routed("unknown_subcommand", "refund", "refund")),
        ("/pair 97140 97124", Routed("pair", "97140 97124")),
        ("/pair help", Routed("help", "")),
        ("/claim 97140", Routed("unknown_command", "97140", "/claim")),
        ("how many units", Routed("plain", "how many units")),
        ("", Routed("plain", "")),
    ],
)
def test_the_word_in_front_decides(text: str, expected: Routed) -> None:
    assert route(text) == expected


def test_the_private_marks_of_templates_cannot_be_typed() -> None:
    assert route("/units \ue00097112\ue001 25").rest == "97112 25"
