"""The numbers of a result as a biller would write them, to hold the `because` lines of a case against."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import Enum

from rules import UnitsResult, find_value

_NUMBER = re.compile(r"\d{4}-\d{2}-\d{2}|\b[A-Z]\d{4}\b|\d+")

QUARTER_HOUR = 15

Statement = tuple[str, ...]


def numbers_in(text: str) -> Statement:
    """Numbers, codes and dates of a sentence, in order."""
    return tuple(_NUMBER.findall(text))


def is_backed(line: str, statements: Iterable[Statement]) -> bool:
    """Whether the numbers of a line stand, in this order, in one statement of a result."""
    wanted = numbers_in(line)
    return any(_in_order(wanted, statement) for statement in statements)


def statements_of(result: UnitsResult) -> list[Statement]:
    """What a result says in numbers, one statement for each thing that can be said."""
    return [_flat(statement) for statement in _statements(result)]


def _statements(result: UnitsResult) -> Iterator[Sequence[object]]:
    steps = {step.name: step.data for step in result.steps}
    if "total" in steps:
        total, quarters, left, extra = (
            steps[name] for name in ("total", "full_quarters", "left_over", "extra_units")
        )
        minutes = {service: quarters[service] * QUARTER_HOUR + left[service] for service in quarters}
        yield *minutes.values(), total["minutes"]
        yield total["minutes"], total["band"], total["units"]
        for service, whole in quarters.items():
            yield service, minutes[service], whole, left[service]
        settled = [(service, left[service]) for service in extra["settled"]]
        next_one = (extra["runner_up"], left[extra["runner_up"]], extra["by"]) if extra["runner_up"] else ()
        yield extra["extra"], settled, next_one
        if extra["tied"]:
            yield (
                extra["extra"],
                settled,
                extra["open"],
                len(extra["tied"]),
                extra["tied"],
                left[extra["tied"][0]],
                result.allocations_total,
            )
    if "each_alone" in steps:
        yield steps["each_alone"]["length"], steps["each_alone"]["reach"]
    for step in result.steps:
        if step.name == "code_alone":
            yield step.data["code"], step.data["minutes"], step.data["units"]
        elif step.name == "own_length":
            lengths = step.data["first"], step.data["further"], step.data["minutes"]
            yield step.data["code"], *lengths, step.data["units"]
            yield step.data["code"], step.data["least"], step.data["next_at"], step.data["units"]
    for line in result.lines:
        yield line.code, line.minutes, line.units
        yield line.code, result.untimed_minutes.get(line.code), line.units
    yield [(line.code, line.units) for line in result.lines if line.units], result.total_units
    yield [line.units for line in result.lines], result.total_units
    yield from result.not_counted
    for caution in result.cautions:
        yield list(caution.data.values())
    for reference in result.used:
        yield (find_value(reference)[1].value,)
    yield result.timed_minutes, result.total_minutes
    yield result.timed_minutes, result.minutes_to_next_unit


def _flat(value: object) -> Statement:
    """Numbers of nested data in order; a mapping gives each key and then its value."""
    if value is None or isinstance(value, bool):
        return ()
    if isinstance(value, dict):
        return tuple(number for pair in value.items() for number in _flat(pair))
    if isinstance(value, (list, tuple)):
        return tuple(number for item in value for number in _flat(item))
    if isinstance(value, (str, date, Enum)):
        return numbers_in(str(value))
    return (str(value),)


def _in_order(wanted: Statement, statement: Statement) -> bool:
    rest = iter(statement)
    return all(number in rest for number in wanted)
