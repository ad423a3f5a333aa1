"""Minutes of each code by who gave them, and questions about those of which nobody is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from bot.parsing import provider_complaints
from bot.parsing.entries import Entry
from bot.parsing.items import AmountItem, ClockItem, Provider, ProviderMark
from bot.parsing.problems import Rank
from bot.parsing.provider_ties import Given
from bot.parsing.scan import Scan
from rules import Visit, code_table, parameters
from rules.assistants import ProviderMinutes

THERAPIST_ONLY = "medicare.assistants.therapist_only"


def provider_minutes(
    scan: Scan,
    given: Given,
    minutes: Mapping[str, Mapping[Provider, int]],
    entries: Sequence[Entry],
    visit: Visit,
) -> tuple[ProviderMinutes, ...]:
    """The minutes of a visit by who gave them.

    Args:
        scan: The message; what nobody is named for becomes a problem of it.
        given: Who was named, and for which codes without a number.
        minutes: Minutes of each code by provider, as far as anybody was named.
        entries: Codes with their numbers.
        visit: The visit with its totals.

    Returns:
        One line for each code of which somebody is named, in typed order.
    """
    names = provider_complaints.names_of([item for item in scan.items if isinstance(item, ProviderMark)])
    told = {code: dict(by_provider) for code, by_provider in minutes.items()}
    for entry in entries:
        bare = [measure for measure in _timed(entry) if measure.provider is None]
        if bare and _is_therapists_own(entry.code.code):
            own = told.setdefault(entry.code.code, {})
            total = sum(sum(one.parts) if isinstance(one, AmountItem) else one.minutes for one in bare)
            own[Provider.THERAPIST] = own.get(Provider.THERAPIST, 0) + total
        elif bare:
            _ask_who_gave(scan, entry, bare, {} if given.has_idle else names)
        idle = given.idle.get(entry.code.start)
        if idle is not None and not idle.names_plan and entry.measures:
            scan.trouble(Rank.AMBIGUOUS, idle.start, partial(provider_complaints.no_number, idle.said))
    headed = {entry.code.code: given.headed.get(entry.code.start) for entry in entries}
    lines: dict[str, ProviderMinutes] = {}
    for entry in entries:
        code = entry.code.code
        by_provider = told.get(code)
        if by_provider is not None:
            lines[code] = ProviderMinutes(code, *(by_provider.get(provider, 0) for provider in Provider))
        elif code not in visit.untimed_minutes and not code_table().find(code).takes_minutes:
            _settle_untimed(scan, entry, headed[code], names, lines)
    if given.is_worded:
        for code in minutes:
            scan.note(len(scan.text), "providers", **lines[code]._asdict())
    return tuple(lines.values())


def _timed(entry: Entry) -> list[AmountItem | ClockItem]:
    return [measure for measure in entry.measures if isinstance(measure, AmountItem | ClockItem)]


def _ask_who_gave(
    scan: Scan, entry: Entry, bare: Sequence[AmountItem | ClockItem], names: Mapping[Provider, str]
) -> None:
    """Ask who gave the minutes of which nobody is named."""
    taken = {measure.provider for measure in _timed(entry)}
    offered = [
        names[provider]
        for provider in (Provider.THERAPIST, Provider.ASSISTANT)
        if provider in names and provider not in taken and len(bare) == 1
    ]
    number = (bare[0].start, bare[0].end)
    scan.trouble(
        Rank.AMBIGUOUS,
        bare[0].start,
        partial(provider_complaints.who_gave, scan.text, entry.code.code, number, offered),
    )


def _settle_untimed(
    scan: Scan,
    entry: Entry,
    headed: Provider | None,
    names: dict[Provider, str],
    lines: dict[str, ProviderMinutes],
) -> None:
    """A code without minutes: a therapist's own service, one the therapist was named for, or a question."""
    code = entry.code.code
    if headed is Provider.ASSISTANT:
        name = names[Provider.ASSISTANT]
        scan.trouble(
            Rank.AMBIGUOUS, entry.code.start, lambda: provider_complaints.minutes_of_code(code, name)
        )
    elif headed is not None:
        lines[code] = ProviderMinutes(code)
    elif not _is_therapists_own(code):
        scan.trouble(Rank.AMBIGUOUS, entry.code.start, lambda: provider_complaints.who_gave_code(code, names))


def _is_therapists_own(code: str) -> bool:
    """Whether only a therapist gives a service, such as an evaluation."""
    return any(code in value.value for value in parameters()[THERAPIST_ONLY].values)
