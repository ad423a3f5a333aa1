"""The visit that the paired codes and numbers make, and what is wrong with their minutes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from bot.parsing import complaints, pairing_complaints, provider_complaints
from bot.parsing.clock import find_overlap
from bot.parsing.entries import BY_TYPED_UNITS, Entry, Pairing
from bot.parsing.items import AmountItem, ClockItem, CodeItem, CountItem, Provider, clock_text
from bot.parsing.problems import ParseProblem, Rank
from bot.parsing.scan import Scan
from rules import CodeEntry, CountedBy, Visit, code_table
from rules.types import MINUTES_PER_DAY

MOST_TYPED_UNITS = 99
SPEECH_PLAN = frozenset({"speech", "speech therapy"})
"""House words that are also the name of a plan of care."""


@dataclass(slots=True)
class VisitBuilder:
    """Adds up what was typed for each code.

    Attributes:
        scan: The message; problems and readings go there.
        given: Minutes of each code by who gave them, as far as anybody was named.
    """

    scan: Scan
    given: dict[str, dict[Provider, int]] = field(default_factory=dict)
    _minutes: dict[str, list[int]] = field(default_factory=dict)
    _untimed: dict[str, list[int]] = field(default_factory=dict)
    _mentions: dict[str, int] = field(default_factory=dict)
    _typed_units: dict[str, int] = field(default_factory=dict)
    _ranges: list[tuple[CodeItem, ClockItem]] = field(default_factory=list)

    def build(self, pairing: Pairing) -> Visit:
        """The visit; what does not fit becomes a problem of the message.

        Args:
            pairing: Codes with their numbers.
        """
        self._tell_misfits(pairing)
        for entry in pairing.entries:
            self._add(entry)
        self._note_each(pairing)
        minutes = {code: self._sum(code, parts) for code, parts in self._minutes.items()}
        untimed_minutes = {code: self._sum(code, parts) for code, parts in self._untimed.items() if parts}
        self._check_overlaps()
        self._check_day(minutes)
        if pairing.total is not None:
            self._check_total(pairing.total, minutes, untimed_minutes)
        self._note_repeats(minutes)
        return Visit(
            minutes=minutes,
            untimed=tuple(self._untimed),
            untimed_minutes=untimed_minutes,
            typed_units=self._typed_units,
        )

    # codes

    def _add(self, entry: Entry) -> None:
        item = entry.code
        code = item.code
        known = code_table().find(code)
        if item.said is not None:
            self._note(item.start, "house_word", said=item.said, code=code)
        self._mentions[code] = self._mentions.get(code, 0) + 1
        minutes = self._measured(entry)
        if known.takes_minutes:
            if minutes is not None:
                self._minutes.setdefault(code, []).append(minutes)
        else:
            parts = self._untimed.setdefault(code, [])
            if minutes is not None:
                parts.append(minutes)
        for measure in entry.measures:
            if isinstance(measure, CountItem):
                self._count(entry, measure, known)

    def _measured(self, entry: Entry) -> int | None:
        """Minutes of one entry, from amounts or clock times; `None` where it has neither."""
        timed = [measure for measure in entry.measures if isinstance(measure, AmountItem | ClockItem)]
        if not timed:
            return None
        total = 0
        for provider in dict.fromkeys(measure.provider for measure in timed):
            minutes = self._measured_by(entry.code, [one for one in timed if one.provider is provider])
            if provider is not None:
                given = self.given.setdefault(entry.code.code, {})
                given[provider] = given.get(provider, 0) + minutes
            total += minutes
        self._check_amount(entry.code, total)
        return total

    def _measured_by(self, item: CodeItem, measures: Sequence[AmountItem | ClockItem]) -> int:
        """Minutes that one provider gave of one entry, or that nobody is named for."""
        code = item.code
        amounts = [measure for measure in measures if isinstance(measure, AmountItem)]
        ranges = [measure for measure in measures if isinstance(measure, ClockItem)]
        for clock in ranges:
            self._ranges.append((item, clock))
            self._note_clock(code, clock)
        by_clock = sum(clock.minutes for clock in ranges)
        if not amounts:
            return by_clock
        minutes = self._added(code, amounts)
        if ranges and by_clock != minutes:
            self._trouble(item.start, lambda: pairing_complaints.times_disagree(code, by_clock, minutes))
        return minutes

    def _added(self, code: str | None, amounts: Sequence[AmountItem]) -> int:
        for amount in amounts:
            self._note_amount(code, amount)
        parts = tuple(part for amount in amounts for part in amount.parts)
        if len(parts) > 1:
            self._note(amounts[0].start, "parts_summed", code=code, parts=parts, minutes=sum(parts))
            if 0 in parts:
                self._trouble(amounts[0].start, lambda: pairing_complaints.no_minutes(code))
        return sum(parts)

    def _sum(self, code: str, parts: list[int]) -> int:
        minutes = sum(parts)
        if minutes > MINUTES_PER_DAY >= max(parts):
            self._trouble(0, lambda: pairing_complaints.too_long(code, minutes))
        return minutes

    def _count(self, entry: Entry, count: CountItem, known: CodeEntry) -> None:
        """Units typed for a code: kept where no minutes decide them, asked about elsewhere."""
        code = entry.code.code
        if known.counted_by in BY_TYPED_UNITS and 1 <= count.units <= MOST_TYPED_UNITS:
            units = self._typed_units[code] = self._typed_units.get(code, 0) + count.units
            self._note(count.start, "typed_units", code=code, units=units)
        elif known.takes_minutes and count.units == 0:
            self._trouble(count.start, lambda: pairing_complaints.no_minutes(code))
        elif known.counted_by in BY_TYPED_UNITS:
            self._trouble(count.start, lambda: pairing_complaints.bad_units(code, count.units))
        elif not known.takes_minutes and count.units == 1:
            self._note(count.start, "one_unit", code=code)
        else:
            self._ask(
                count.start,
                partial(pairing_complaints.units_or_minutes, self.scan.text, entry, count, known),
            )

    # checks

    def _check_amount(self, item: CodeItem, minutes: int) -> None:
        if minutes == 0:
            self._trouble(item.start, lambda: pairing_complaints.no_minutes(item.code))
        elif minutes > MINUTES_PER_DAY:
            self._trouble(item.start, lambda: pairing_complaints.too_long(item.code, minutes))

    def _check_day(self, minutes: dict[str, int]) -> None:
        """Refuse more timed minutes than a day has; minutes of a month are not of one day."""
        table = code_table()
        of_the_day = sum(
            value for code, value in minutes.items() if table.find(code).counted_by is not CountedBy.MONTH
        )
        if of_the_day > MINUTES_PER_DAY:
            self._trouble(len(self.scan.text), lambda: pairing_complaints.too_long(None, of_the_day))

    def _check_overlaps(self) -> None:
        table = code_table()
        hands_on = [timed for timed in self._ranges if not table.find(timed[0].code).is_supervised]
        found = find_overlap([(clock.begins, clock.ends, clock.is_open) for _, clock in hands_on])
        if found is not None:
            first, second = hands_on[found.first], hands_on[found.second]
            if first[1].provider is not second[1].provider:
                self._trouble(
                    max(first[1].start, second[1].start),
                    lambda: provider_complaints.shared_time(first[1].said, second[1].said),
                )
                return
            self._trouble(
                max(first[1].start, second[1].start),
                lambda: pairing_complaints.overlapping(first, second, found),
            )

    def _check_total(
        self, total: AmountItem, minutes: dict[str, int], untimed_minutes: dict[str, int]
    ) -> None:
        typed = sum(total.parts)
        timed = sum(minutes.values())
        whole = timed + sum(untimed_minutes.values())
        if typed in (timed, whole):
            self._note(total.start, "total_agrees", minutes=typed)
        elif typed > whole and any(code not in untimed_minutes for code in self._untimed):
            self._note(total.start, "total_given", minutes=typed)
        else:
            self._ask(total.start, lambda: pairing_complaints.total_disagrees(typed, whole))

    def _tell_misfits(self, pairing: Pairing) -> None:
        text = self.scan.text
        for entry, second in pairing.seconds:
            self._ask(second.start, partial(pairing_complaints.second_number, text, entry, second))
        for number in pairing.homeless:
            self._ask(number.start, partial(pairing_complaints.homeless, text, number, pairing))
        self._ask_about_total(pairing)
        self._ask_about_speech(pairing.entries)
        missing = pairing.missing
        if missing:
            codes = {entry.code.code for entry in pairing.entries}
            self.scan.trouble(
                Rank.MISSING,
                missing[0].code.start,
                lambda: pairing_complaints.missing_minutes(self.scan.text, missing, codes),
            )

    def _ask_about_total(self, pairing: Pairing) -> None:
        """Ask about a number called the total that was read as the minutes of the last of several codes."""
        total = pairing.doubtful_total
        timed = [
            entry.code.code for entry in pairing.entries if code_table().find(entry.code.code).takes_minutes
        ]
        codes = list(dict.fromkeys(timed))
        if total is not None and len(codes) > 1:
            self._ask(total.start, lambda: pairing_complaints.total_or_minutes(self.scan.text, total, codes))

    def _ask_about_speech(self, entries: Sequence[Entry]) -> None:
        """Ask about a bare "speech therapy" behind codes with minutes."""
        last = max(entries, key=lambda entry: entry.code.start, default=None)
        if last is None or last.measures or (last.code.said or "").lower() not in SPEECH_PLAN:
            return
        if any(entry.measures and entry.code.said != last.code.said for entry in entries):
            self._ask(last.code.start, lambda: pairing_complaints.speech_therapy(self.scan.text, last))

    # notes

    def _note_repeats(self, minutes: dict[str, int]) -> None:
        """Tell codes given more than once, behind everything that was read word by word."""
        end = len(self.scan.text)
        for code, parts in self._minutes.items():
            if len(parts) > 1:
                self._note(end, "sessions_summed", code=code, parts=tuple(parts), minutes=minutes[code])
        for code in self._untimed:
            if self._mentions[code] > 1 and code not in self._typed_units:
                self._note(end, "given_twice", code=code)

    def _note_each(self, pairing: Pairing) -> None:
        for entries, amount in pairing.each:
            codes = tuple(entry.code.code for entry in entries)
            self._note(amount.start, "each", codes=codes, minutes=sum(amount.parts))

    def _note_amount(self, code: str | None, amount: AmountItem) -> None:
        if not amount.how:
            return
        data: dict[str, object] = {"said": amount.said, "minutes": amount.parts[0]}
        if amount.how in ("x_minutes", "hyphen_minutes"):
            data["code"] = code
        self._note(amount.start, amount.how, **data)

    def _note_clock(self, code: str | None, clock: ClockItem) -> None:
        self._note(
            clock.start,
            "clock",
            code=code,
            start=clock_text(clock.begins),
            end=clock_text(clock.ends),
            minutes=clock.minutes,
        )

    def _note(self, at: int, kind: str, **data: object) -> None:
        self.scan.note(at, kind, **data)

    def _trouble(self, at: int, tell: Callable[[], ParseProblem]) -> None:
        self.scan.trouble(Rank.MINUTES, at, tell)

    def _ask(self, at: int, tell: Callable[[], ParseProblem]) -> None:
        self.scan.trouble(Rank.AMBIGUOUS, at, tell)

    # minutes without a code

    def unspecified(self, pairing: Pairing) -> int | None:
        """One total with no code at all; `None` when there is no number.

        Args:
            pairing: A reading without codes.
        """
        numbers = pairing.homeless
        for number in numbers:
            if isinstance(number, CountItem):
                self._ask(number.start, partial(pairing_complaints.units_without_code, number))
        amounts = [number for number in numbers if isinstance(number, AmountItem)]
        ranges = [number for number in numbers if isinstance(number, ClockItem)]
        if not amounts and not ranges:
            return None
        if any(number.provider for number in numbers):
            self._ask(
                numbers[0].start, lambda: pairing_complaints.numbers_without_codes(self.scan.text, numbers)
            )
            return None
        if len(amounts) > 1 or (amounts and ranges):
            self._ask(
                numbers[0].start, lambda: pairing_complaints.numbers_without_codes(self.scan.text, numbers)
            )
            return None
        for clock in ranges:
            self._note_clock(None, clock)
        minutes = self._added(None, amounts) if amounts else sum(clock.minutes for clock in ranges)
        if minutes == 0:
            self._trouble(numbers[0].start, lambda: pairing_complaints.no_minutes(None))
        elif minutes > MINUTES_PER_DAY:
            self._trouble(numbers[0].start, lambda: complaints.too_many_minutes(str(minutes)))
        return minutes
