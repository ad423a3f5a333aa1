"""What people type after `/billing settings`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.parsing.normalise import normalise
from bot.parsing.parser import MOST_CHARACTERS, read_message
from bot.parsing.problems import asked, first_of, quoted, refused
from rules import PayerBook

SETTINGS_COMMAND = "/billing settings"
EXAMPLE = "/billing settings pt payer:medicare"
ROLES = ("therapist", "assistant", "biller", "lead")
_ROLE_WORDS = {"pta": "assistant", "ota": "assistant", "cota": "assistant", "billing": "biller"}
_CLEARED = re.compile(r"\b(payer|setting|role|discipline)\s*[:=]\s*(?:none|-)(?![\w-])", re.IGNORECASE)
_ROLE = re.compile(r"\brole\s*[:=]\s*([\w-]+)", re.IGNORECASE)
_CLEAR_ALL = re.compile(r"\s*(?:clear|reset|none)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SettingsRequest:
    """Settings to change.

    Attributes:
        changes: New value by name (`discipline`, `role`, `setting`, `payer`); `None` clears one.
        clears_all: Whether everything goes.
    """

    changes: Mapping[str, str | None]
    clears_all: bool = False


def parse_settings(text: str, *, today: date, book: PayerBook | None = None) -> SettingsRequest:
    """Read what was typed after `/billing settings`; nothing typed changes nothing.

    Args:
        text: Without the command words.
        today: For the readers that all commands share.
        book: The payers to know; those that ship with the rules when left out.

    Raises:
        ParseProblem: Something in it is no setting; the message says what would be right.
    """
    if len(text) > MOST_CHARACTERS:
        raise refused(
            "too_long", f"The text has {len(text):,} characters; at most {MOST_CHARACTERS:,} are read."
        )
    plain = normalise(text)
    if _CLEAR_ALL.fullmatch(plain):
        return SettingsRequest({}, clears_all=True)
    changes: dict[str, str | None] = {found[1].lower(): None for found in _CLEARED.finditer(plain)}
    plain = _CLEARED.sub(" ", plain)
    for found in _ROLE.finditer(plain):
        changes["role"] = _role(found[1].lower())
    plain = _ROLE.sub(" ", plain)
    reader, options = read_message(plain, today, is_plain=False, book=book)
    scan = reader.scan
    if scan.troubles:
        raise first_of(scan.troubles).tell()
    if options.payers.unknown is not None:
        raise refused(
            "unknown_payer",
            f"{quoted(options.payers.unknown)} is not a payer known here. /billing help lists them.",
            EXAMPLE,
        )
    if scan.items or options.rule is not None or options.date_of_service is not None:
        raise asked(
            "not_a_setting",
            "Settings are a discipline (pt, ot or slp), payer:ID, setting:practitioner or setting:hospital, "
            f"and role:{', role:'.join(ROLES)}. Codes, minutes, dates and rules go with each question.",
            EXAMPLE,
        )
    given = {
        "discipline": options.discipline.value if options.discipline else None,
        "setting": options.setting,
        "payer": options.payers.payer,
    }
    return SettingsRequest(changes | {name: value for name, value in given.items() if value is not None})


def _role(typed: str) -> str:
    role = _ROLE_WORDS.get(typed, typed)
    if role not in ROLES:
        raise refused(
            "bad_option", f"{quoted(typed)} is not a role. Type role:{', role:'.join(ROLES)}.", EXAMPLE
        )
    return role
