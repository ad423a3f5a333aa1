"""The words people use: the file they are kept in, and the table they are looked up in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from bot.own_yaml import own_yaml
from bot.parsing.phrases import Meaning, Phrases, Role
from knowledge.house_words import HouseWords, house_words
from rules import PayerBook, payer_book

BOOKS_KEPT = 4
"""Payer books whose words are kept at a time: the built-in one, the one in use, and the one before."""
ONLY_AS_OPTION = frozenset({"ma"})
"""Payer names too short to be taken for a payer anywhere in a sentence."""


class _WordsFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
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
    providers: dict[str, dict[str, list[str]]]
    assistant_words: list[str]
    together_words: list[str]
    speech_assistants: list[str]
    together_only_as_option: list[str]
    provider_filler: list[str]
    check_words: list[str]
    payer_ranks: dict[str, str]
    modifiers: list[str]
    states: list[str]
    patient_articles: list[str]
    inexact: list[str]
    vague: list[str]
    patient_verbs: list[str]
    filler: list[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything that is understood beside digits.

    Attributes:
        book: The payers that are known.
        phrases: What may stand anywhere.
        payers: What may stand behind `payer:`.
        rules: What may stand behind `rule:`.
        settings: What may stand behind `setting:`.
        until: What stands between the two clock times of a range.
        glued: Words that may be written without a space beside a number.
        minute_units: Words for minutes.
        hour_units: Words for hours.
        unit_words: Words for billing units.
        times_signs: An x, or a star.
        clock_signs: What may stand right behind the first number of a range of clock times.
        begun_by_number: Numbers that begin a phrase, as in "8 minute rule".
        before_noon: Words for the morning behind a clock time.
        after_noon: Words for the afternoon.
        modifiers: Claim modifiers people type, letters and digits.
        assistant_words: Words that name an assistant.
        together_words: Words for minutes side by side.
        together_only_as_option: Words for minutes side by side only with a colon behind them.
        check_words: Words of billing in a question about what was billed.
        payer_ranks: Words for the primary and the secondary payer, with which of them.
        states: Postal codes that may stand behind some payers.
        patient_articles: Words after which "pt" is the patient.
        patient_verbs: Words before which "pt" is the patient.
        everyday_codes: Codes offered first when a typed one is near several.
        option_names: Every name of an option, with the option.
        house_phrases: Phrases that stand for codes, by their words, with their meaning.
        nameable: Single words worth offering in place of a mistyped one.
    """

    book: PayerBook
    phrases: Phrases
    payers: Phrases
    rules: Phrases
    settings: Phrases
    until: Phrases
    minute_units: frozenset[str]
    hour_units: frozenset[str]
    unit_words: frozenset[str]
    times_signs: frozenset[str]
    clock_signs: frozenset[str]
    begun_by_number: frozenset[str]
    before_noon: frozenset[str]
    after_noon: frozenset[str]
    modifiers: frozenset[str]
    assistant_words: frozenset[str]
    together_words: frozenset[str]
    together_only_as_option: frozenset[str]
    check_words: frozenset[str]
    payer_ranks: Mapping[str, str]
    states: frozenset[str]
    patient_articles: frozenset[str]
    patient_verbs: frozenset[str]
    glued: frozenset[str]
    everyday_codes: tuple[str, ...]
    option_names: Mapping[str, str]
    house_phrases: tuple[tuple[tuple[str, ...], Meaning], ...]
    nameable: tuple[str, ...]


@cache
def _words_file() -> _WordsFile:
    """The shipped words, read on first use."""
    text = files("bot.parsing").joinpath("words.yaml").read_text(encoding="utf-8")
    return _WordsFile.model_validate(own_yaml(text))


def lexicon(book: PayerBook | None = None) -> Lexicon:
    """The words that are understood with the payers of a book.

    Args:
        book: The payers that are known; the ones that ship with the rules when not given.
    """
    return _lexicon(book or payer_book())


