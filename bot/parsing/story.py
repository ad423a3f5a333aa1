"""A plain sentence with the story around its question taken out."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.parsing.phrases import Meaning


@dataclass(slots=True)
class Story:
    """A plain sentence, ready for the readers.

    Attributes:
        text: The sentence with blanks in place of its story; slips are corrected.
        words: Every word of the sentence, in lower case, before anything was taken out.
        told: The sentence before its story was taken out, slips corrected.
        slips: Mistyped words with what they were read as.
        loose_words: Those that are part of no code.
        codes: Every code or name of one: where it begins and ends in the text, and what it stands for.
        payer_spans: Where payers are named in the text.
        word_count: How many words there are.
        passed_over: How many were left out as story.
        is_doubtful: A word that is not understood stands where it could change what a number or a code means.
        has_homeless: A number stands beside words that are not understood, and no code.
        turns: A word such as "not" stands somewhere.
        has_choice: An "or" stands between two codes.
        has_foreign_code: A five-digit number is no code known here.
        has_assistant: An assistant is named.
    """

    text: str
    words: frozenset[str]
    told: str
    slips: list[tuple[str, str]]
    loose_words: set[str] = field(default_factory=set)
    codes: list[tuple[int, int, Meaning]] = field(default_factory=list)
    payer_spans: list[tuple[int, int]] = field(default_factory=list)
    word_count: int = 0
    passed_over: int = 0
    is_doubtful: bool = False
    has_homeless: bool = False
    turns: bool = False
    has_choice: bool = False
    has_foreign_code: bool = False
    has_assistant: bool = False

    def between_codes(self) -> list[str]:
        """What stands between each code and the next, in lower case."""
        ends = [end for _, end, _ in self.codes]
        starts = [start for start, _, _ in self.codes]
        return [self.text[end:start].lower() for end, start in zip(ends, starts[1:], strict=False)]
