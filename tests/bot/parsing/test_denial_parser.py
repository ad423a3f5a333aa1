"""What is typed after `/billing denial`: every common form, and what is no denial code said so."""

from __future__ import annotations

import pytest

from bot.parsing import ParseProblem, parse_denials


def read(text: str) -> list[str]:
    return [f"{code.group or ''}{code.code}" for code in parse_denials(text)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("CO 97", ["CO97"]),
        ("co-97", ["CO97"]),
        ("CO 97, CO 4", ["CO97", "CO4"]),
        ("CO 97 CO 4", ["CO97", "CO4"]),
        ("97 236", ["97", "236"]),
        ("CO97/PR96", ["CO97", "PR96"]),
        ("CO 97 and PR 96", ["CO97", "PR96"]),
        ("CARC 97; 4", ["97", "4"]),
        ("what is CO 97?", ["CO97"]),
        ("why denied with denial code 50", ["50"]),
        ("CO 97, co97, CO-97", ["CO97"]),
        ("CO 97 97", ["CO97", "97"]),
        ("CO – 97", ["CO97"]),
        ("999", ["999"]),
    ],
)
def test_codes_are_read_each_once_in_typed_order(typed: str, found: list[str]) -> None:
    assert read(typed) == found


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        ("", "missing_codes", "No denial code was given"),
        ("   ", "missing_codes", "No denial code was given"),
        ("what is the reason", "missing_codes", "No denial code was given"),
        ("97110", "not_a_denial_code", "97110"),
        ("CO 97 97110", "not_a_denial_code", "97110"),
        ("CO", "not_a_denial_code", "CO"),
        ("N386", "not_a_denial_code", "N386"),
        ("payer:medicare 97", "not_a_denial_code", "payer:medicare"),
        ("97.5", "not_a_denial_code", "97.5"),
        (" ".join(map(str, range(1, 12))), "too_many_codes", "11 denial codes"),
        ("9 " * 300, "too_long", "characters"),
    ],
)
def test_what_is_no_denial_code_is_refused_with_what_would_be_right(typed: str, code: str, said: str) -> None:
    with pytest.raises(ParseProblem) as problem:
        parse_denials(typed)
    assert (problem.value.code, problem.value.outcome) == (code, "refused")
    assert said in problem.value.message
    assert problem.value.suggestions == ("/billing denial CO 97",)


def test_ten_codes_are_explained_at_once() -> None:
    assert len(read(" ".join(map(str, range(1, 11))))) == 10
