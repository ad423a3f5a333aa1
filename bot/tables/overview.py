"""What is loaded, from where, and whether something newer should be out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.tables.current import Tables
from bot.tables.names import TableKind
from bot.tables.releases import Release
from rules.ptp_chart import ptp_chart
from rules.published import Quarter, Setting

POSTED_BEFORE = timedelta(days=30)
"""How long before its first day CMS posts a quarter, about."""


@dataclass(frozen=True, slots=True)
class TableStatus:
    """One table in use.

    Attributes:
        kind: PTP edits or MUE values.
        setting: The claims it is for.
        name: What answers call it.
        quarter: Its quarter; `None` for a table that holds nothing.
        release: What was loaded; `None` for one that ships with the rules.
        warnings: What the person should know, in sentences.
    """

    kind: TableKind
    setting: Setting
    name: str
    quarter: str | None
    release: Release | None
    warnings: tuple[str, ...]

    def to_json_dict(self) -> dict[str, Any]:
        """Everything, as JSON types."""
        return {
            "kind": self.kind.value,
            "setting": self.setting.value,
            "table": self.name,
            "quarter": self.quarter,
            "loaded": release_json(self.release) if self.release else None,
            "warnings": list(self.warnings),
        }


def overview(tables: Tables, *, today: date) -> tuple[TableStatus, ...]:
    """Every table in use, loaded or not.

    Args:
        tables: The tables in use.
        today: For what should be out by now.
    """
    releases = tables.releases()
    found = []
    for kind in TableKind:
        for setting in Setting:
            table = tables.ptp(setting) if kind is TableKind.PTP else tables.mue(setting)
            release = releases.get((kind, setting))
            warnings = list(_warnings(kind, setting, table.quarter, release, today))
            found.append(TableStatus(kind, setting, table.name, table.quarter, release, tuple(warnings)))
    return tuple(found)


def _warnings(
    kind: TableKind, setting: Setting, quarter: str | None, release: Release | None, today: date
) -> list[str]:
    command = f"unitwise {'ncci' if kind is TableKind.PTP else 'mue'} import FILE… --setting {setting}"
    if quarter is None:
        return [f"No values are known for this setting. Load the file of your quarter: {command}"]
    warnings = []
    if release is None and kind is TableKind.PTP and not ptp_chart(setting).complete_for:
        warnings.append(f"It holds only the pairs that were read. Load the file of your quarter: {command}")
    if release is not None and release.missing_parts:
        missing = ", ".join(f"f{part}" for part in release.missing_parts)
        warnings.append(f"Parts {missing} are not loaded, as far as the names tell. Load them too: {command}")
    if newer := newer_quarter(Quarter.parse(quarter), today):
        since = "is in force since" if newer.first_day <= today else "should be out, and begins on"
        warnings.append(f"{newer} {since} {newer.first_day}. Load it: {command}")
    return warnings


def newer_quarter(quarter: Quarter, today: date) -> Quarter | None:
    """A later quarter that is in force, or that CMS has most likely posted; `None` where there is none."""
    newest = Quarter.of(today)
    if newest.next.first_day - POSTED_BEFORE <= today and quarter >= newest:
        newest = newest.next
    return newest if newest > quarter else None


def release_json(release: Release) -> dict[str, Any]:
    """A loaded table as JSON types."""
    return {
        "quarter": str(release.quarter),
        "loaded_at": release.loaded_at.isoformat(timespec="seconds"),
        "keeps": "all" if release.keeps_all else "therapy",
        "rows_read": release.rows_read,
        "rows_kept": release.rows_kept,
        "rows_rejected": release.rows_rejected,
        "missing_parts": list(release.missing_parts),
        "files": [
            {
                "part": file.part,
                "name": file.name,
                "sha256": file.sha256,
                "rows_read": file.rows_read,
                "rows_kept": file.rows_kept,
                "rows_rejected": file.rows_rejected,
            }
            for file in release.files
        ],
    }
