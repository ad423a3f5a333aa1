"""The payers: by id, by one of their names, or one not known here; which is primary, which secondary."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from bot.parsing import payer_complaints
from bot.parsing.problems import Fix, Rank, asked, quoted, with_fixes
from bot.parsing.scan import Scan
from bot.parsing.tokens import TokenKind
from bot.parsing.word_slips import near_payer, near_word

MOST_WORDS_OF_UNKNOWN_PAYER = 4
_BY_STATE = frozenset({"medicaid", "bcbs", "work_comp"})
"""Payers with rules of their own in each state, so that a state may stand behind a dot."""
_AND = frozenset("+/&")
TOO_MANY = 3
"""Payers after which no more are kept."""
PRIMARY, SECONDARY = "primary", "secondary"
MOST_WORDS_BEFORE_RANK = 1
"""Words such as "is" that may stand between a payer and its "primary"."""


@dataclass(slots=True)
class NamedPayer:
    """One mention of a payer.

    Attributes:
        payer: Its id, or `None` when it is not known here.
        typed: Its id, or the name as typed.
        start: Where the mention begins in the text.
        stop: Where it ends.
        end: Index of the token after it.
        rank: `primary` or `secondary`, where that was said.
        is_rank_open: That word stands right before another payer, so it may be that one's.
    """

    payer: str | None
    typed: str
    start: int
    stop: int
    end: int
    rank: str | None = None
    is_rank_open: bool = False

    def is_same(self, other: NamedPayer) -> bool:
        """Whether both mentions name one payer."""
        if self.payer is None or other.payer is None:
            return self.payer is other.payer and self.typed == other.typed
        return self.payer == other.payer


class PayerReader:
    """Reads payers and keeps the ones that were given.

    Attributes:
        payer: Id of a known payer, with a state or plan behind a dot where one was typed.
        secondary: Id of the payer that is asked second, where one was named.
        unknown: A payer as typed, when it is neither known nor near a known one.
    """

    def __init__(self, scan: Scan) -> None:
        self.payer: str | None = None
        self.secondary: str | None = None
        self.unknown: str | None = None
        self._scan = scan
        self._named: list[NamedPayer] = []
        self._waiting: tuple[str, int] | None = None

    def set(self, payer: str, at: int, end: int) -> int:
        """Keep a known payer said in plain words, and a second one that a sign ties to it.

        Args:
            payer: Its id.
            at: Index of the token it begins with.
            end: Index of the token after it.

        Returns:
            The index of the token after everything that was read.
        """
        self._name(payer, at, at, end)
        return self._second(at, end, is_option=False)

    def read(self, at: int, named_at: int) -> int:
        """Read the value behind `payer:`.

        Args:
            at: Index of the token the value begins with.
            named_at: Index of the token the option was named with.

        Returns:
            The index of the token after it.
        """
        end = self._one(at, named_at)
        return self._second(named_at, end, is_option=True)

    def rank(self, at: int) -> None:
        """Read "primary" or "secondary": said of the payer before it, or else of the one behind it."""
        scan = self._scan
        rank = scan.words.payer_ranks[scan.tokens[at].text]
        last = self._named[-1] if self._named else None
        if last is not None and last.rank is None and self._is_behind(last, at):
            last.rank = rank
            following = at + 1 < len(scan.tokens) and scan.words.payers.longest(scan.tokens, at + 1)
            last.is_rank_open = bool(following)
        else:
            self._tell_waiting()
            self._waiting = (rank, at)

    def _is_behind(self, last: NamedPayer, at: int) -> bool:
        """Whether a word at a token speaks of the payer before it: "medicare is primary"."""
        scan = self._scan
        between = scan.tokens[last.end : at]
        are_words = all(token.kind is TokenKind.WORD for token in between)
        has_colon = scan.text_at(at + 1) in (":", "=")
        return len(between) <= MOST_WORDS_BEFORE_RANK and are_words and not has_colon

    def finish(self) -> None:
        """Settle which payer is which, once everything was read."""
        scan = self._scan
        self._tell_waiting()
        named = self._named
        if not named:
            return
        first = named[0]
        if len(named) == TOO_MANY:
            scan.trouble(Rank.OPTION, named[2].start, payer_complaints.three_payers)
        elif len(named) == 1:
            self._take(first, None)
            if first.rank == SECONDARY:
                scan.trouble(Rank.OPTION, first.start, lambda: payer_complaints.no_primary(first.typed))
        elif first.rank == named[1].rank or (first.is_rank_open and named[1].rank is None):
            self._take(first, None)
            typed = [one.typed for one in named]
            spans = [] if first.rank else [(one.start, one.stop) for one in named]
            scan.trouble(
                Rank.OPTION,
                named[1].start,
                lambda: payer_complaints.which_is_primary(scan.text, typed, spans),
            )
        else:
            is_turned = first.rank == SECONDARY or named[1].rank == PRIMARY
            self._take(*(named[::-1] if is_turned else named))

    def _take(self, primary: NamedPayer, secondary: NamedPayer | None) -> None:
        self.payer = primary.payer
        self.unknown = None if primary.payer else primary.typed
        if secondary is None:
            return
        self.secondary = secondary.payer
        if secondary.payer is None:
            self._scan.trouble(
                Rank.OPTION,
                secondary.start,
                lambda: payer_complaints.unknown_secondary(secondary.typed, primary.typed),
            )

    def _tell_waiting(self) -> None:
        if self._waiting is not None:
            rank, at = self._waiting
            self._scan.trouble(
                Rank.OPTION, self._scan.tokens[at].start, lambda: payer_complaints.rank_without_payer(rank)
            )
            self._waiting = None

    def _name(self, payer: str | None, begin: int, at: int, end: int, *, close: int = 0) -> None:
        """Keep one mention; the same payer again says nothing new.

        Args:
            payer: Its id, or `None` when it is not known here.
            begin: Index of the token the mention begins with, the option's name when it has one.
            at: Index of the first token of the name.
            end: Index of the token after it.
            close: Tokens behind it that close the mention, such as a quote.
        """
        start, stop = self._scan.span(begin, min(end + close, len(self._scan.tokens)))
        typed = payer or self._scan.typed(at, end)
        named = NamedPayer(payer, typed, start, stop, end)
        if self._waiting is not None:
            named.rank, self._waiting = self._waiting[0], None
        same = next((other for other in self._named if named.is_same(other)), None)
        if same is not None:
            same.rank = same.rank or named.rank
        elif len(self._named) < TOO_MANY:
            self._named.append(named)

    # several payers in one value

    def _second(self, begin: int, end: int, *, is_option: bool) -> int:
        """Read the payers that signs tie to the one before: medicare+bcbs, medicare/bcbs."""
        scan = self._scan
        while scan.text_at(end) in _AND and end + 1 < len(scan.tokens):
            is_tight = scan.is_tight(end) and scan.tokens[end + 1].kind is TokenKind.WORD
            is_name = scan.words.payers.longest(scan.tokens, end + 1) is not None
            if not (is_name or (is_tight and is_option)):
                return end
            if not self._named:
                return end
            before = self._named[-1]
            count = len(self._named)
            after = self._one(end + 1, begin)
            if len(self._named) == count:
                tell = partial(payer_complaints.same_payer_twice, before.typed)
                scan.trouble(Rank.OPTION, scan.tokens[end].start, tell)
            elif count == 1:
                before.rank, self._named[-1].rank = before.rank or PRIMARY, SECONDARY
            end = after
        return end

    def _one(self, at: int, begin: int) -> int:
        """Read one payer by its name. Returns the index of the token after it."""
        scan = self._scan
        if scan.tokens[at].text == '"':
            return self._quoted(at, begin)
        found = scan.words.payers.longest(scan.tokens, at)
        if found is None:
            return self._unknown(at, begin)
        payer, end = self.with_plan(found[0].value, found[1])
        if end == found[1] and self._has_name_behind_dot(end):
            self._set_unknown(begin, at, end + 2)
            return end + 2
        self._name(payer, begin, at, end)
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
        words = self._scan.words
        plan = self._scan.tokens[at + 1].text
        whole = f"{payer}.{plan}"
        is_known = whole in words.book.profiles or (payer in _BY_STATE and plan in words.states)
        return (whole, at + 2) if is_known else (payer, at)

    def _has_name_behind_dot(self, at: int) -> bool:
        """Whether a dot stands there with a word hung on it."""
        scan = self._scan
        if scan.text_at(at) != "." or not scan.is_tight(at):
            return False
        return scan.tokens[at + 1].kind in (TokenKind.WORD, TokenKind.MIXED)

    def _quoted(self, at: int, begin: int) -> int:
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
            self._name(payer, begin, at + 1, end, close=1)
        else:
            self._set_unknown(begin, at + 1, end, close=1)
        return end + 1

    def _unknown(self, at: int, begin: int) -> int:
        scan = self._scan
        token = scan.tokens[at]
        if token.kind not in (TokenKind.WORD, TokenKind.MIXED):
            message = f"{quoted(token.text)} is not a payer. Type a name, e.g. payer:medicare."
            scan.trouble(Rank.OPTION, token.start, lambda: asked("bad_option", message))
            return at if token.kind is TokenKind.DIGITS else at + 1
        end = at + 3 if self._has_name_behind_dot(at + 1) else at + 1
        while end - at < MOST_WORDS_OF_UNKNOWN_PAYER and self._is_part_of_name(end):
            end += 1
        self._set_unknown(begin, at, end)
        return end

    def _is_part_of_name(self, at: int) -> bool:
        """Whether a word can only belong to the name before it ("kaiser permanente")."""
        scan = self._scan
        return (
            at < len(scan.tokens)
            and scan.tokens[at].kind is TokenKind.WORD
            and scan.text_at(at + 1) not in (":", "=")
            and scan.tokens[at].text not in scan.words.payer_ranks
            and scan.words.phrases.longest(scan.tokens, at) is None
            and scan.words.payers.longest(scan.tokens, at) is None
            and near_word(scan.tokens[at].text) is None
        )

    def _set_unknown(self, begin: int, at: int, end: int, *, close: int = 0) -> None:
        """Keep an unknown payer as typed, or ask about one that is nearly known."""
        scan = self._scan
        book = scan.words.book
        start, stop = scan.span(at, end)
        typed = scan.typed(at, end)
        near = near_payer(typed.lower(), book) if "." not in typed else None
        if near is None and end - at > 1 and "." not in typed:
            near = near_payer(scan.tokens[at].text, book)
            stop = scan.tokens[at].end if near is not None else stop
        if near is not None:
            label = book.profiles[near].label
            message = f"{quoted(typed)} is not a payer known here. Did you mean {label} (payer:{near})?"
            fix = with_fixes(scan.text, Fix(start, stop, near))
            scan.trouble(Rank.OPTION, start, lambda: asked("bad_option", message, fix))
        self._name(near, begin, at, end, close=close)
