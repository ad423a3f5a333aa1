"""What is wrong with a message or view, in words that never repeat the message's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.blocks.base import PATTERN_MEANINGS, Problem
from rules.errors import ContentError


class Fault(NamedTuple):
    """One thing that Slack, or we ourselves, would refuse.

    Attributes:
        pointer: JSON pointer (RFC 6901) to the faulty part, in the form that Slack reports too.
        message: What is wrong and what would be right.
    """

    pointer: str
    message: str


class BlockKitError(ContentError):
    """A message or view that must not be sent. Its words stay out of the error.

    Attributes:
        faults: Every fault found, in order.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(
            "; ".join(f"{fault.pointer or 'the whole'}: {fault.message}" for fault in self.faults)
        )


_WANTED = {
    "string_type": "text",
    "string_unicode": "text without broken characters",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "list_type": "a list",
    "model_type": "an object",
    "model_attributes_type": "an object",
}
_ABOUT_THE_TYPE = frozenset({"union_tag_invalid", "union_tag_not_found"})


def _message(error: ErrorDetails) -> str:
    """Says one pydantic error anew; pydantic's own sentence may quote what was given."""
    kind = error["type"]
    context: dict[str, Any] = error.get("ctx", {})
    match kind:
        case "block_kit":
            return str(context["message"])
        case "missing" | "union_tag_not_found":
            return "is required"
        case "extra_forbidden":
            return "is not a known key here"
        case "string_too_short":
            return "must not be empty"
        case "string_too_long":
            return f"is {len(error['input']):,} characters; at most {context['max_length']:,}"
        case "string_pattern_mismatch":
            return PATTERN_MEANINGS[context["pattern"]]
        case "too_short":
            return f"has {context['actual_length']} items; at least {context['min_length']}"
        case "too_long":
            return f"has {len(error['input'])} items; at most {context['max_length']}"
        case "greater_than_equal":
            return f"must be at least {context['ge']}"
        case "less_than_equal":
            return f"must be at most {context['le']:,}"
        case "literal_error":
            return f"must be {context['expected']}"
        case "union_tag_invalid":
            return f"must be one of {context['expected_tags']} here"
        case _:
            return f"must be {_WANTED[kind]}" if kind in _WANTED else f"is not valid ({kind})"


def _step(part: str | int) -> str:
    return "/" + str(part).replace("~", "~0").replace("/", "~1")


def _pointer(error: ErrorDetails, data: object) -> str:
    """Turn pydantic's location into a JSON pointer into the data.

    Pydantic puts the chosen member of a union (`section`, `mrkdwn`) among the keys. It is the step
    that equals the `type` of the object just reached, and the only one that is not a step down.
    """
    pointer = ""
    current: object = data
    tag_may_follow = True
    for part in error["loc"]:
        is_tag = tag_may_follow and isinstance(current, Mapping) and current.get("type") == part
        if is_tag:
            tag_may_follow = False
            continue
        pointer += _step(part)
        tag_may_follow = True
        if isinstance(current, Mapping):
            current = current.get(part)
        elif isinstance(current, list) and isinstance(part, int) and part < len(current):
            current = current[part]
        else:
            current = None
    return pointer + "/type" if error["type"] in _ABOUT_THE_TYPE else pointer


def described(error: ValidationError, data: object) -> list[Fault]:
    """Put a validation error into words that hold nothing of the data but its keys.

    Args:
        error: What pydantic found.
        data: What was checked, as plain data.

    Returns:
        One fault for each, in pydantic's order.
    """
    return [Fault(_pointer(one, data), _message(one)) for one in error.errors(include_url=False)]


def placed(problems: Iterable[Problem], under: str = "") -> list[Fault]:
    """Put problems into the same form.

    Args:
        problems: What was found by looking at several parts together.
        under: Pointer to what their places start from.

    Returns:
        One fault for each, in order.
    """
    return [Fault(under + "".join(map(_step, place)), message) for place, message in problems]
