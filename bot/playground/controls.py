"""Turns what a person did with a control into the words Slack has for it."""

from __future__ import annotations

from typing import Any

from bot.playground.messages import Blocks, find_control

Choice = str | list[str] | None

_TEXT_FIELDS = {
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
}
_ONE_OF = ("static_select", "radio_buttons", "overflow")
_BUTTONS = ("button", "icon_button")
_FEEDBACK_SIDES = {"positive": "positive_button", "negative": "negative_button"}


class NotPossible(Exception):
    """Nobody could have done this with the control; the message says why."""


def pressed(control: dict[str, Any], block_id: str, choice: Choice, ts: str) -> dict[str, Any]:
    """What was done, as an entry of Slack's `actions`.

    Args:
        control: The control as the bot sent it.
        block_id: The block that it stands in.
        choice: For a select, radio buttons or a menu the value of the option; for checkboxes a list of
            such values; for feedback buttons `positive` or `negative`; for a field what it holds.
        ts: When.

    Raises:
        NotPossible: The control offers no such choice.
    """
    action = {
        "type": control.get("type"),
        "action_id": control.get("action_id"),
        "block_id": block_id,
        "action_ts": ts,
    }
    kind = control.get("type")
    if kind in _BUTTONS:
        return action | {name: control[name] for name in ("text", "value", "style") if name in control}
    if kind == "feedback_buttons":
        side = control.get(_FEEDBACK_SIDES.get(choice, "")) if isinstance(choice, str) else None
        if not isinstance(side, dict):
            raise NotPossible(f"feedback buttons take positive or negative, not {choice!r}")
        return action | {name: side[name] for name in ("text", "value") if name in side}
    return action | filled_in(control, choice)


def filled_in(control: dict[str, Any], choice: Choice) -> dict[str, Any]:
    """What a control holds, as an entry of Slack's `state.values`.

    Args:
        control: The control as the bot sent it.
        choice: As for `pressed`.

    Raises:
        NotPossible: The control cannot hold that.
    """
    kind = control.get("type")
    if kind in _TEXT_FIELDS and (choice is None or isinstance(choice, str)):
        return {"type": kind, _TEXT_FIELDS[kind]: choice or None}
    if kind in _ONE_OF and (choice is None or isinstance(choice, str)):
        return {"type": kind, "selected_option": None if choice is None else _option(control, choice)}
    if kind == "checkboxes" and (choice is None or isinstance(choice, list)):
        return {"type": kind, "selected_options": [_option(control, value) for value in choice or []]}
    raise NotPossible(f"the playground cannot put {choice!r} into a control of type {kind!r}")


def filled_in_values(blocks: Blocks, values: dict[str, dict[str, Choice]]) -> dict[str, Any]:
    """A whole form, as Slack's `state.values`.

    Args:
        blocks: The blocks of the form.
        values: By block id and action id what each control holds.

    Raises:
        NotPossible: The form has no such control, or it cannot hold that.
    """
    state: dict[str, Any] = {}
    for block_id, held in values.items():
        for action_id, choice in held.items():
            control = find_control(blocks, block_id, action_id)
            if control is None:
                raise NotPossible(f"the form has no control {action_id!r} in a block {block_id!r}")
            state.setdefault(block_id, {})[action_id] = filled_in(control, choice)
    return state


def _option(control: dict[str, Any], value: str) -> dict[str, Any]:
    groups = [control, *control.get("option_groups", [])]
    options = [option for group in groups for option in group.get("options", [])]
    for option in options:
        if option.get("value") == value:
            return dict(option)
    raise NotPossible(
        f"there is no option {value!r}; there are {[option.get('value') for option in options]}"
    )
