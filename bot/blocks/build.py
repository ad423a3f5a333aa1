"""Plain dicts for the blocks that answers are made of.

These check nothing, so that an answer costs microseconds; `check_message` and `check_modal` look at
the whole once. For anything not here, build a model and take its `to_dict()`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

Json = dict[str, Any]


def _with(part: Json, **optional: object) -> Json:
    """Add the keys that were given; Slack refuses null."""
    for key, value in optional.items():
        if value is not None:
            part[key] = value
    return part


def plain(text: str) -> Json:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    """A text object with Slack's markup."""
    return {"type": "mrkdwn", "text": text}


def section(text: str, *, accessory: Json | None = None, block_id: str | None = None) -> Json:
    """A paragraph of mrkdwn, at most 3,000 characters (`split_text` cuts longer ones)."""
    return _with({"type": "section", "text": mrkdwn(text)}, accessory=accessory, block_id=block_id)


def context(*texts: str, block_id: str | None = None) -> Json:
    """Small print in mrkdwn; several texts stand side by side."""
    return _with({"type": "context", "elements": [mrkdwn(text) for text in texts]}, block_id=block_id)


def header(text: str, *, block_id: str | None = None) -> Json:
    """A heading; plain text, at most 150 characters."""
    return _with({"type": "header", "text": plain(text)}, block_id=block_id)


def divider() -> Json:
    """A thin line."""
    return {"type": "divider"}


def button(
    text: str,
    action_id: str,
    *,
    value: str | None = None,
    url: str | None = None,
    style: Literal["primary", "danger"] | None = None,
    confirm: Json | None = None,
    accessibility_label: str | None = None,
) -> Json:
    """A button for `actions` or beside a `section`.

    Args:
        text: What it says, at most 75 characters.
        action_id: The listener it goes to.
        value: What it sends along, at most 2,000 characters.
        url: A page it opens as well.
        style: Green or red instead of plain.
        confirm: A confirmation to show first.
        accessibility_label: What a screen reader says instead of the text.
    """
    return _with(
        {"type": "button", "text": plain(text), "action_id": action_id},
        value=value,
        url=url,
        style=style,
        confirm=confirm,
        accessibility_label=accessibility_label,
    )


def actions(*elements: Json, block_id: str | None = None) -> Json:
    """Buttons and menus in a row."""
    return _with({"type": "actions", "elements": list(elements)}, block_id=block_id)


def feedback_buttons(
    action_id: str,
    *,
    positive: str,
    negative: str,
    positive_text: str = "👍",
    negative_text: str = "👎",
    positive_label: str = "This was right",
    negative_label: str = "This was not right",
) -> Json:
    """Thumbs up and down, for `context_actions`.

    Args:
        action_id: The listener both go to.
        positive: Value that thumbs up sends.
        negative: Value that thumbs down sends.
        positive_text: What thumbs up shows.
        negative_text: What thumbs down shows.
        positive_label: What a screen reader says for thumbs up.
        negative_label: What a screen reader says for thumbs down.
    """
    return {
        "type": "feedback_buttons",
        "action_id": action_id,
        "positive_button": {
            "text": plain(positive_text),
            "value": positive,
            "accessibility_label": positive_label,
        },
        "negative_button": {
            "text": plain(negative_text),
            "value": negative,
            "accessibility_label": negative_label,
        },
    }


def context_actions(*elements: Json, block_id: str | None = None) -> Json:
    """Thumbs and icon buttons; messages only."""
    return _with({"type": "context_actions", "elements": list(elements)}, block_id=block_id)


def radio_input(
    label: str,
    options: Sequence[tuple[str, str]],
    *,
    action_id: str,
    block_id: str,
    initial: str | None = None,
    hint: str | None = None,
    optional: bool = False,
) -> Json:
    """A labelled list to pick one from, for a modal.

    Args:
        label: What is asked.
        options: What each choice says, with the value it sends; at most 10.
        action_id: Names the element in what is submitted.
        block_id: Names the block in what is submitted.
        initial: Value of the choice that is set at first.
        hint: A line below the choices.
        optional: Whether none may be picked.

    Raises:
        ValueError: If `initial` is the value of no option.
    """
    choices = [{"text": plain(text), "value": value} for text, value in options]
    chosen = next((choice for choice in choices if choice["value"] == initial), None)
    if initial is not None and chosen is None:
        raise ValueError(f"initial must be one of {', '.join(value for _, value in options)}")
    element = {"type": "radio_buttons", "action_id": action_id, "options": choices}
    return _with(
        {
            "type": "input",
            "block_id": block_id,
            "label": plain(label),
            "element": _with(element, initial_option=chosen),
        },
        hint=None if hint is None else plain(hint),
        optional=optional or None,
    )


def text_input(
    label: str,
    *,
    action_id: str,
    block_id: str,
    max_length: int,
    hint: str | None = None,
    optional: bool = False,
) -> Json:
    """A labelled field of several lines to type into, for a modal.

    Args:
        label: What is asked.
        action_id: Names the element in what is submitted.
        block_id: Names the block in what is submitted.
        max_length: Characters that it takes, at most 3,000.
        hint: A line below the field.
        optional: Whether it may stay empty.
    """
    element = {
        "type": "plain_text_input",
        "action_id": action_id,
        "multiline": True,
        "max_length": max_length,
    }
    return _with(
        {"type": "input", "block_id": block_id, "label": plain(label), "element": element},
        hint=None if hint is None else plain(hint),
        optional=optional or None,
    )


def select_section(
    label: str,
    options: Sequence[tuple[str, str]],
    *,
    action_id: str,
    block_id: str,
    initial: str,
) -> Json:
    """A line with a menu beside it that acts as soon as something is picked.

    Args:
        label: What is chosen.
        options: What each choice says, with the value it sends; at most 100.
        action_id: The listener it goes to.
        block_id: Names the block.
        initial: Value of the choice that is set at first.

    Raises:
        ValueError: If `initial` is the value of no option.
    """
    choices = [{"text": plain(text), "value": value} for text, value in options]
    chosen = next((choice for choice in choices if choice["value"] == initial), None)
    if chosen is None:
        raise ValueError(f"initial must be one of {', '.join(value for _, value in options)}")
    menu = {"type": "static_select", "action_id": action_id, "options": choices, "initial_option": chosen}
    return section(f"*{label}*", accessory=menu, block_id=block_id)


def modal(
    title: str,
    blocks: list[Json],
    *,
    callback_id: str,
    submit: str | None = None,
    close: str | None = None,
    private_metadata: str | None = None,
) -> Json:
    """A modal view.

    Args:
        title: At most 24 characters, as `submit` and `close`.
        blocks: At most 100; without `submit` none may be an input.
        callback_id: The listener that gets what is submitted.
        submit: Label of the button that sends the form.
        close: Label of the button that does not.
        private_metadata: Kept by Slack and handed back; at most 3,000 characters.
    """
    return _with(
        {"type": "modal", "callback_id": callback_id, "title": plain(title), "blocks": blocks},
        submit=None if submit is None else plain(submit),
        close=None if close is None else plain(close),
        private_metadata=private_metadata,
    )
