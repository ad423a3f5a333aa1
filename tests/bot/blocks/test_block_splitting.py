"""Long texts are cut to fit, and lose nothing but the place of the cut."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.blocks import check_message, section, split_text

texts = st.text(alphabet=st.sampled_from("ab×👍\n\n  \t"), max_size=120)
sizes = st.integers(min_value=1, max_value=40)
words = st.text(alphabet="ab×", min_size=1, max_size=60)


@given(text=texts, limit=sizes)
@example(text="", limit=1)
@example(text="\n\n\n", limit=1)
@example(text="aaaa", limit=3)
@example(text="aaa\n", limit=3)
@example(text="\naaaa", limit=3)
def test_every_piece_fits_and_shows_something(text: str, limit: int) -> None:
    assert all(0 < len(piece) <= limit and piece.strip() for piece in split_text(text, limit))


@given(text=texts, limit=sizes)
def test_only_white_space_is_ever_lost(text: str, limit: int) -> None:
    at = 0
    for piece in split_text(text, limit):
        found = text.index(piece, at)
        assert not text[at:found].strip()
        at = found + len(piece)
    assert not text[at:].strip()


@given(parts=st.lists(words, min_size=1, max_size=12), data=st.data(), limit=sizes)
def test_a_cut_takes_one_separator_or_nothing(parts: list[str], data: st.DataObject, limit: int) -> None:
    text = parts[0]
    for word in parts[1:]:
        text += data.draw(st.sampled_from("\n ")) + word
    at = 0
    for piece in split_text(text, limit):
        if not text.startswith(piece, at):
            assert text[at] in "\n "
            at += 1
        assert text.startswith(piece, at)
        at += len(piece)
    assert at == len(text)


@given(lines=st.lists(st.text(alphabet="ab ", max_size=20), max_size=20), limit=st.integers(20, 60))
def test_no_line_is_cut_that_fits(lines: list[str], limit: int) -> None:
    pieces = split_text("\n".join(lines), limit)
    kept = [line for piece in pieces for line in piece.split("\n")]
    assert [line for line in kept if line.strip()] == [line for line in lines if line.strip()]


@given(
    parts=st.lists(st.text(alphabet="ab", min_size=1, max_size=10), max_size=20), limit=st.integers(10, 30)
)
def test_no_word_is_cut_that_fits(parts: list[str], limit: int) -> None:
    pieces = split_text(" ".join(parts), limit)
    assert [word for piece in pieces for word in piece.split()] == parts


@given(text=texts)
def test_a_text_that_fits_stays_as_it_is(text: str) -> None:
    assert split_text(text, 120) == ([text] if text.strip() else [])


def test_a_line_end_is_cut_before_a_space() -> None:
    assert split_text("one two\nthree four", 12) == ["one two", "three four"]


def test_a_long_line_is_cut_between_words() -> None:
    assert split_text("one two three", 8) == ["one two", "three"]


def test_a_long_word_is_cut_anywhere() -> None:
    assert split_text("abcdefgh", 3) == ["abc", "def", "gh"]


def test_indents_stay_where_no_cut_falls() -> None:
    assert split_text("one\n  two\n  three", 9) == ["one\n  two", "  three"]


def test_pieces_of_a_long_answer_make_sections_that_slack_takes() -> None:
    text = "\n".join(f"97112 on day {day}: 25 minutes make 2 units" for day in range(200))
    pieces = split_text(text)
    assert len(pieces) == 3
    assert "\n".join(pieces) == text
    check_message(text, [section(piece) for piece in pieces])


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_below_one_is_refused(limit: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        split_text("text", limit)
