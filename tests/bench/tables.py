"""Loading a PTP table of full size, beside merely unpacking and splitting its lines in the same run."""

from __future__ import annotations

import subprocess
import tempfile
import time
import zipfile
from pathlib import Path

from tests.bench.figures import AtMost, CannotMeasure, Figure, Unit
from tests.bot.tables.measure import measure_import

SECTION = "Official tables, 2.6 million rows"
IMPORT_SECONDS, IMPORT_MEBIBYTES = 30, 400
FILE_MEGABYTES, LOOK_UP_SECONDS = 40, 200e-6


def measure_tables() -> list[Figure]:
    """Load a synthetic practitioner table in a process of its own.

    Raises:
        CannotMeasure: The import failed.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            found = measure_import(folder)
        except subprocess.CalledProcessError as fault:
            raise CannotMeasure("the import failed") from fault
        bare = _split_only(folder / "downloads")
    return [
        Figure(SECTION, "import, therapy codes", found.seconds, aim=AtMost(IMPORT_SECONDS)),
        Figure(
            SECTION,
            "against splitting the same lines",
            found.seconds / bare,
            Unit.RATIO,
            details={"bare_seconds": bare, "rows": found.rows_read, "kept": found.rows_kept},
        ),
        Figure(SECTION, "memory", found.mebibytes, Unit.MEBIBYTES, AtMost(IMPORT_MEBIBYTES)),
        Figure(
            SECTION,
            "file of tables",
            found.file_megabytes * 1e6 / 2**20,
            Unit.MEBIBYTES,
            AtMost(FILE_MEGABYTES * 1e6 / 2**20),
        ),
        Figure(SECTION, "look-up of a pair", found.look_up_microseconds / 1e6, aim=AtMost(LOOK_UP_SECONDS)),
    ]


def _split_only(downloads: Path) -> float:
    """Seconds for the least that any import has to do: unpack every line and split it."""
    began = time.perf_counter()
    columns = 0
    for path in sorted(downloads.iterdir()):
        with zipfile.ZipFile(path) as archive, archive.open(archive.namelist()[0]) as text:
            for line in text:
                columns += len(line.decode("latin-1").split("\t"))
    if not columns:
        raise CannotMeasure("there was nothing to split")
    return time.perf_counter() - began
