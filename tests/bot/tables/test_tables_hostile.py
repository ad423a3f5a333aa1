"""Files of any content: loaded, or refused in words; never anything else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.tables.faults import TableFileFault
from tests.bot.tables.loading import PRACTITIONER, ROWS, content_of, load, load_mue
from tests.bot.tables.synthetic import MUE_NAME, mue_text, ptp_name, ptp_text, write_zip

EDITS = ptp_text(ROWS)
VALUES = mue_text([("T0001", "6", "3 Date", "r"), ("T0002", "0", "2 Date", '"a, b"')])


def packed() -> bytes:
    with TemporaryDirectory() as folder:
        return write_zip(Path(folder) / "a.zip", {f"{ptp_name()}.txt": EDITS}).read_bytes()


def attempt(content: bytes, name: str, run: Callable[[Path, str], object]) -> None:
    with TemporaryDirectory() as folder:
        path, database = Path(folder) / name, str(Path(folder) / "log.db")
        path.write_bytes(content)
        said = None
        try:
            run(path, database)
        except TableFileFault as refusal:
            said = refusal.message
        assert said is None or said.endswith((".", ")"))
        assert (content_of(database) is None) == (said is not None)


def load_edits(path: Path, database: str) -> object:
    return load(path, database, setting=PRACTITIONER, quarter="2026Q4")


def load_values(path: Path, database: str) -> object:
    return load_mue(path, database, setting=PRACTITIONER, quarter="2026Q4")


@st.composite
def damaged(draw: st.DrawFn, content: bytes) -> bytes:
    """The content with a few bytes changed, taken out or put in."""
    data = bytearray(content)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        end = min(len(data), at + draw(st.integers(0, 20)))
        data[at:end] = draw(st.binary(max_size=20))
    return bytes(data)


@pytest.mark.parametrize("run", [load_edits, load_values])
@settings(max_examples=60, deadline=None)
@given(content=st.one_of(st.binary(max_size=400), st.text(max_size=200).map(str.encode)))
def test_any_bytes_are_refused_in_words(run: Callable[[Path, str], object], content: bytes) -> None:
    attempt(content, "table.txt", run)


@settings(max_examples=100, deadline=None)
@given(content=damaged(EDITS))
def test_damaged_edits_are_loaded_or_refused(content: bytes) -> None:
    attempt(content, f"{ptp_name()}.txt", load_edits)


@settings(max_examples=100, deadline=None)
@given(content=damaged(packed()))
def test_a_damaged_zip_file_is_loaded_or_refused(content: bytes) -> None:
    attempt(content, f"{ptp_name()}.zip", load_edits)


@settings(max_examples=100, deadline=None)
@given(content=damaged(VALUES))
def test_damaged_values_are_loaded_or_refused(content: bytes) -> None:
    attempt(content, f"{MUE_NAME}.csv", load_values)