@lru_cache(maxsize=BOOKS_KEPT)
def _lexicon(book: PayerBook) -> Lexicon:
    content = _words_file()
    house = house_words()
    phrases = _house_phrases(house)
    house_phrases = tuple(phrases.all())
    houses = {word for words, _ in house_phrases for word in words if len(word) > 1}
    payer_names = _payer_phrases(content, book)
    _add_small_words(phrases, content)
    for words, payer in payer_names:
        if words not in ONLY_AS_OPTION:
            phrases.add(words, Meaning(Role.PAYER, payer))
    for rule, says in content.bare_rules.items():
        phrases.add_all(says, Meaning(Role.RULE, rule), replace=True)
    for discipline, says in content.disciplines.items():
        phrases.add_all(says, Meaning(Role.DISCIPLINE, discipline))
    phrases.add_all((m for m in content.modifiers if m.isalpha()), Meaning(Role.MODIFIER))
    phrases.add_all(content.inexact, Meaning(Role.INEXACT))
    phrases.add_all(content.vague, Meaning(Role.INEXACT, "vague"))
    phrases.add_all(content.filler, Meaning(Role.FILLER))
    phrases.add_all(content.provider_filler, Meaning(Role.PROVIDER_FILLER))
    return Lexicon(
        book=book,
        phrases=phrases,
        payers=_phrases((words, Meaning(Role.PAYER, payer)) for words, payer in payer_names),
        rules=_phrases((w, Meaning(Role.RULE, rule)) for rule, says in content.rules.items() for w in says),
        settings=_phrases((w, Meaning(Role.OPTION, name)) for name, s in content.settings.items() for w in s),
        until=_phrases((words, Meaning(Role.SEPARATOR)) for words in content.until),
        minute_units=frozenset(content.minute_units),
        hour_units=frozenset(content.hour_units),
        unit_words=frozenset(content.unit_words),
        times_signs=frozenset(content.times_sign),
        clock_signs=frozenset(
            {*content.before_noon, *content.after_noon} | {words.split()[0] for words in content.until}
        ),
        begun_by_number=frozenset(words[0] for words, _ in phrases.all() if words[0].isdecimal()),
        before_noon=frozenset(content.before_noon),
        after_noon=frozenset(content.after_noon),
        modifiers=frozenset(content.modifiers),
        assistant_words=frozenset(content.assistant_words),
        together_words=frozenset(content.together_words),
        together_only_as_option=frozenset(content.together_only_as_option),
        check_words=frozenset(content.check_words),
        payer_ranks=content.payer_ranks,
        states=frozenset(content.states),
        patient_articles=frozenset(content.patient_articles),
        patient_verbs=frozenset(content.patient_verbs),
        glued=frozenset(
            {*houses, *content.minute_units, *content.hour_units, *content.unit_words, *content.times_sign}
            | {*content.before_noon, *content.after_noon, *content.assistant_words, "pt", "ot"}
        ),
        everyday_codes=house.everyday_codes,
        option_names={name: option for option, names in content.options.items() for name in names},
        house_phrases=house_phrases,
        nameable=(
            *dict.fromkeys(word for words, _ in house_phrases for word in words),
            *content.options["payer"],
            *content.minute_units,
        ),
    )


def _house_phrases(house: HouseWords) -> Phrases:
    """The phrases that stand for codes."""
    phrases = Phrases()
    for named in house.house_words:
        phrases.add_all(named.say, Meaning(Role.HOUSE_WORD, named.code))
    for pair in house.payer_dependent_words:
        choices = (("medicare", pair.medicare), ("other", pair.other))
        phrases.add_all(pair.say, Meaning(Role.PAYER_DEPENDENT_WORD, choices=choices))
    for word in house.ambiguous_words:
        phrases.add_all(word.say, Meaning(Role.AMBIGUOUS_WORD, choices=tuple(word.choices.items())))
    return phrases


def _add_small_words(phrases: Phrases, content: _WordsFile) -> None:
    for minutes, phrase_forms in content.amounts.items():
        phrases.add_all(phrase_forms, Meaning(Role.AMOUNT, str(minutes)))
    small_words: tuple[tuple[Role, Iterable[str]], ...] = (
        (Role.JOINER, content.joiners),
        (Role.SEPARATOR, content.separators),
        (Role.BINDER, (*content.binders, *content.binding_signs)),
        (Role.EACH, content.each),
        (Role.TOTAL, content.total),
        (Role.TIMES, content.times_sign),
        (Role.PAYER_RANK, content.payer_ranks),
        (Role.SPEECH_ASSISTANT, content.speech_assistants),
    )
    for role, says in small_words:
        phrases.add_all(says, Meaning(role))
    for provider, by_discipline in content.providers.items():
        for discipline, says in by_discipline.items():
            phrases.add_all(says, Meaning(Role.PROVIDER, f"{provider} {discipline}"))
    for option, names in content.options.items():
        if option != "on":
            phrases.add_all(names, Meaning(Role.OPTION, option))
    phrases.add_all([n for n in content.options["on"] if n != "on"], Meaning(Role.OPTION, "on"))


def _payer_phrases(content: _WordsFile, book: PayerBook) -> list[tuple[str, str]]:
    """Every way to write a payer, with its id."""
    names: dict[str, str] = {}
    for payer in book.profiles.values():
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
