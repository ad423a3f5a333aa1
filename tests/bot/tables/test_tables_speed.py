"""A tenth of a full table in a tenth of the time: the bounds of an import, with room for a slow machine."""

from __future__ import annotations

import sys

import pytest

from tests.bot.tables.measure import FULL_SIZE, Figures, measure_import

ROWS = FULL_SIZE // 10


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    if sys.platform == "win32":
        pytest.skip("this system does not tell the memory of a process in this way")
    return measure_import(tmp_path_factory.mktemp("speed"), rows=ROWS)


@pytest.mark.slow
def test_every_row_is_read_and_some_are_kept(figures: Figures) -> None:
    assert figures.rows_read == ROWS
    assert 0 < figures.rows_kept < ROWS / 5


@pytest.mark.slow
def test_a_full_table_loads_in_under_thirty_seconds_and_400_mib(figures: Figures) -> None:
    assert figures.seconds * 10 < 30
    # Rows are written as they are read, so memory does not grow with them.
    assert figures.mebibytes < 200


@pytest.mark.slow
def test_the_file_of_therapy_pairs_stays_small_and_a_pair_is_found_at_once(figures: Figures) -> None:
    assert figures.file_megabytes * 10 < 40
    assert figures.look_up_microseconds < 200
