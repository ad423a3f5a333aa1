"""The words people use, as one table that is searched word by word, the longest phrase first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cache
from importlib.resources import files
from itertools import product

import yaml
from pydantic import BaseModel, ConfigDict

from bot.parsing.tokens import Token, TokenKind
from rules import payers

ONLY_AS_OPTION = frozenset({"ma"})
"""Payer names too short to be taken for a payer anywhere in a sentence."""


class Role(Enum):
    """What a word or phrase does in a command."""

    HOUSE_WORD = auto()
    AMBIGUOUS_WORD = auto()
    PAYER_DEPENDENT_WORD = auto()
    JOINER = auto()
    SEPARATOR = auto()
    BINDER = auto()
    EACH = auto()
    TOTAL = auto()
    TIMES = auto()
    AMOUNT = auto()
    PAYER = auto()
    RULE = auto()
    DISCIPLINE = auto()
    STAFF = auto()
    MODIFIER = auto()
    OPTION = auto()
    FILLER = auto()


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase stands for.

    Attributes:
        role: What it does.
        value: Code, payer id, minutes … as the role needs it.
        choices: Phrase and code of each choice, for a phrase with several codes.
    """

    role: Role
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Node:
    then: dict[str, _Node] = field(default_factory=dict)
    meaning: Meaning | None = None


class Phrases:
    """Phrases by their words; the longest one that fits is found in one pass."""

    def __init__(self) -> None:
        self._first: dict[str, _Node] = {}

    def __contains__(self, word: object) -> bool:
        """Whether some phrase begins with the word."""
        return word in self._first

    def add(self, phrase: str, meaning: Meaning, *, replace: bool = False) -> None:
        """Add every form of a phrase; a form that is there already stays unless `replace`."""
        for words in _forms(phrase):
            nodes = self._first
            node = _Node()
            for word in words:
                node = nodes.setdefault(word, _Node())
                nodes = node.then
            if replace or node.meaning is None:
                node.meaning = meaning

    def longest(self, tokens: Sequence[Token], at: int) -> tuple[Meaning, int] | None:
        """The longest phrase that begins at a token, and the index after it."""
        node = self._first.get(tokens[at].text)
        if node is None:
            return None
        found = (node.meaning, at + 1) if node.meaning is not None else None
        index = at + 1
        while node.then and index < len(tokens):
            if _is_inner_dash(tokens, index):
                index += 1
            node = node.then.get(tokens[index].text)
            if node is None:
                break
            index += 1
            if node.meaning is not None:
                found = (node.meaning, index)
        return found

    def words(self) -> Iterator[str]:
        """Every single word of every phrase, repeated ones too."""
        waiting = [self._first]
        while waiting:
            for word, node in waiting.pop().items():
                yield word
                waiting.append(node.then)


def _is_inner_dash(tokens: Sequence[Token], index: int) -> bool:
    """Whether a dash holds two words together, as in re-ed."""
    return (
        tokens[index].text == "-"
        and index + 1 < len(tokens)
        and tokens[index - 1].end == tokens[index].start
        and tokens[index].end == tokens[index + 1].start
        and tokens[index + 1].kind is not TokenKind.SYMBOL
    )


def _forms(phrase: str) -> Iterator[tuple[str, ...]]:
    """Every form of a phrase: `a|b` offers either word, `(word)` may be left out."""
    parts: list[tuple[str, ...]] = []
    for part in phrase.split(" "):
        if len(part) == 1:
            parts.append((part,))
            continue
        offered = part.replace("-", " ").replace(".", " . ").strip("()").split("|")
        parts.append((*offered, "") if part.startswith("(") else tuple(offered))
    for words in product(*parts):
        yield tuple(word for part in words for word in part.split())


