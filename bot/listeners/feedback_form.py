"""Asking what was wrong with an answer: a form where there is a token, four small buttons otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import blocks
from bot.listeners import words
from bot.logs import describe_error
from bot.loopback import is_loopback
from bot.message import Message

CALLBACK_ID: Final = "feedback"
REASON_ACTION: Final = "feedback.reason"
REASON_BLOCK: Final = "feedback.reason"
REASON_BUTTON_PREFIX: Final = "feedback.reason."

_log = structlog.get_logger("bot.listeners.feedback_form")


def form(receipt: str) -> dict[str, Any]:
    """The form, which carries the receipt of the answer it is about."""
    return blocks.modal(
        words.FORM_TITLE,
        [
            blocks.radio_input(
                words.FORM_LABEL,
                [(sentence, reason) for reason, sentence in words.REASONS.items()],
                action_id=REASON_ACTION,
                block_id=REASON_BLOCK,
            )
        ],
        callback_id=CALLBACK_ID,
        submit=words.FORM_SUBMIT,
        close=words.FORM_CLOSE,
        private_metadata=receipt,
    )


def reason_buttons(receipt: str) -> Message:
    """The same question as a message with buttons."""
    buttons = [
        blocks.button(sentence, REASON_BUTTON_PREFIX + reason, value=receipt)
        for reason, sentence in words.REASONS.items()
    ]
    return Message(text=words.ASK_REASON, blocks=[blocks.section(words.ASK_REASON), blocks.actions(*buttons)])


async def open_form(client: AsyncWebClient, trigger_id: str, receipt: str) -> bool:
    """Open the form on the screen of whoever pressed; false where Slack does not.

    Args:
        client: Made by Bolt for this one request.
        trigger_id: From the press; good for three seconds.
        receipt: Names the answer that the form is about.
    """
    if is_loopback(client.base_url):
        client.proxy = None
    try:
        await client.views_open(trigger_id=trigger_id, view=form(receipt))
    except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
        _log.warning("feedback.form_not_opened", **describe_error(error))
        return False
    return True


def read_reason(value: object) -> words.Reason | None:
    """One of the reasons, if the value is one."""
    return next((reason for reason in words.REASONS if reason == value), None)


def chosen_reason(view: Mapping[str, Any]) -> words.Reason | None:
    """The reason picked in a form that was sent in."""
    found: object = view
    for step in ("state", "values", REASON_BLOCK, REASON_ACTION, "selected_option", "value"):
        found = found.get(step) if isinstance(found, Mapping) else None
    return read_reason(found)
