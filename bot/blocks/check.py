"""The door for checking plain dicts before they are sent."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.blocks.faults import BlockKitError, Fault, described, placed
from bot.blocks.surfaces import MessageModel, ModalModel, message_problems, modal_problems


@cache
def _messages() -> TypeAdapter[MessageModel]:
    return TypeAdapter(MessageModel)


@cache
def _modals() -> TypeAdapter[ModalModel]:
    return TypeAdapter(ModalModel)


def check_message(text: str, blocks: list[dict[str, Any]]) -> None:
    """Make sure that Slack will take a message.

    Args:
        text: The whole message as text, shown where blocks are not.
        blocks: The same as blocks; may be empty.

    Raises:
        BlockKitError: With every fault and its JSON pointer (`/text`, `/blocks/0/…`).
    """
    message = {"text": text, "blocks": blocks}
    try:
        _messages().validate_python(message)
    except ValidationError as error:
        faults = described(error, message)
        # Pydantic stops before the whole is looked at when a part is faulty.
        faults += placed(message_problems(blocks), "/blocks") if isinstance(blocks, list) else []
    else:
        return
    _refuse(faults)


def check_modal(view: Mapping[str, Any]) -> None:
    """Make sure that Slack will open a modal.

    Args:
        view: The view object.

    Raises:
        BlockKitError: With every fault and its JSON pointer (`/title/text`, `/blocks/0/…`).
    """
    try:
        _modals().validate_python(view)
    except ValidationError as error:
        faults = described(error, view)
        faults += placed(modal_problems(view))
    else:
        return
    _refuse(faults)


def _refuse(faults: list[Fault]) -> None:
    # Outside the except clause: a chained pydantic error would carry the message's words along.
    raise BlockKitError(dict.fromkeys(faults))
