"""Words for who gave minutes: pt:, pta:, "both:", "the assistant"."""

from __future__ import annotations

from bot.parsing import provider_complaints
from bot.parsing.code_slips import is_no_code
from bot.parsing.items import AmountItem, ClockItem, Provider, ProviderMark, Separator
from bot.parsing.options import OptionReader
from bot.parsing.problems import Rank
from bot.parsing.scan import Scan
from rules import Discipline

MOST_WORDS_AFTER_ALL = 3
"""How far in front of a provider "all" may stand, as in "all by the PTA"."""
_COLONS = frozenset(":=")
_WITH_ASSISTANTS = frozenset({Discipline.PT, Discipline.OT})
_THERAPISTS = frozenset({"pt", "ot", "slp", "therapist", "otr", "dpt"})


class ProviderReader:
    """Reads words for who gave minutes.

    Attributes:
        has_assistant: An assistant is named anywhere, so that "pt" is the therapist.
        is_said: Somebody's minutes are given apart.
    """

    def __init__(self, scan: Scan) -> None:
        self._scan = scan
        words = scan.words
        self.has_assistant = any(token.text in words.assistant_words for token in scan.tokens)
        together = words.together_words | words.together_only_as_option
        numbered = [
            at
            for at, token in enumerate(scan.tokens)
            if token.text in together | _THERAPISTS and self._has_number(at + 1)
        ]
        self._is_apart = any(scan.text_at(at) in together for at in numbered)
        self.is_said = self.has_assistant or any(self._is_apart or scan.is_tight(at + 1) for at in numbered)

    def is_mark(self, value: str, end: int) -> bool:
        """Whether a word speaks of minutes, rather than of the plan of care.

        Args:
            value: The discipline, or the provider with the discipline.
            end: Index of the token after it.
        """
        scan = self._scan
        has_number = self._has_number(end)
        if value == Discipline.SLP:
            return has_number and scan.is_tight(end)
        if value in (Discipline.PT, Discipline.OT):
            # "PT: 97110 …" heads a plan of care, but "pt: 53, both: 7" gives minutes apart.
            return self.has_assistant or (has_number and (self._is_apart or scan.is_tight(end)))
        if value.startswith(Provider.TOGETHER):
            return has_number or (self.has_assistant and not self._ends_sentence(end))
        return self.is_said or has_number

    def is_together(self, end: int) -> bool:
        """Whether "both" names the minutes side by side: both:5, or "both 5" behind other minutes."""
        scan = self._scan
        if scan.text_at(end) in _COLONS:
            return True
        if not self.has_assistant or not scan.is_number(end):
            return False
        last = next((item for item in reversed(scan.items) if not isinstance(item, Separator)), None)
        return isinstance(last, AmountItem | ClockItem)

    def read(self, value: str, at: int, end: int) -> int:
        """Read one word for who gave minutes.

        Args:
            value: The provider, with the discipline it names.
            at: Index of the word.
            end: Index of the token after it.

        Returns:
            The index of the token after it and its colon.
        """
        scan = self._scan
        start, stop = scan.span(at, end)
        said = scan.typed(at, end)
        provider, _, discipline = value.partition(" ")
        if discipline == Discipline.SLP:
            scan.trouble(Rank.PROVIDER, start, lambda: provider_complaints.speech(said))
            return end + 1
        has_colon = scan.text_at(end) in _COLONS
        if has_colon:
            stop, end = scan.tokens[end].end, end + 1
        takes_all = any(
            scan.text_at(before) == "all" for before in range(max(at - MOST_WORDS_AFTER_ALL, 0), at)
        )
        named = Discipline(discipline) if discipline in _WITH_ASSISTANTS else None
        scan.items.append(ProviderMark(start, stop, Provider(provider), named, said, has_colon, takes_all))
        return end

    def _has_number(self, at: int) -> bool:
        """Whether a colon stands there with a number behind it, also one too long to be minutes."""
        scan = self._scan
        if scan.text_at(at) not in _COLONS:
            return False
        return scan.is_number(at + 1) or is_no_code(scan.text_at(at + 1))

    def _ends_sentence(self, end: int) -> bool:
        return end >= len(self._scan.tokens) or self._scan.text_at(end) in ("?", ".", "!")

    def finish(self, options: OptionReader) -> None:
        """Take the plan of care from who was named; two plans in one visit are a problem."""
        named: dict[Discipline, ProviderMark] = {}
        for item in self._scan.items:
            if isinstance(item, ProviderMark) and item.discipline is not None:
                named.setdefault(item.discipline, item)
        if not named:
            return
        first, *others = named.values()
        typed = options.discipline
        if others or (typed is not None and typed not in named):
            second = others[0].said if others else (typed or "").upper()
            at = others[0].start if others else first.start
            self._scan.trouble(
                Rank.OPTION, at, lambda: provider_complaints.two_disciplines(first.said, second)
            )
        elif first.discipline is not None:
            options.set_discipline(first.discipline, first.said, first.start)
