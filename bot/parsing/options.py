"""Options typed beside the codes: payer, date of service, counting rule, setting and discipline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from bot.parsing.dates import RIGHT_FORM, has_short_year, read_date
from bot.parsing.problems import Fix, ParseProblem, Rank, Trouble, commands, quoted, with_fixes
from bot.parsing.request import Reading
from bot.parsing.slips import near_payer, near_rule, near_word
from bot.parsing.tokens import Token, TokenKind
from bot.parsing.words import Lexicon, Role
from rules import CountingRule, Discipline, payers

KNOWN_OPTIONS = "payer:, on:, rule:, setting: and pt, ot or slp"
MOST_WORDS_OF_UNKNOWN_PAYER = 3
_PLAN = re.compile(r"[a-z0-9_]{1,20}")
_NAMES = {"payer": "payer", "on": "date of service", "rule": "rule", "setting": "setting"}


@dataclass(slots=True)
class Options:
    """The options of one command, each given once, with what was typed.

    Attributes:
        values: Option name to value.
        readings: Options said in plain words, to be shown back.
        troubles: What could not be read.
    """

    values: dict[str, Any] = field(default_factory=dict)
    readings: list[tuple[int, Reading]] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    def set(self, name: str, value: Any, typed: str, at: int) -> None:
        """Keep a value; the same option with another value is a problem."""
        known = self.values.setdefault(name, (value, typed))
        if known[0] == value:
            return
        if name in ("payer", "unknown_payer"):
            self.refuse_second_payer(at)
            return
        label = _NAMES.get(name, name)
        message = (
            f"The {label} is given twice, {quoted(known[1])} and {quoted(typed)}. "
            "Keep the one that is right and send it again."
        )
        self.trouble(at, message, "option_given_twice")

    def get(self, name: str) -> Any:
        """The value of an option, or `None`."""
        return self.values[name][0] if name in self.values else None

    def note(self, at: int, kind: str, **data: Any) -> None:
        """Remember how something was read."""
        self.readings.append((at, Reading(kind, data)))

    def trouble(self, at: int, message: str, code: str, *fixes: str | None, clarify: bool = True) -> None:
        """Remember a problem with an option."""
        problem = ParseProblem(
            message, code=code, outcome="clarify" if clarify else "refused", suggestions=commands(*fixes)
        )
        self.troubles.append(Trouble(Rank.OPTION, at, lambda: problem))

    def refuse_second_payer(self, at: int) -> None:
        """One payer is all that is counted for now."""
        self.trouble(
            at,
            "More than one payer is given. Give one payer at a time for now, e.g. payer:medicare.",
            "one_payer_at_a_time",
            clarify=False,
        )


@dataclass(slots=True)
class OptionReader:
    """Reads the value behind an option name.

    Attributes:
        text: The normalised text.
        tokens: Its tokens.
        words: The words that are understood.
        today: For `on:today` and `on:yesterday`.
        options: Where values and problems go.
    """

    text: str
    tokens: Sequence[Token]
    words: Lexicon
    today: date
    options: Options

    def read(self, name: str, name_at: int, at: int) -> int:
        """Read the value of an option.

        Args:
            name: The option.
            name_at: Index of the token it was named with.
            at: Index of the token its value begins with.

        Returns:
            The index of the token after the value.
        """
        if at >= len(self.tokens) or self.tokens[at].kind is TokenKind.LINE:
            example = {"on": "on:2026-03-02", "rule": "rule:cms", "setting": "setting:hospital"}
            start = self.tokens[name_at].start
            shown = example.get(name, "payer:medicare" if name == "payer" else "pt, ot or slp")
            self.options.trouble(start, f"Nothing stands behind {name}: — type e.g. {shown}.", "bad_option")
            return at
        if name == "payer":
            return self._payer(at)
        if name == "on":
            return self._date(at)
        if name == "rule":
            return self._rule(at)
        if name == "setting":
            return self._setting(at)
        return self._discipline(at)

    # payer

    def _payer(self, at: int) -> int:
        token = self.tokens[at]
        if token.text == '"':
            return self._quoted_payer(at)
        found = self.words.payers.longest(self.tokens, at)
        if found is None:
            return self._unknown_payer(at)
        payer, end = found[0].value, found[1]
        payer, end = self.with_plan(payer, end)
        self.options.set("payer", payer, self._typed(at, end), token.start)
        if end + 1 < len(self.tokens) and self.tokens[end].text in ("+", "/", "&"):
            is_tight = self.tokens[end - 1].end == self.tokens[end].start == self.tokens[end + 1].start - 1
            if is_tight and self.tokens[end + 1].kind is TokenKind.WORD:
                self.options.refuse_second_payer(token.start)
                second = self.words.payers.longest(self.tokens, end + 1)
                return second[1] if second else end + 2
        return end

    def with_plan(self, payer: str, at: int) -> tuple[str, int]:
        """A payer with the state or plan typed after a dot, as in medicaid.tx."""
        if at + 1 < len(self.tokens) and self.tokens[at].text == ".":
            dot, plan = self.tokens[at], self.tokens[at + 1]
            if (
                self.tokens[at - 1].end == dot.start
                and dot.end == plan.start
                and plan.kind is not TokenKind.DIGITS
                and _PLAN.fullmatch(plan.text)
            ):
                return f"{payer}.{plan.text}", at + 2
        return payer, at

    def _quoted_payer(self, at: int) -> int:
        end = at + 1
        while end < len(self.tokens) and self.tokens[end].text != '"':
            end += 1
        inside = self.tokens[at + 1 : end]
        typed = self._typed(at + 1, end).strip()
        found = self.words.payers.longest(inside, 0) if inside else None
        if found is not None and found[1] == len(inside):
            self.options.set("payer", found[0].value, typed, self.tokens[at].start)
        elif inside:
            self._set_unknown_payer(typed, at + 1, end)
        else:
            self.options.trouble(
                self.tokens[at].start, "The payer is empty. Type e.g. payer:medicare.", "bad_option"
            )
        return end + 1

    def _unknown_payer(self, at: int) -> int:
        token = self.tokens[at]
        if token.kind not in (TokenKind.WORD, TokenKind.MIXED):
            self.options.trouble(
                token.start,
                f"{quoted(token.text)} is not a payer. Type a name, e.g. payer:medicare.",
                "bad_option",
            )
            return at if token.kind is TokenKind.DIGITS else at + 1
        end = at + 1
        while (
            end < len(self.tokens)
            and end - at < MOST_WORDS_OF_UNKNOWN_PAYER
            and self.tokens[end].kind is TokenKind.WORD
            and self.words.phrases.longest(self.tokens, end) is None
            and self.words.payers.longest(self.tokens, end) is None
            and near_word(self.tokens[end].text) is None
            and (end + 1 >= len(self.tokens) or self.tokens[end + 1].text not in (":", "="))
        ):
            end += 1
        self._set_unknown_payer(self._typed(at, end), at, end)
        return end

    def _set_unknown_payer(self, typed: str, at: int, end: int) -> None:
        start, stop = self.tokens[at].start, self.tokens[end - 1].end
        near = near_payer(typed.lower())
        if near is None and end - at > 1:
            near = near_payer(self.tokens[at].text)
            stop = self.tokens[at].end if near else stop
        if near is not None:
            label = payers()[near].label
            self.options.trouble(
                start,
                f"{quoted(typed)} is not a payer known here. Did you mean {label} (payer:{near})?",
                "bad_option",
                with_fixes(self.text, Fix(start, stop, near)),
            )
            return
        if "payer" in self.options.values:
            self.options.refuse_second_payer(start)
            return
        self.options.set("unknown_payer", " ".join(typed.split()), typed, start)

    # date of service

    def _date(self, at: int) -> int:
        token = self.tokens[at]
        if token.text in ("today", "yesterday"):
            self.set_date_word(at)
            return at + 1
        end = at + 1
        while end < len(self.tokens) and self.tokens[end].text in ("/", "-", "."):
            end = min(end + 2, len(self.tokens))
        typed = self._typed(at, end)
        day = read_date(typed) if token.kind is TokenKind.DATE else None
        if day is None:
            self.refuse_date(typed, token.start)
        else:
            self.options.set("on", day, typed, token.start)
        return end

    def set_date_word(self, at: int) -> None:
        """Take "today" or "yesterday" as the date of service."""
        token = self.tokens[at]
        day = self.today - timedelta(days=1) if token.text == "yesterday" else self.today
        self.options.set("on", day, token.text, token.start)
        self.options.note(token.start, "date_word", said=token.text, date=day.isoformat())

    def bare_date(self, at: int) -> int:
        """A date without `on:`; one with a short year may be three numbers, so it is asked about."""
        token = self.tokens[at]
        if has_short_year(token.text):
            self.options.trouble(
                token.start,
                f"Is {quoted(token.text)} a date? Then type on: before it. Minutes go behind their own code, "
                "e.g. 97112 25 97110 10.",
                "bad_date",
                with_fixes(self.text, Fix(token.start, token.start, "on:")) if read_date(token.text) else None,
            )
            return at + 1
        return self._date(at)

    def refuse_date(self, typed: str, at: int) -> None:
        """Say what a date has to look like."""
        self.options.trouble(
            at,
            f"{quoted(typed)} is not a date with day, month and year that the calendar has. {RIGHT_FORM}",
            "bad_date",
            clarify=False,
        )

    # rule, setting, discipline

    def _rule(self, at: int) -> int:
        found = self.words.rules.longest(self.tokens, at)
        if found is not None:
            end = found[1]
            if end < len(self.tokens) and self.tokens[end].text == "rule":
                end += 1
            self.options.set("rule", CountingRule(found[0].value), self._typed(at, end), self.tokens[at].start)
            return end
        token = self.tokens[at]
        near = near_rule(token.text)
        self.options.trouble(
            token.start,
            f"{quoted(token.text)} is not a counting rule. "
            + (f"Did you mean rule:{near}? " if near else "")
            + "There are rule:cms (8-minute rule), rule:ama (rule of eights) and rule:full15 (whole 15 minutes).",
            "bad_option",
            with_fixes(self.text, Fix(token.start, token.end, near)) if near else None,
        )
        return at + 1

    def _setting(self, at: int) -> int:
        found = self.words.settings.longest(self.tokens, at)
        if found is not None:
            self.options.set("setting", found[0].value, self._typed(at, found[1]), self.tokens[at].start)
            return found[1]
        token = self.tokens[at]
        near = next((name for name in ("practitioner", "hospital") if name[:4] == token.text[:4]), None)
        self.options.trouble(
            token.start,
            f"{quoted(token.text)} is not a setting. Type setting:practitioner or setting:hospital.",
            "bad_option",
            with_fixes(self.text, Fix(token.start, token.end, near)) if near else None,
        )
        return at + 1

    def _discipline(self, at: int) -> int:
        found = self.words.phrases.longest(self.tokens, at)
        if found is not None and found[0].role is Role.DISCIPLINE:
            self.options.set(
                "discipline", Discipline(found[0].value), self._typed(at, found[1]), self.tokens[at].start
            )
            return found[1]
        token = self.tokens[at]
        self.options.trouble(
            token.start, f"{quoted(token.text)} is not a discipline. Type pt, ot or slp.", "bad_option"
        )
        return at + 1

    def _typed(self, at: int, end: int) -> str:
        """What was typed from one token up to another."""
        return self.text[self.tokens[at].start : self.tokens[max(at, end - 1)].end]
