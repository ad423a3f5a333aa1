"""`docs/codes.md`: the code table as people read it."""

from __future__ import annotations

from rules import CodeEntry, CountedBy, MedicareStatus, code_table
from scripts.doc_pages import markdown

COUNTED_BY_WORDS = {
    CountedBy.QUARTER_HOUR: "timed, by 15 minutes",
    CountedBy.SERVICE: "once a day",
    CountedBy.FIRST: "first minutes of a service",
    CountedBy.ADDITIONAL: "further minutes of a service",
    CountedBy.HOUR: "by the hour",
    CountedBy.MONTH: "minutes of the month",
    CountedBy.BAND: "picked by minutes added over days",
    CountedBy.AREA: "by area: units are typed in",
    CountedBy.PERIOD: "once in a period",
    CountedBy.UNLISTED: "unlisted: units are typed in",
    CountedBy.NEVER: "not counted here",
}
_MEDICARE_WORDS = {
    MedicareStatus.ALWAYS: "always therapy",
    MedicareStatus.SOMETIMES: "sometimes therapy",
    MedicareStatus.BUNDLED: "bundled, never paid alone",
    MedicareStatus.NOT_VALID: "not taken",
    MedicareStatus.NOT_COVERED: "not covered",
    MedicareStatus.NOT_ON_LIST: "not on the list",
    MedicareStatus.NOT_THERAPY: "not therapy",
    MedicareStatus.UNSURE: "unsure",
    MedicareStatus.ENDED: "code has ended",
}
_HEADS = (
    "Code",
    "Our label",
    "Counted by",
    "Length",
    "Disciplines",
    "Dates of service",
    "Instead",
    "Medicare",
    "How well known",
)


def page() -> str:
    """The whole page."""
    codes = list(code_table())
    return markdown.page(
        "Codes",
        f"{len(codes)} codes are known. The labels are short ones of our own; CPT descriptors belong to the "
        "AMA and are not here. No dates of service given means that no first or last day is known. "
        f"The table is {markdown.NOT_CONFIRMED}.",
        markdown.confidence_legend(),
        markdown.table(_HEADS, map(_row, codes)),
    )


def _row(entry: CodeEntry) -> tuple[str, ...]:
    note = f" ({entry.note})" if entry.note else ""
    supervised = ", supervised" if entry.is_supervised else ""
    return (
        entry.code,
        entry.label,
        COUNTED_BY_WORDS[entry.counted_by] + supervised,
        _length(entry),
        " ".join(discipline.value.upper() for discipline in entry.disciplines),
        _days(entry),
        _instead(entry),
        _MEDICARE_WORDS[entry.medicare_status],
        entry.confidence.value + note,
    )


def _length(entry: CodeEntry) -> str:
    parts = []
    if entry.band:
        least, most = entry.band
        parts.append(f"{least} min or more" if most is None else f"{least} to {most} min")
    elif entry.minutes_per_unit:
        unit = "days" if entry.counted_by is CountedBy.PERIOD else "min"
        parts.append(f"{entry.minutes_per_unit} {unit}")
    if entry.base_code:
        parts.append(f"after {entry.base_code}")
    return ", ".join(parts)


def _days(entry: CodeEntry) -> str:
    parts = [markdown.days(entry.valid_from, entry.valid_through)]
    if entry.end_announced:
        parts.append(f"announced to end on {entry.end_announced}, not confirmed")
    return "; ".join(part for part in parts if part)


def _instead(entry: CodeEntry) -> str:
    parts = []
    if entry.replaced_by:
        parts.append(f"after its end: {', '.join(entry.replaced_by)}")
    elif entry.valid_through:
        parts.append("nothing took its place")
    if entry.medicare_replacement:
        parts.append(f"for Medicare: {entry.medicare_replacement}")
    return "; ".join(parts)
