"""Forms that were filled in and sent."""

from __future__ import annotations

from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners import feedback_form, words
from bot.listeners.needs import Needs
from bot.listeners.presses import read_receipt


class Views:
    """What each form does. Nothing is sent to Slack, so the work is done before the answer."""

    def __init__(self, needs: Needs) -> None:
        self._service = needs.service

    async def feedback(self, ack: AsyncAck, view: dict[str, Any]) -> None:
        """Triggered by the form after a thumb down; it closes, or says what is missing."""
        receipt = read_receipt(str(view.get("private_metadata", "")))
        reason = feedback_form.chosen_reason(view)
        if reason is None:
            await _stay_open(ack, words.PICK_ONE)
        elif receipt is None or not await self._service.feedback(receipt, "down", reason):
            await _stay_open(ack, words.NOT_KEPT)
        else:
            await ack()


def register(app: AsyncApp, needs: Needs) -> None:
    """Wire every form."""
    app.view(feedback_form.CALLBACK_ID)(Views(needs).feedback)


async def _stay_open(ack: AsyncAck, sentence: str) -> None:
    await ack(response_action="errors", errors={feedback_form.REASON_BLOCK: sentence})
