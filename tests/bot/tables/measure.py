"""How long a table of full size takes to load, how much memory, and how soon a pair is found.

python -m tests.bot.tables.measure [--rows 2637645] [--all]
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from bot.tables.current import current_tables
from bot.tables.database import tables_path
from rules import code_table
from rules.published import Setting
from tests.bot.tables.synthetic import full_size

FULL_SIZE = 2_637_645
"""Rows of the practitioner table of 2026 Q4."""
LOOK_UPS = 5_000

_LOAD = """
import resource, sys, time
from pathlib import Path
from bot.tables.documents import collect
from bot.tables.names import TableKind
from bot.tables.ptp_import import import_ptp
from rules import code_table

started = time.perf_counter()
imported = import_ptp(
    collect([Path(sys.argv[1])], TableKind.PTP),
    database=sys.argv[2],
    therapy_codes=frozenset(entry.code for entry in code_table()),
    keep_all=sys.argv[3] == "all",
)
seconds = time.perf_counter() - started
status = Path("/proc/self/status")
if status.exists():
    # What getrusage tells would count the process that started this one as well.
    [kibibytes] = [line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM")]
    mebibytes = int(kibibytes) / 1024
else:
    mebibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
print(seconds, mebibytes, imported.release.rows_read, imported.release.rows_kept)
"""


class Figures(NamedTuple):
    """What was measured.

    Attributes:
        seconds: For the whole import.
        mebibytes: Most memory of the importing process.
        rows_read: Rows of the table.
        rows_kept: Rows kept.
        file_megabytes: Size of the file of tables.
        look_up_microseconds: Mean time to find a pair of therapy codes.
    """

    seconds: float
    mebibytes: float
    rows_read: int
    rows_kept: int
    file_megabytes: float
    look_up_microseconds: float


def measure_import(folder: Path, *, rows: int = FULL_SIZE, keep_all: bool = False) -> Figures:
    """Load a synthetic table of the given size in a process of its own.

    Args:
        folder: For the files.
        rows: Rows of the table.
        keep_all: Keep every row.
    """
    codes = sorted(entry.code for entry in code_table())
    downloads = folder / "downloads"
    downloads.mkdir()
    full_size(downloads, rows, codes)
    database = str(folder / "log.db")
    keeps = "all" if keep_all else "therapy"
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run(
        [sys.executable, "-c", _LOAD, str(downloads), database, keeps],
        capture_output=True,
        text=True,
        check=True,
        cwd=root,
    )
    seconds, mebibytes, read, kept = done.stdout.split()
    return Figures(
        seconds=float(seconds),
        mebibytes=float(mebibytes),
        rows_read=int(read),
        rows_kept=int(kept),
        file_megabytes=tables_path(database).stat().st_size / 1e6,
        look_up_microseconds=_look_up_time(database, codes),
    )


def _look_up_time(database: str, codes: list[str]) -> float:
    chance = random.Random(2)
    pairs = [chance.sample(codes, 2) for _ in range(LOOK_UPS)]
    started = time.perf_counter()
    for one, other in pairs:
        current_tables(database).ptp(Setting.PRACTITIONER).rows(one, other)
    return (time.perf_counter() - started) / LOOK_UPS * 1e6


def main() -> None:
    """Print the figures of one import."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=FULL_SIZE)
    parser.add_argument("--all", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name, figure in (
            measure_import(Path(folder), rows=given.rows, keep_all=given.all)._asdict().items()
        ):
            print(f"{name:22} {figure:,.1f}" if isinstance(figure, float) else f"{name:22} {figure:,}")


if __name__ == "__main__":
    main()
