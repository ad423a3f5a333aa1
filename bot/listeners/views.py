"""Forms that were filled in and sent."""

from __future__ import annotations

from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.listeners import feedback_form, words
from bot.listeners.needs import Needs
from bot.listeners.presses import read_receipt


class Views:
    """What each form does that sends nothing to Slack, so that the work is done before the answer."""

    def __init__(self, needs: Needs) -> None:
        self._service = needs.service

    async def feedback(self, ack: AsyncAck, view: dict[str, Any]) -> None:
        """Triggered by the form after a thumb down; it closes, or says what is missing."""
        receipt = read_receipt(str(view.get("private_metadata", "")))
        reason = feedback_form.chosen_reason(view)
        if reason is None:
            await _stay_open(ack, words.PICK_ONE)
        elif receipt is not None and await self._kept(receipt, reason, feedback_form.typed_remark(view)):
            await ack()
        else:
            await _stay_open(ack, words.NOT_KEPT)

    async def _kept(self, receipt: str, reason: str, remark: str) -> bool:
        if not await self._service.feedback(receipt, "down", reason):
            return False
        return not remark or await self._service.handing_over.keep_remark(receipt, remark)


def register(app: AsyncApp, needs: Needs) -> None:
    """Wire every form."""
    app.view(feedback_form.CALLBACK_ID)(Views(needs).feedback)


async def _stay_open(ack: AsyncAck, sentence: str) -> None:
    await ack(response_action="errors", errors={feedback_form.REASON_BLOCK: sentence})
