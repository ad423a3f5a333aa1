"""Options typed beside the codes: date of service, counting rule, setting, discipline; payer elsewhere."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from bot.parsing.dates import DAY_OF_MONTH, MONTHS, RIGHT_FORM, has_short_year, read_date
from bot.parsing.payer_reader import PayerReader
from bot.parsing.phrases import Role
from bot.parsing.problems import Fix, Rank, asked, quoted, refused, with_fixes
from bot.parsing.request import Setting
from bot.parsing.scan import Scan
from bot.parsing.tokens import CODE_DIGITS, TokenKind
from bot.parsing.word_slips import near_rules, near_setting
from rules import CountingRule, Discipline

PAYER, ON, RULE, SETTING, DISCIPLINE = "payer", "on", "rule", "setting", "discipline"
_LABELS = {ON: "date of service", RULE: "counting rule"}
_EXAMPLES = {
    PAYER: "payer:medicare",
    ON: "on:2026-03-02",
    RULE: "rule:cms",
    SETTING: "setting:hospital",
    DISCIPLINE: "pt, ot or slp",
}
_RULES = "There are rule:cms (8-minute rule), rule:ama (rule of eights) and rule:full15 (whole 15 minutes)."
_DATE_WORDS = frozenset({"today", "yesterday"})
_IN_DATES = frozenset("/-.,")
MOST_TOKENS_OF_DATE = 5
DIGITS_OF_YEAR = 4


class OptionReader:
    """Reads options and keeps their values, each given once.

    Attributes:
        payers: The payer among them.
        date_of_service: Where one was named.
        rule: Counting rule, where one was named.
        setting: Where one was named.
        discipline: Plan of care, where one was named.
    """

    def __init__(self, scan: Scan, *, today: date) -> None:
        self.payers = PayerReader(scan)
        self._scan = scan
        self._today = today
        self.date_of_service: date | None = None
        self.rule: CountingRule | None = None
        self.setting: Setting | None = None
        self.discipline: Discipline | None = None
        self._typed: dict[str, str] = {}

    def values(self) -> dict[str, Any]:
        """Everything that was named, by the names that a `TypedRequest` has for it."""
        return {
            "payer": self.payers.payer,
            "secondary_payer": self.payers.secondary,
            "unknown_payer": self.payers.unknown,
            "rule": self.rule,
            "discipline": self.discipline,
            "setting": self.setting,
            "date_of_service": self.date_of_service,
        }

    def set_rule(self, rule: CountingRule, typed: str, at: int) -> None:
        """Keep a counting rule; `at` is its place in the text."""
        if self._may_set(RULE, self.rule in (None, rule), typed, at):
            self.rule = rule

    def set_discipline(self, discipline: Discipline, typed: str, at: int) -> None:
        """Keep a discipline; `at` is its place in the text."""
        if self._may_set(DISCIPLINE, self.discipline in (None, discipline), typed, at):
            self.discipline = discipline

    def _set_date(self, day: date, typed: str, at: int) -> None:
        if self._may_set(ON, self.date_of_service in (None, day), typed, at):
            self.date_of_service = day

    def _may_set(self, name: str, is_free: bool, typed: str, at: int) -> bool:
        """Whether an option has no other value yet; another one is a problem."""
        before = self._typed.setdefault(name, typed)
        if not is_free:
            message = (
                f"The {_LABELS.get(name, name)} is given twice, {quoted(before)} and {quoted(typed)}. "
                "Keep the one that is right and send it again."
            )
            self._scan.trouble(Rank.OPTION, at, lambda: asked("option_given_twice", message))
        return is_free

    def read(self, name: str, named_at: int, at: int) -> int:
        """Read the value of an option.

        Args:
            name: The option.
            named_at: Index of the token it was named with.
            at: Index of the token its value begins with.

        Returns:
            The index of the token after the value.
        """
        scan = self._scan
        if at >= len(scan.tokens) or scan.tokens[at].kind is TokenKind.LINE:
            self.ask_for_value(name, named_at)
            return at
        if name == PAYER:
            return self.payers.read(at, named_at)
        if scan.tokens[at].text == '"' and at + 1 < len(scan.tokens):
            at += 1
        if name == ON:
            return self._date(at)
        if name == RULE:
            return self._rule(at)
        return self._setting(at) if name == SETTING else self._discipline(at)

    def ask_for_value(self, name: str, named_at: int) -> None:
        """Ask for the value of an option that was only named."""
        message = f"{name}: has nothing behind it. Type e.g. {_EXAMPLES[name]}."
        start = self._scan.tokens[named_at].start
        self._scan.trouble(Rank.OPTION, start, lambda: asked("bad_option", message))

    def stands_at(self, name: str, at: int) -> bool:
        """Whether a value of an option stands at a token, so that the colon could be left out."""
        scan = self._scan
        if at >= len(scan.tokens):
            return False
        token = scan.tokens[at]
        found = scan.words.phrases.longest(scan.tokens, at)
        role = found[0].role if found is not None else None
        if name == PAYER:
            return role is Role.PAYER or (found is None and token.kind is TokenKind.WORD)
        if name == ON:
            return token.kind is TokenKind.DATE or token.text in _DATE_WORDS or token.text in MONTHS
        if name == RULE:
            return scan.words.rules.longest(scan.tokens, at) is not None
        if name == SETTING:
            return scan.words.settings.longest(scan.tokens, at) is not None
        return role is Role.DISCIPLINE

    # date of service

    def _date(self, at: int) -> int:
        scan = self._scan
        token = scan.tokens[at]
        if token.text in _DATE_WORDS:
            self.set_date_word(at)
            return at + 1
        end = self._end_of_date(at)
        typed = scan.typed(at, end)
        day = read_date(token.text if token.kind is TokenKind.DATE else typed)
        if day is not None:
            self._set_date(day, typed, token.start)
        else:
            message = f"{quoted(typed)} is not a full date of the calendar. {RIGHT_FORM}"
            scan.trouble(Rank.OPTION, token.start, lambda: refused("bad_date", message))
        return end

    def _end_of_date(self, at: int) -> int:
        """The index after everything that hangs on a date: "3/2", "March 2, 2026"."""
        scan = self._scan
        has_month = scan.tokens[at].text in MONTHS or scan.text_at(at + 1) in MONTHS
        end = at + 1
        while end < len(scan.tokens) and end < at + MOST_TOKENS_OF_DATE:
            token = scan.tokens[end]
            if has_month and len(scan.tokens[end - 1].text) == DIGITS_OF_YEAR and scan.is_number(end - 1):
                break
            is_sign = token.text in _IN_DATES and (scan.is_tight(end) or (has_month and token.text == ","))
            is_number = token.kind is TokenKind.DIGITS and len(token.text) < CODE_DIGITS
            is_number = is_number or (has_month and DAY_OF_MONTH.fullmatch(token.text) is not None)
            is_part = is_number and (has_month or scan.tokens[end - 1].text in _IN_DATES)
            if not (is_sign or is_part or (has_month and token.text in MONTHS)):
                break
            end += 1
        return end

    def set_date_word(self, at: int) -> None:
        """Take "today" or "yesterday" as the date of service."""
        token = self._scan.tokens[at]
        day = self._today - timedelta(days=1) if token.text == "yesterday" else self._today
        self._set_date(day, token.text, token.start)
        self._scan.note(token.start, "date_word", said=token.text, date=day.isoformat())

    def bare_date(self, at: int) -> int:
        """Read a date without `on:`; one with a short year may be three numbers, so it is asked about."""
        scan = self._scan
        token = scan.tokens[at]
        if not has_short_year(token.text):
            return self._date(at)
        fix = (
            with_fixes(scan.text, Fix(token.start, token.end, f"on:{token.text}"))
            if read_date(token.text)
            else None
        )
        message = (
            f"Is {quoted(token.text)} a date? Then type on: before it. Minutes go behind their own code, "
            "e.g. 97112 25 97110 10."
        )
        scan.trouble(Rank.OPTION, token.start, lambda: asked("bad_date", message, fix))
        return at + 1

    # rule, setting, discipline

    def _rule(self, at: int) -> int:
        scan = self._scan
        token = scan.tokens[at]
        found = scan.words.rules.longest(scan.tokens, at)
        if found is not None:
            end = found[1]
            if scan.text_at(end) == "rule" and scan.text_at(end + 1) not in (":", "="):
                end += 1
            self.set_rule(CountingRule(found[0].value), scan.typed(at, found[1]), token.start)
            return end
        near = near_rules(token.text)
        meant = f"Did you mean {' or '.join(f'rule:{rule}' for rule in near)}? " if near else ""
        fixes = [with_fixes(scan.text, Fix(token.start, token.end, rule)) for rule in near]
        message = f"{quoted(token.text)} is not a counting rule. {meant}{_RULES}"
        scan.trouble(Rank.OPTION, token.start, lambda: asked("bad_option", message, *fixes))
        return at + 1

    def _setting(self, at: int) -> int:
        scan = self._scan
        token = scan.tokens[at]
        found = scan.words.settings.longest(scan.tokens, at)
        if found is not None:
            setting: Setting = "hospital" if found[0].value == "hospital" else "practitioner"
            if self._may_set(SETTING, self.setting in (None, setting), scan.typed(at, found[1]), token.start):
                self.setting = setting
            return found[1]
        near = near_setting(token.text)
        fix = with_fixes(scan.text, Fix(token.start, token.end, near)) if near else None
        message = f"{quoted(token.text)} is not a setting. Type setting:practitioner or setting:hospital."
        scan.trouble(Rank.OPTION, token.start, lambda: asked("bad_option", message, fix))
        return at + 1

    def _discipline(self, at: int) -> int:
        scan = self._scan
        token = scan.tokens[at]
        found = scan.words.phrases.longest(scan.tokens, at)
        if found is not None and found[0].role is Role.DISCIPLINE:
            self.set_discipline(Discipline(found[0].value), scan.typed(at, found[1]), token.start)
            return found[1]
        message = f"{quoted(token.text)} is not a discipline. Type pt, ot or slp."
        scan.trouble(Rank.OPTION, token.start, lambda: asked("bad_option", message))
        return at + 1
