"""The buttons below an answer. Each press is acknowledged at once; what it does comes after."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.listeners import feedback_form, words
from bot.listeners.buttons import Buttons
from bot.listeners.forms import open_form
from bot.listeners.needs import Needs
from bot.listeners.presses import Press, read_press, read_receipt, read_verdict
from bot.message import Message
from rules.errors import UserError

_log = structlog.get_logger("bot.listeners.actions")

_REASON_BUTTONS = re.compile("^" + re.escape(feedback_form.REASON_BUTTON_PREFIX))
_PICKS = re.compile(r"^answer\.pick\.")
_SETTING_MENUS = re.compile(r"^settings\.")
_ANY = re.compile("")


class Actions(Buttons):
    """What each button does.

    Args:
        needs: The service, and the ways to reach Slack.
    """

    async def share(self, ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        """Triggered by *Share*; posts the answer for everybody in the channel, once for each message."""
        await ack()
        press = read_press(body, action)
        self.afterwards("share", press, self._share(press))

    async def why(self, ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        """Triggered by *Why*; sends the longer explanation to the person who pressed."""
        await ack()
        press = read_press(body, action)
        self.afterwards("why", press, self._why(press))

    async def feedback(
        self, ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient
    ) -> None:
        """Triggered by a thumb; thanks the person, and after a thumb down asks what was wrong."""
        await ack()
        press = read_press(body, action)
        self.afterwards("feedback", press, self._feedback(press, client))

    async def reason(self, ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        """Triggered by one of the small reason buttons; their message turns into a thank-you."""
        await ack()
        press = read_press(body, action)
        self.afterwards("reason", press, self._reason(press))

    async def pick(self, ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        """Triggered by one of the entries offered; sends it to the person who pressed."""
        await ack()
        press = read_press(body, action)
        self.afterwards("pick", press, self._pick(press))

    async def setting(self, ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        """Triggered by a menu of *settings*; the message turns into what is set now."""
        await ack()
        press = read_press(body, action)
        self.afterwards("setting", press, self._setting(press))

    async def unknown(self, ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        """Triggered by a button of a former version; tells the person so."""
        await ack()
        press = read_press(body, action)
        self.afterwards("unknown_button", press, self.tell(press, words.OLD_BUTTON))

    async def _share(self, press: Press) -> None:
        message = self._recomputed(self.service.shared, press)
        if message is None:
            await self.tell(press, words.OLD_BUTTON)
        elif self.needs.shared.first_time(press.identity) and await self.service.claim(press.identity):
            await self._post_once(press, message)

    async def _post_once(self, press: Press, message: Message) -> None:
        posted = False
        try:
            posted = await self.replies.send(
                press.address, message, in_channel=True, thread_ts=press.thread_ts
            )
        finally:
            if not posted:
                self.needs.shared.forget(press.identity)
                await self.service.unclaim(press.identity)
        if not posted:
            await self.tell(press, words.NOT_SHARED)

    async def _pick(self, press: Press) -> None:
        message = self._recomputed(self.service.shared, press)
        if message is None:
            await self.tell(press, words.OLD_BUTTON)
        else:
            await self.replies.send(press.address, message, thread_ts=press.thread_ts)

    async def _why(self, press: Press) -> None:
        message = self._recomputed(self.service.why, press)
        if message is None:
            await self.tell(press, words.OLD_BUTTON)
        else:
            await self.replies.send(press.address, message, thread_ts=press.thread_ts)

    async def _feedback(self, press: Press, client: AsyncWebClient) -> None:
        found = read_verdict(press.value)
        if found is None:
            await self.tell(press, words.OLD_BUTTON)
            return
        verdict, receipt = found
        if not await self.service.feedback(receipt, verdict):
            await self.tell(press, words.NOT_KEPT)
        elif verdict == "up":
            await self.tell(press, words.THANKS)
        elif not await self._opened_form(press, receipt, client):
            buttons = feedback_form.reason_buttons(receipt)
            await self.replies.send(press.address, buttons, thread_ts=press.thread_ts)

    async def _reason(self, press: Press) -> None:
        receipt = read_receipt(press.value)
        reason = feedback_form.read_reason(press.action_id.removeprefix(feedback_form.REASON_BUTTON_PREFIX))
        if receipt is None or reason is None:
            await self.tell(press, words.OLD_BUTTON)
        elif await self.service.feedback(receipt, "down", reason):
            await self.replies.say(press.address, words.THANKS_FOR_REASON, replace=True)
        else:
            await self.tell(press, words.NOT_KEPT)

    async def _setting(self, press: Press) -> None:
        message = await self.service.set_own_default(press.user, press.team, press.action_id, press.value)
        if message is None:
            await self.tell(press, words.SETTING_NOT_KEPT)
        else:
            await self.replies.send(press.address, message, replace=True)

    async def _opened_form(self, press: Press, receipt: str, client: AsyncWebClient) -> bool:
        if self.needs.posts is None or press.trigger_id is None:
            return False
        return await open_form(client, press.trigger_id, feedback_form.form(receipt))

    def _recomputed(self, compute: Callable[[str], Message], press: Press) -> Message | None:
        """The message for a button's value; `None` when the value is not one of ours."""
        if not press.value:
            return None
        try:
            return compute(press.value)
        except (UserError, ValueError, LookupError) as error:
            _log.info("action.unreadable_value", action=press.action_id, error=type(error).__name__)
            return None


def register(app: AsyncApp, needs: Needs) -> None:
    """Wire every button."""
    actions = Actions(needs)
    listeners: dict[str | re.Pattern[str], Callable[..., Awaitable[None]]] = {
        "answer.share": actions.share,
        "answer.why": actions.why,
        "answer.feedback": actions.feedback,
        _REASON_BUTTONS: actions.reason,
        _SETTING_MENUS: actions.setting,
        _PICKS: actions.pick,
        # Last, because it takes what no other took.
        _ANY: actions.unknown,
    }
    for action_id, listener in listeners.items():
        app.action(action_id)(listener)
