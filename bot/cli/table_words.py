"""How `unitwise ncci`, `mue` and `tables` say what they did: lines for people, JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bot.tables.changes import ChangeKind, LiveEdit, PairChange, QuarterOfEdits
from bot.tables.imported import Imported
from bot.tables.overview import TableStatus, release_json
from bot.tables.releases import LoadedFile, Release

REJECTED_SHOWN = 10


def import_json(imported: Imported) -> dict[str, Any]:
    """What an import did, as JSON types."""
    return release_json(imported.release) | {
        "kind": imported.release.kind.value,
        "setting": imported.release.setting.value,
        "read_now": [file.name for file in imported.files],
        "rejected": [row._asdict() for row in imported.rejected],
        "warnings": list(imported.warnings),
    }


def import_lines(imported: Imported) -> Iterator[str]:
    """What an import did, in lines."""
    release = imported.release
    yield f"Loaded: {release.kind.words}, {release.setting}, {release.quarter}."
    yield from _count_lines(release)
    for row in imported.rejected[:REJECTED_SHOWN]:
        yield f"  rejected: {row.file}, line {row.line}: {row.reason}"
    more = sum(file.rows_rejected for file in imported.files) - REJECTED_SHOWN
    if more > 0:
        yield f"  and {_rows(more)} more rejected"
    for warning in imported.warnings:
        yield f"! {warning}"


def _count_lines(release: Release) -> Iterator[str]:
    kept = "all of them" if release.keeps_all else f"{release.rows_kept:,} with a therapy code"
    yield f"  {_rows(release.rows_read)} read, kept {kept}; {release.rows_rejected:,} rejected"
    for file in release.files:
        yield f"  {_part(file)}{file.name}: {_rows(file.rows_read)}, SHA-256 {file.sha256}"


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"


def _part(file: LoadedFile) -> str:
    return f"part {file.part}: " if file.has_number else ""


def status_lines(status: TableStatus, today: date, timezone: ZoneInfo) -> Iterator[str]:
    """One table in use, in lines."""
    yield f"{status.kind.words}, {status.setting}: {status.name}, {status.quarter or 'holds no value'}"
    if status.release is not None:
        at = status.release.loaded_at.astimezone(timezone).date()
        age = (today - at).days
        yield f"  loaded on {at}, {age} day{'' if age == 1 else 's'} ago"
        yield from _count_lines(status.release)
    for warning in status.warnings:
        yield f"  ! {warning}"


def diff_lines(old: QuarterOfEdits, new: QuarterOfEdits, changes: Sequence[PairChange]) -> Iterator[str]:
    """A comparison, in lines."""
    yield f"PTP edits, {new.setting}, {old.quarter} to {new.quarter}: {_counts(changes)}"
    for side in (old, new):
        if side.missing_parts:
            parts = ", ".join(f"f{part}" for part in side.missing_parts)
            yield f"! {side.name} lacks {parts}, as far as names tell: some changes may be missing or false."
    for kind, title in _TITLES.items():
        of_kind = [change for change in changes if change.kind is kind]
        if of_kind:
            yield title
        for change in of_kind:
            yield f"  {_change_words(change)}"


_TITLES = {ChangeKind.ADDED: "New", ChangeKind.ENDED: "Ended", ChangeKind.CHANGED: "Changed"}


def _counts(changes: Sequence[PairChange]) -> str:
    if not changes:
        return "no change for therapy codes."
    of = {kind: sum(change.kind is kind for change in changes) for kind in ChangeKind}
    return f"{of[ChangeKind.ADDED]} new, {of[ChangeKind.ENDED]} ended, {of[ChangeKind.CHANGED]} changed."


def _change_words(change: PairChange) -> str:
    back = "; reaches back to visits of earlier quarters" if change.reaches_back else ""
    if change.before is not None and change.after is not None:
        return f"{_edit_words(change.before)} is now {_edit_words(change.after)}{back}"
    if change.after is not None:
        return f"{_edit_words(change.after)}, from {change.after.effective or 'an unknown day'}{back}"
    if change.before is None:
        return ""
    if change.is_withdrawn:
        return f"{_edit_words(change.before)}, withdrawn as if it had never been{back}"
    last = f"last day {change.last_day}" if change.last_day else "its row is gone"
    return f"{_edit_words(change.before)}, {last}{back}"


def _edit_words(edit: LiveEdit) -> str:
    return f"{edit.column_one_code} / {edit.column_two_code} indicator {edit.modifier_indicator}"


def diff_json(old: QuarterOfEdits, new: QuarterOfEdits, changes: Sequence[PairChange]) -> dict[str, Any]:
    """A comparison, as JSON types."""
    return {
        "setting": new.setting.value,
        "old": {"name": old.name, "quarter": str(old.quarter), "missing_parts": list(old.missing_parts)},
        "new": {"name": new.name, "quarter": str(new.quarter), "missing_parts": list(new.missing_parts)},
        "changes": [change.to_json_dict() for change in changes],
    }
