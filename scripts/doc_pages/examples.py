"""`docs/examples.md` and a page for each theme: the worked examples as billers read and sign them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rules import code_table, payers, sources
from rules.errors import ParameterFileError
from scripts.doc_pages import markdown
from tests.cases.case_files import Case, CaseFile, Given, read_all
from tests.cases.case_files import Source as CaseSource

FOLDER = "examples"
_ORIGINS = {
    "house": "worked out here",
    "question-log": "from questions that people asked",
    "law-worked-by-hand": "the source worked by hand",
}
_NOT_COUNTED = {
    "not_payable_medicare": "documented, no line of the claim for this payer",
    "enter_units": "its units must be typed in",
    "outside_benefit": "outside the outpatient therapy benefit",
}


def pages() -> Mapping[str, str]:
    """The overview and every theme's page, by their names below `docs/`.

    Raises:
        ParameterFileError: A file of examples is not usable; with every fault of all of them.
    """
    files, faults = read_all()
    if faults:
        raise ParameterFileError("\n".join(faults))
    themes = {f"{FOLDER}/{theme}.md": _theme_page(theme, file) for theme, file in files.items()}
    return {"examples.md": _overview(files), **themes}


def _overview(files: Mapping[str, CaseFile]) -> str:
    number = sum(len(file.cases) for file in files.values())
    signed = sum(case.signed is not None for file in files.values() for case in file.cases)
    rows = [
        (f"[{title(theme)}]({FOLDER}/{theme}.md)", file.about, len(file.cases), _origin(file))
        for theme, file in files.items()
    ]
    return markdown.page(
        "Worked examples",
        f"{number} worked examples, each tested on every change. {signed} of them are signed by a biller. "
        "An example says what was typed, what the answer must be, and the arithmetic as one would write it "
        "on paper. No example is about a real patient.",
        markdown.table(("Theme", "About", "Examples", "From"), rows) if rows else "There are none yet.",
    )


def _theme_page(theme: str, file: CaseFile) -> str:
    return markdown.page(
        f"Worked examples: {title(theme).lower()}",
        file.about,
        f"From: {_origin(file)}. Rule: {markdown.code(file.rule)}. "
        "[All worked examples](../examples.md) · [codes](../codes.md) · [numbers](../parameters.md)",
        *(_example(number, case) for number, case in enumerate(file.cases, start=1)),
    )


def title(theme: str) -> str:
    """A file name as words."""
    return theme.replace("_", " ").capitalize()


def _example(number: int, case: Case) -> str:
    signed = f"by {case.signed.by} on {case.signed.on}" if case.signed else "not yet signed by a biller"
    facts = [
        f"Payer and date of service: {payers()[case.payer].label}, {case.date_of_service}{_discipline(case)}",
        f"Given: {_given(case.given)}",
        *_expected(case),
        *_not_expected(case),
        "Because:",
        *(f"  {line}" for line in case.because),
        *([f"Found in: {case.origin}"] if case.origin else []),
        f"How well known: {case.confidence}",
        f"Signed: {signed}",
    ]
    lines = [f"  - {fact.strip()}" if fact.startswith("  ") else f"- {fact}" for fact in facts]
    return f"## {number}. {case.name}\n\n" + "\n".join(lines)


def _discipline(case: Case) -> str:
    return f", {case.assumed.discipline} plan of care" if case.assumed.discipline else ""


def _given(given: Given) -> str:
    parts = []
    if given.sessions:
        parts = [
            f"session {number}: {_minutes(session)}" for number, session in enumerate(given.sessions, start=1)
        ]
    elif given.minutes:
        parts = [_minutes(given.minutes)]
    for code in given.untimed:
        minutes = given.untimed_minutes.get(code)
        parts.append(f"{code}, no minutes" if minutes is None else f"{code}, {minutes} min")
    parts += [f"{code}, {units} units typed in" for code, units in given.typed_units.items()]
    return "; ".join(parts)


def _minutes(minutes: Mapping[str, int | float]) -> str:
    return ", ".join(f"{code} {number} min" for code, number in minutes.items())


def _expected(case: Case) -> Iterator[str]:
    expect = case.expect
    if expect.verdict == "refused":
        yield f"Expected: refused ({markdown.code(expect.error)})"
        return
    total = sum(expect.units.values())
    counted = f"{total} unit{'' if total == 1 else 's'}" if total else "no units"
    splits = [_split(split) for split in expect.splits or [expect.units] if split]
    more = f"; {expect.splits_total} splits are allowed" if expect.splits_total > max(1, len(splits)) else ""
    yield f"Expected: {counted}{': ' if splits else ''}{', or '.join(splits)}{more}"
    for code, reason in expect.not_counted.items():
        entry = code_table().get(code)
        label = f" ({entry.label})" if entry else ""
        yield f"Not counted: {code}{label}, {_NOT_COUNTED[reason]}"
    if expect.cautions:
        yield f"Said beside it: {', '.join(caution.replace('_', ' ') for caution in expect.cautions)}"


def _not_expected(case: Case) -> Iterator[str]:
    if case.not_expected:
        splits = " or ".join(_split(split) for split in case.not_expected.splits)
        yield f"Wrong elsewhere: {case.not_expected.page} ({splits})"


def _split(split: Mapping[str, int]) -> str:
    return " + ".join(f"{code} ×{units}" for code, units in split.items())


def _origin(file: CaseFile) -> str:
    if isinstance(file.from_, CaseSource):
        return f"{sources()[file.from_.source].title}, {file.from_.at}"
    return _ORIGINS[file.from_]
