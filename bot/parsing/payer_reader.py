"""The payer: by id, by one of its names, or one that is not known here."""

from __future__ import annotations

from bot.parsing.problems import Fix, Rank, asked, quoted, refused, with_fixes
from bot.parsing.scan import Scan
from bot.parsing.tokens import TokenKind
from bot.parsing.word_slips import near_payer, near_word
from rules import payers

MOST_WORDS_OF_UNKNOWN_PAYER = 4
_BY_STATE = frozenset({"medicaid", "bcbs", "work_comp"})
"""Payers with rules of their own in each state, so that a state may stand behind a dot."""
_AND = frozenset("+/&")


class PayerReader:
    """Reads payers and keeps the one that was given.

    Attributes:
        payer: Id of a known payer, with a state or plan behind a dot where one was typed.
        unknown: A payer as typed, when it is neither known nor near a known one.
    """

    def __init__(self, scan: Scan) -> None:
        self.payer: str | None = None
        self.unknown: str | None = None
        self._scan = scan

    def set(self, payer: str, at: int) -> None:
        """Keep a known payer; a second one is a problem.

        Args:
            payer: Its id.
            at: Where it was typed, in the text.
        """
        if self.unknown is None and self.payer in (None, payer):
            self.payer = payer
        else:
            self._refuse_second(at)

    def read(self, at: int) -> int:
        """Read the value behind `payer:`. Returns the index of the token after it."""
        scan = self._scan
        if scan.tokens[at].text == '"':
            return self._quoted(at)
        found = scan.words.payers.longest(scan.tokens, at)
        if found is None:
            return self._unknown(at)
        payer, end = self.with_plan(found[0].value, found[1])
        if end == found[1] and self._has_name_behind_dot(end):
            self._set_unknown(at, end + 2)
            return end + 2
        self.set(payer, scan.tokens[at].start)
        if scan.text_at(end) in _AND and scan.is_tight(end) and scan.tokens[end + 1].kind is TokenKind.WORD:
            self._refuse_second(scan.tokens[at].start)
            second = scan.words.payers.longest(scan.tokens, end + 1)
            return second[1] if second else end + 2
        return end

    def with_plan(self, payer: str, at: int) -> tuple[str, int]:
        """A payer with the state or plan typed behind a dot, as in medicaid.tx.

        Only what is known may stand there: anything else could be the name of a person.

        Args:
            payer: Its id.
            at: Index of the token after it.

        Returns:
            The id with the plan, and the index after both.
        """
        if not self._has_name_behind_dot(at):
            return payer, at
        plan = self._scan.tokens[at + 1].text
        whole = f"{payer}.{plan}"
        is_known = whole in payers() or (payer in _BY_STATE and plan in self._scan.words.states)
        return (whole, at + 2) if is_known else (payer, at)

    def _has_name_behind_dot(self, at: int) -> bool:
        """Whether a dot stands there with a word hung on it."""
        scan = self._scan
        if scan.text_at(at) != "." or not scan.is_tight(at):
            return False
        return scan.tokens[at + 1].kind in (TokenKind.WORD, TokenKind.MIXED)

    def _quoted(self, at: int) -> int:
        scan = self._scan
        end = at + 1
        while end < len(scan.tokens) and scan.tokens[end].text != '"':
            end += 1
        inside = scan.tokens[at + 1 : end]
        start = scan.tokens[at].start
        if not inside:
            scan.trouble(
                Rank.OPTION,
                start,
                lambda: asked("bad_option", "The payer is empty. Type e.g. payer:medicare."),
            )
            return end + 1
        found = scan.words.payers.longest(inside, 0)
        payer, after = self.with_plan(found[0].value, at + 1 + found[1]) if found else ("", at)
        if after == end:
            self.set(payer, start)
        else:
            self._set_unknown(at + 1, end)
        return end + 1

    def _unknown(self, at: int) -> int:
        scan = self._scan
        token = scan.tokens[at]
        if token.kind not in (TokenKind.WORD, TokenKind.MIXED):
            message = f"{quoted(token.text)} is not a payer. Type a name, e.g. payer:medicare."
            scan.trouble(Rank.OPTION, token.start, lambda: asked("bad_option", message))
            return at if token.kind is TokenKind.DIGITS else at + 1
        end = at + 3 if self._has_name_behind_dot(at + 1) else at + 1
        while end - at < MOST_WORDS_OF_UNKNOWN_PAYER and self._is_part_of_name(end):
            end += 1
        self._set_unknown(at, end)
        return end

    def _is_part_of_name(self, at: int) -> bool:
        """Whether a word can only belong to the name before it ("kaiser permanente")."""
        scan = self._scan
        return (
            at < len(scan.tokens)
            and scan.tokens[at].kind is TokenKind.WORD
            and scan.text_at(at + 1) not in (":", "=")
            and scan.words.phrases.longest(scan.tokens, at) is None
            and scan.words.payers.longest(scan.tokens, at) is None
            and near_word(scan.tokens[at].text) is None
        )

    def _set_unknown(self, at: int, end: int) -> None:
        """Keep an unknown payer as typed, or ask about one that is nearly known."""
        scan = self._scan
        start, stop = scan.span(at, end)
        typed = scan.typed(at, end)
        near = near_payer(typed.lower()) if "." not in typed else None
        if near is None and end - at > 1 and "." not in typed:
            near = near_payer(scan.tokens[at].text)
            stop = scan.tokens[at].end if near is not None else stop
        if near is not None:
            label = payers()[near].label
            message = f"{quoted(typed)} is not a payer known here. Did you mean {label} (payer:{near})?"
            fix = with_fixes(scan.text, Fix(start, stop, near))
            scan.trouble(Rank.OPTION, start, lambda: asked("bad_option", message, fix))
        elif self.payer is not None or self.unknown not in (None, typed):
            self._refuse_second(start)
        else:
            self.unknown = typed

    def _refuse_second(self, at: int) -> None:
        self._scan.trouble(
            Rank.OPTION,
            at,
            lambda: refused(
                "one_payer_at_a_time",
                "More than one payer is given. Give one payer at a time for now, e.g. payer:medicare.",
            ),
        )
