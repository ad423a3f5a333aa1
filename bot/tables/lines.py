"""Lines of a document, many at a time and never more in memory than a few megabytes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from bot.tables import workbook
from bot.tables.documents import Document, refuse_by_beginning
from bot.tables.faults import TableFileFault
from bot.tables.names import TableKind

CHUNK = 1024**2
LONGEST_LINE = 64 * 1024

Progress = Callable[[int], None]
"""Told how many more bytes have been read."""


def no_progress(_read: int) -> None:
    """For whoever does not want to know."""


class Lines:
    """The lines of one document in bundles, without their line feeds.

    Args:
        document: What to read.
        kind: Which kind of table is wanted, for the words of a refusal.
        progress: Told how far it is.

    Attributes:
        ends_open: The last line has no line feed, so it may have been cut off; known at the end.
    """

    def __init__(self, document: Document, kind: TableKind, progress: Progress) -> None:
        self._document = document
        self._kind = kind
        self._progress = progress
        self.ends_open = False

    def __iter__(self) -> Iterator[list[bytes]]:
        """Bundles of lines.

        Raises:
            TableFileFault: It is damaged, or plainly no table.
        """
        if not self._document.is_workbook:
            with self._document.open() as stream:
                yield from self._split(stream, count=self._progress)
            return
        with self._document.on_disk() as path:
            # How far a workbook is cannot be told, so it counts as a whole.
            yield from self._from_program(path)
        self._progress(self._document.size)

    def _split(self, stream: IO[bytes], *, count: Progress) -> Iterator[list[bytes]]:
        rest = b""
        at_start = True
        while chunk := stream.read(CHUNK):
            if at_start:
                refuse_by_beginning(chunk[:4096], self._document.label, self._kind)
                chunk = chunk.removeprefix(b"\xef\xbb\xbf")
                at_start = False
            count(len(chunk))
            lines = (rest + chunk).split(b"\n")
            rest = lines.pop()
            if len(rest) > LONGEST_LINE:
                raise TableFileFault(
                    f"{self._document.label} is not a table of lines: one runs on for more than "
                    f"{LONGEST_LINE // 1024} KB. Download it again."
                )
            yield lines
        if rest:
            self.ends_open = True
            yield [rest]

    def _from_program(self, path: Path) -> Iterator[list[bytes]]:
        # Run by its path: the child must not depend on what this process has on its search path.
        command = [sys.executable, "-P", str(workbook.__file__), str(path)]
        with subprocess.Popen(  # noqa: S603 - our own program
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
        ) as program:
            try:
                if program.stdout is not None:
                    yield from self._split(program.stdout, count=no_progress)
                program.wait()
            finally:
                # Still running only where the reading stopped half-way.
                program.kill()
        if program.returncode:
            raise TableFileFault(
                f"{self._document.label} cannot be read as a workbook: it is damaged, or far larger than "
                "any of CMS's tables. Download it again, or give the txt or csv file that comes with it."
            )
