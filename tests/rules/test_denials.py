"""Denial codes: read however they are typed, each with its meaning, cause, fix and what to type next."""

from __future__ import annotations

import re

import pytest

from bot.commands import command_names
from rules import Confidence, sources
from rules.denials import DenialGroup, DenialRead, denial_codes, denial_groups, read_denial_code
from tests.support import shared_or_skip

CO, PR, OA, PI = DenialGroup.CO, DenialGroup.PR, DenialGroup.OA, DenialGroup.PI


@pytest.mark.parametrize(
    ("typed", "code", "group"),
    [
        ("97", "97", None),
        ("CO 97", "97", CO),
        ("CO-97", "97", CO),
        ("co97", "97", CO),
        ("Co:97", "97", CO),
        ("CO - 97", "97", CO),
        (" co 97 ", "97", CO),
        ("PR 96", "96", PR),
        ("oa-18", "18", OA),
        ("PI 151", "151", PI),
        ("CARC 97", "97", None),
        ("carc97", "97", None),
        ("CARC CO 97", "97", CO),
        ("CO CARC 97", "97", CO),
        ("denial code 236", "236", None),
        ("reason code CO 4", "4", CO),
        ("CO 004", "4", CO),
        ("999", "999", None),
    ],
)
def test_a_denial_code_is_read_in_every_common_form(typed: str, code: str, group: DenialGroup | None) -> None:
    assert read_denial_code(typed) == DenialRead(code, group)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "CO",
        "97110",
        "CO 97110",
        "G0283",
        "N386",
        "CO 97 CO 4",
        "XX 97",
        "9 7",
        "0",
        "CO 0",
        "-97",
        "97.5",
    ],
)
def test_what_is_no_denial_code_is_not_read_as_one(typed: str) -> None:
    assert read_denial_code(typed) is None


def test_every_known_code_is_read_with_every_group() -> None:
    for code in denial_codes():
        for group in DenialGroup:
            assert read_denial_code(f"{group} {code}") == DenialRead(code, group)


def test_the_codes_are_those_of_the_shared_list_and_in_the_order_of_their_numbers() -> None:
    section = shared_or_skip("spec/rules.md").read_text(encoding="utf-8").partition("## 11.")[2]
    listed = re.findall(r"^\| (\d+) \|", section, flags=re.MULTILINE)
    assert list(denial_codes()) == sorted(listed, key=int)


def test_every_code_says_what_it_means_what_it_usually_is_and_what_to_do() -> None:
    for code in denial_codes().values():
        for words in (code.means, code.usually, code.fix):
            assert len(words) > 12, code.code
            assert words.endswith("."), code.code
        assert code.cite.source in sources()
        assert code.confidence is Confidence.KNOWN


def test_what_to_type_next_is_a_command_of_ours() -> None:
    for code in denial_codes().values():
        for line in code.next:
            assert line.split()[0] in command_names(), line


@pytest.mark.parametrize("code", ["97", "236"])
def test_a_bundling_denial_sends_to_the_pair(code: str) -> None:
    assert [line for line in denial_codes()[code].next if line.startswith("/pair ")]
    assert "pair" in denial_codes()[code].fix


def test_a_denial_for_necessity_is_appealed_with_deficit_skill_and_response() -> None:
    fix = denial_codes()["50"].fix
    assert all(word in fix for word in ("Appeal", "deficit", "skill", "responded"))


def test_the_limit_denial_names_kx_and_the_write_off_is_no_denial() -> None:
    assert "KX" in denial_codes()["119"].fix
    assert "not a denial" in denial_codes()["45"].usually


def test_every_group_says_who_bears_the_amount_and_co_is_contractual() -> None:
    assert set(denial_groups()) == set(DenialGroup)
    assert "contractual obligation" in denial_groups()[CO]
    assert "patient is not billed" in denial_groups()[CO]
    assert "patient may be billed" in denial_groups()[PR]
