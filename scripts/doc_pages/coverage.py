"""`docs/coverage.md`: which rule is encoded for whom, from which first to which last date of service."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from rules import (
    CountingRule,
    DatedValue,
    PayerProfile,
    Visit,
    code_table,
    count_units,
    find_value,
    parameters,
    payers,
)
from rules.loader import FOLDER as PARAMETERS
from scripts.doc_pages import markdown
from scripts.doc_pages.codes import COUNTED_BY_WORDS
from scripts.doc_pages.extras import extras
from tests.cases.case_files import read_all

_PLAIN_VISIT = Visit({"97110": 15})


def page() -> str:
    """The whole page."""
    counting_rules = [
        row for rule in CountingRule for payer in payers().values() for row in _rows(rule, payer)
    ]
    return markdown.page(
        "What is covered",
        "Which rule counts for whom, and for which dates of service. Other dates are refused.",
        "## Counting minutes, by rule and payer",
        "Medicare's rule puts all timed minutes of the day into one pool. The CPT midpoint counts each code "
        "alone, and so do whole 15 minutes, which drop the rest.",
        markdown.table(
            ("Rule", "Payer", "First date", "Last date", "Shown", "How well known"), counting_rules
        ),
        "With no payer named, Medicare's rule and the CPT midpoint are both shown.",
        "## Other facts",
        markdown.table(("Fact", "For", "First date", "Last date", "Worked examples"), _facts()),
        "## Kinds of codes",
        markdown.table(("Counted by", "Codes"), _kinds()),
        "See [codes.md](codes.md) for each code with its own dates.",
    )


def _rows(rule: CountingRule, payer: PayerProfile) -> Iterator[tuple[str, ...]]:
    for value in payer.counting_rule.values:
        if value.value == rule.value:
            first, last = _span(rule, value)
            yield (
                markdown.RULE_WORDS[rule],
                f"{payer.label} ({markdown.code(payer.id)})",
                str(first),
                _last(last),
                "beside the other common rule" if payer.shows_both_rules else "alone",
                value.confidence.value,
            )


def _span(rule: CountingRule, value: DatedValue) -> tuple[date, date | None]:
    """Days on which the payer's rule and all numbers of that rule hold."""
    used = count_units(_PLAIN_VISIT, on=value.effective, rule=rule).used
    spans = [(value.effective, value.through)]
    for reference in used:
        _, behind = find_value(reference)
        spans.append((behind.effective, behind.through))
    ends = [last for _, last in spans if last is not None]
    return max(first for first, _ in spans), min(ends) if ends else None


def _facts() -> Iterator[tuple[str, ...]]:
    examples = Counter[str]()
    for file in read_all()[0].values():
        examples[file.rule] += len(file.cases)
    for name, parameter in parameters().items():
        scope = extras(PARAMETERS)[name].scope
        covered = parameter.covered()
        rule = name.rpartition(".")[0]
        yield (
            parameter.label,
            ", ".join(markdown.code(markdown.shown(entry)) for entry in scope.values()),
            str(covered[0][0]),
            _last(covered[-1][1]),
            str(examples[rule] or ""),
        )


def _kinds() -> Iterator[tuple[str, str]]:
    numbers = Counter(entry.counted_by for entry in code_table())
    for kind, words in COUNTED_BY_WORDS.items():
        yield words, str(numbers[kind])


def _last(day: date | None) -> str:
    return str(day) if day else "open"