class _HouseWord(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    code: str
    say: list[str]


class _AmbiguousWord(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    choices: dict[str, str]
    say: list[str]


class _PayerDependentWord(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    medicare: str
    other: str
    say: list[str]


class _WordsFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    everyday_codes: list[str]
    house_words: list[_HouseWord]
    ambiguous_words: list[_AmbiguousWord]
    payer_dependent_words: list[_PayerDependentWord]
    joiners: list[str]
    separators: list[str]
    binders: list[str]
    each: list[str]
    total: list[str]
    minute_units: list[str]
    binding_signs: list[str]
    hour_units: list[str]
    unit_words: list[str]
    times_sign: list[str]
    until: list[str]
    before_noon: list[str]
    after_noon: list[str]
    amounts: dict[int, list[str]]
    disciplines: dict[str, list[str]]
    rules: dict[str, list[str]]
    bare_rules: dict[str, list[str]]
    options: dict[str, list[str]]
    settings: dict[str, list[str]]
    medicare_advantage_of: list[str]
    staff: list[str]
    staff_only_as_option: list[str]
    modifiers: list[str]
    patient_articles: list[str]
    filler: list[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything that is understood beside digits.

    Attributes:
        phrases: What may stand anywhere.
        payers: What may stand behind `payer:`.
        rules: What may stand behind `rule:`.
        settings: What may stand behind `setting:`.
        until: What stands between the two clock times of a range.
        glued: Words that may be written without a space beside a number.
        everyday_codes: Codes offered first when a typed one is near several.
    """

    phrases: Phrases
    payers: Phrases
    rules: Phrases
    settings: Phrases
    until: Phrases
    minute_units: frozenset[str]
    hour_units: frozenset[str]
    unit_words: frozenset[str]
    times_signs: frozenset[str]
    before_noon: frozenset[str]
    after_noon: frozenset[str]
    modifiers: frozenset[str]
    staff_only_as_option: frozenset[str]
    patient_articles: frozenset[str]
    glued: frozenset[str]
    everyday_codes: tuple[str, ...]
    option_names: Mapping[str, str]
    nameable: tuple[str, ...]
    house_word_codes: frozenset[str]
    binding_signs: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The shipped words, read on first use."""
    text = files("bot.parsing").joinpath("words.yaml").read_text(encoding="utf-8")
    content = _WordsFile.model_validate(yaml.safe_load(text))
    phrases, house_codes = _house_phrases(content)
    houses = {word for word in phrases.words() if len(word) > 1}
    payer_names = _payer_phrases(content)
    nameable = (*dict.fromkeys(phrases.words()), *content.options["payer"], *content.minute_units)
    _add_small_words(phrases, content)
    for words, payer in payer_names:
        if words not in ONLY_AS_OPTION:
            phrases.add(words, Meaning(Role.PAYER, payer))
    for rule, says in content.bare_rules.items():
        _add_all(phrases, says, Meaning(Role.RULE, rule), replace=True)
    for discipline, says in content.disciplines.items():
        _add_all(phrases, says, Meaning(Role.DISCIPLINE, discipline))
    _add_all(phrases, (m for m in content.modifiers if m.isalpha()), Meaning(Role.MODIFIER))
    _add_all(phrases, content.filler, Meaning(Role.FILLER))
    return Lexicon(
        phrases=phrases,
        payers=_phrases((words, Meaning(Role.PAYER, payer)) for words, payer in payer_names),
        rules=_phrases((w, Meaning(Role.RULE, rule)) for rule, says in content.rules.items() for w in says),
        settings=_phrases((w, Meaning(Role.OPTION, name)) for name, s in content.settings.items() for w in s),
        until=_phrases((words, Meaning(Role.SEPARATOR)) for words in content.until),
        minute_units=frozenset(content.minute_units),
        hour_units=frozenset(content.hour_units),
        unit_words=frozenset(content.unit_words),
        times_signs=frozenset(content.times_sign),
        before_noon=frozenset(content.before_noon),
        after_noon=frozenset(content.after_noon),
        modifiers=frozenset(content.modifiers),
        staff_only_as_option=frozenset(content.staff_only_as_option),
        patient_articles=frozenset(content.patient_articles),
        glued=frozenset(
            {*houses, *content.minute_units, *content.hour_units, *content.unit_words, *content.times_sign}
            | {*content.before_noon, *content.after_noon, *content.modifiers}
        ),
        everyday_codes=tuple(content.everyday_codes),
        option_names={name: option for option, names in content.options.items() for name in names},
        nameable=nameable,
        house_word_codes=frozenset(house_codes),
        binding_signs=frozenset(content.binding_signs),
    )


def _house_phrases(content: _WordsFile) -> tuple[Phrases, set[str]]:
    """The phrases that stand for codes, and the codes they stand for."""
    phrases = Phrases()
    codes: set[str] = set()
    for house in content.house_words:
        _add_all(phrases, house.say, Meaning(Role.HOUSE_WORD, house.code))
        codes.add(house.code)
    for pair in content.payer_dependent_words:
        choices = (("medicare", pair.medicare), ("other", pair.other))
        _add_all(phrases, pair.say, Meaning(Role.PAYER_DEPENDENT_WORD, choices=choices))
        codes |= {pair.medicare, pair.other}
    for word in content.ambiguous_words:
        _add_all(phrases, word.say, Meaning(Role.AMBIGUOUS_WORD, choices=tuple(word.choices.items())))
        codes |= set(word.choices.values())
    return phrases, codes


def _add_small_words(phrases: Phrases, content: _WordsFile) -> None:
    for minutes, phrase_forms in content.amounts.items():
        _add_all(phrases, phrase_forms, Meaning(Role.AMOUNT, str(minutes)))
    small_words: tuple[tuple[Role, Iterable[str]], ...] = (
        (Role.JOINER, content.joiners),
        (Role.SEPARATOR, content.separators),
        (Role.BINDER, (*content.binders, *content.binding_signs)),
        (Role.EACH, content.each),
        (Role.TOTAL, content.total),
        (Role.TIMES, content.times_sign),
        (Role.STAFF, content.staff),
    )
    for role, says in small_words:
        _add_all(phrases, says, Meaning(role))
    for option, names in content.options.items():
        if option != "on":
            _add_all(phrases, names, Meaning(Role.OPTION, option))
    _add_all(phrases, [n for n in content.options["on"] if n != "on"], Meaning(Role.OPTION, "on"))


def _payer_phrases(content: _WordsFile) -> list[tuple[str, str]]:
    """Every way to write a payer, with its id."""
    names: dict[str, str] = {}
    for payer in payers().values():
        for written in (payer.id, payer.id.replace("_", " "), *payer.aliases, payer.label.lower()):
            names.setdefault(written.replace(",", ""), payer.id)
    for plan in content.medicare_advantage_of:
        for suffix in ("ma", "medicare advantage", "advantage", "medicare"):
            names[f"{plan} {suffix}"] = "medicare_advantage"
    return list(names.items())


def _phrases(entries: Iterable[tuple[str, Meaning]]) -> Phrases:
    phrases = Phrases()
    for words, meaning in entries:
        phrases.add(words, meaning)
    return phrases


def _add_all(phrases: Phrases, says: Iterable[str], meaning: Meaning, *, replace: bool = False) -> None:
    for words in says:
        phrases.add(words, meaning, replace=replace)
