"""What the person at the page does, and what comes of it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Sequence
from typing import Any

from bot.commands import Command
from bot.playground import payloads
from bot.playground.controls import Choice, NotPossible, filled_in_values, pressed
from bot.playground.line import JSON, BotFailed, Line
from bot.playground.messages import Author, OpenForm, Posted, find_control, is_view
from bot.playground.replies import NotAMessage, show_reply
from bot.playground.workspace import Workspace
from bot.playground.workspace_facts import BOT_NAME, BOT_USER_ID, Channel, find_channel

RESPONSE_PATH = "/playground/slack/response/"
_COMMAND = re.compile(r"(/[^\s/]+)(?:\s+(.*))?", re.DOTALL)
_MENTION = re.compile(rf"@{BOT_NAME}\b", re.IGNORECASE)
MENTION = "app_mention"
DIRECT_MESSAGE = "message.im"

Values = dict[str, dict[str, Choice]]


class Person:
    """The one person in the pretend workspace.

    Args:
        workspace: Where everything is shown and remembered.
        line: Reaches the bot.
        commands: The bot's commands; Slack knows them from the manifest.
        events: The events that the bot's manifest asks for.
        public_base: Gives the address of this server once it is known.
    """

    def __init__(
        self,
        workspace: Workspace,
        line: Line,
        commands: Sequence[Command],
        events: Collection[str],
        public_base: Callable[[], str],
    ) -> None:
        self._workspace = workspace
        self._line = line
        self._commands = commands
        self._events = events
        self._public_base = public_base

    async def says(self, channel: Channel, text: str) -> None:
        """Send what was typed: a command, a message to the bot, or just a message."""
        self._workspace.enter(channel)
        typed = text.strip()
        command = _COMMAND.fullmatch(typed)
        if command is not None:
            await self._command(channel, command[1], (command[2] or "").strip())
        else:
            await self._message(channel, typed)

    async def uses(
        self, posted: Posted, channel: Channel, block_id: str, action_id: str, choice: Choice
    ) -> None:
        """Press a button or change a control in a message.

        Raises:
            NotPossible: The message has no such control, or the control no such choice.
        """
        self._workspace.enter(channel)
        control = find_control(posted.blocks, block_id, action_id)
        if control is None:
            raise NotPossible("this message no longer has that button")
        payload = payloads.message_action(
            posted,
            channel,
            pressed(control, block_id, choice, self._workspace.new_ts()),
            trigger_id=self._workspace.new_trigger(channel.id),
            response_url=self._reply_address(channel, posted.ts),
        )
        await self._interact(payload, channel.id, "That button")

    async def uses_in_form(
        self, form: OpenForm, block_id: str, action_id: str, choice: Choice, values: Values
    ) -> None:
        """Press a button or change a control in the open form that acts at once.

        Raises:
            NotPossible: The form has no such control, or the control no such choice.
        """
        blocks = form.view["blocks"]
        control = find_control(blocks, block_id, action_id)
        if control is None:
            raise NotPossible("this form no longer has that button")
        payload = payloads.form_action(
            form,
            pressed(control, block_id, choice, self._workspace.new_ts()),
            filled_in_values(blocks, values),
            trigger_id=self._workspace.new_trigger(form.channel),
        )
        await self._interact(payload, form.channel, "That button")

    async def sends_form(self, form: OpenForm, values: Values) -> dict[str, str]:
        """Send the open form in.

        Returns:
            What the bot finds wrong, by block id; empty when the form is done.

        Raises:
            NotPossible: The form has no such control, or it cannot hold that.
            BotFailed: The bot did not take it; the form stays open.
        """
        state = filled_in_values(form.view["blocks"], values)
        trigger_id = self._workspace.new_trigger(form.channel)
        payload = payloads.form_sent_in(form, state, trigger_id=trigger_id)
        answer = await self._line.send(payloads.encode_interaction(payload))
        return self._after_form(form, answer)

    async def closes_form(self, form: OpenForm) -> None:
        """Close the open form without sending it."""
        self._workspace.close_form()
        if form.view.get("notify_on_close") is True:
            await self._interact(payloads.form_closed(form), form.channel, "Closing the form")

    # --- commands and messages ---------------------------------------------------------------

    async def _command(self, channel: Channel, name: str, text: str) -> None:
        known = [command.name for command in self._commands]
        if name not in known:
            self._workspace.report(
                f"{name} is not a command of this bot. It knows {', '.join(known)}.", channel.id
            )
            return
        address_id = self._workspace.new_reply_address(channel.id)
        form = payloads.command_form(
            name,
            _escaped(text),
            channel,
            trigger_id=self._workspace.new_trigger(channel.id),
            response_url=self._url(address_id),
        )
        try:
            answer = await self._line.send(payloads.encode_form(form))
        except BotFailed as fault:
            self._workspace.report(f"{name} failed. {fault}", channel.id)
            return
        if answer.get("response_type") == "in_channel":
            # Slack shows the typed command to everybody only when the answer is for everybody too.
            self._workspace.post(channel.id, Author.YOU, _escaped(f"{name} {text}".strip()))
        address = self._workspace.reply_address(address_id)
        if answer.keys() - {"response_type"} and address is not None:
            try:
                show_reply(self._workspace, address, answer)
            except NotAMessage as fault:
                self._workspace.report(f"Slack would not show the answer to {name}: {fault}.", channel.id)

    async def _message(self, channel: Channel, text: str) -> None:
        escaped = _MENTION.sub(f"<@{BOT_USER_ID}>", _escaped(text))
        posted = self._workspace.post(channel.id, Author.YOU, escaped)
        if not channel.is_direct and f"<@{BOT_USER_ID}>" not in escaped:
            return
        if (DIRECT_MESSAGE if channel.is_direct else MENTION) not in self._events:
            # Slack sends only what the manifest asks for, so the bot would never see it.
            example = next((line for command in self._commands for line in command.examples), "/")
            self._workspace.hint(
                f"{BOT_NAME} does not take plain messages yet. Type a command, for example: `{example}`",
                channel.id,
            )
            return
        event = payloads.message_event(posted, channel, self._workspace.now)
        try:
            await self._line.send(payloads.encode_event(event), JSON)
        except BotFailed as fault:
            self._workspace.report(f"That message failed. {fault}", channel.id)

    # --- buttons and forms -------------------------------------------------------------------

    async def _interact(self, payload: dict[str, Any], channel: str, what: str) -> None:
        try:
            await self._line.send(payloads.encode_interaction(payload))
        except BotFailed as fault:
            self._workspace.report(f"{what} failed. {fault}", channel)

    def _after_form(self, form: OpenForm, answer: dict[str, Any]) -> dict[str, str]:
        action = answer.get("response_action")
        view = answer.get("view")
        if action == "errors" and isinstance(answer.get("errors"), dict):
            return {str(block_id): str(words) for block_id, words in answer["errors"].items()}
        if action == "update" and is_view(view):
            self._workspace.change_form(form, view)
            return {}
        if action not in (None, "clear"):
            self._workspace.report(
                f"The bot answered the form with {action!r}, which this playground cannot do.", form.channel
            )
        if self._workspace.form is form:
            self._workspace.close_form()
        return {}

    def _reply_address(self, channel: Channel, original: str) -> str:
        return self._url(self._workspace.new_reply_address(channel.id, original))

    def _url(self, address_id: str) -> str:
        return self._public_base().rstrip("/") + RESPONSE_PATH + address_id


def place_of(channel_id: str) -> Channel:
    """The channel of that id.

    Raises:
        NotPossible: There is none.
    """
    channel = find_channel(channel_id)
    if channel is None:
        raise NotPossible(f"there is no channel {channel_id!r}")
    return channel


def _escaped(text: str) -> str:
    """Slack sends these three characters of a message as entities, and only these."""
    return html.escape(text, quote=False)
