"""Messages posted by a call to Slack: answers to what people write to the bot."""

from __future__ import annotations

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.logs import describe_error
from bot.message import Message
from bot.question import Place
from bot.settings import Settings

PROMPTS_TITLE = "For example"

_log = structlog.get_logger("bot.listeners.posts")


class Posts:
    """Calls Slack with the workspace's token.

    Args:
        client: Its session, time limit and retries are used.
        token: The bot token.
    """

    def __init__(self, client: AsyncWebClient, token: str) -> None:
        self._client = client
        self._token = token

    async def send(self, place: Place, message: Message, *, only_for: str | None = None) -> bool:
        """Post one message; where Slack refuses its blocks, its text alone.

        Args:
            place: Where.
            message: What to say.
            only_for: The one person who sees it; everybody there when left out.

        Returns:
            Whether Slack took it.
        """
        fault = await self._post(place, message, only_for)
        if fault is not None and "block" in fault and message.blocks:
            fault = await self._post(place, Message(text=message.text, blocks=[]), only_for)
        return fault is None

    async def say(self, place: Place, text: str, *, only_for: str | None = None) -> bool:
        """Post one sentence."""
        return await self.send(place, Message(text=text, blocks=[]), only_for=only_for)

    async def suggest(self, channel: str, prompts: list[dict[str, str]]) -> bool:
        """Offer prompts in a direct message with the bot.

        Args:
            channel: Id of the direct message.
            prompts: At most four, each with `title` and `message`.

        Returns:
            Whether Slack took them.
        """
        try:
            await self._client.assistant_threads_setSuggestedPrompts(
                channel_id=channel, prompts=prompts, title=PROMPTS_TITLE, token=self._token
            )
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            _log.warning("post.no_prompts", **describe_error(error))
            return False
        return True

    async def _post(self, place: Place, message: Message, only_for: str | None) -> str | None:
        """Slack's name for what was wrong; `None` when nothing was."""
        blocks = message.blocks or None
        try:
            if only_for is not None:
                await self._client.chat_postEphemeral(
                    channel=place.channel,
                    user=only_for,
                    text=message.text,
                    blocks=blocks,
                    thread_ts=place.thread_ts,
                    token=self._token,
                )
            else:
                await self._client.chat_postMessage(
                    channel=place.channel,
                    text=message.text,
                    blocks=blocks,
                    thread_ts=place.thread_ts,
                    unfurl_links=False,
                    unfurl_media=False,
                    token=self._token,
                )
        except SlackApiError as error:
            facts = describe_error(error)
            _log.warning("post.refused", **facts)
            return str(facts.get("code"))
        except (aiohttp.ClientError, TimeoutError) as error:
            _log.warning("post.failed", **describe_error(error))
            return "not_reached"
        return None


def build_posts(client: AsyncWebClient, settings: Settings) -> Posts | None:
    """The way to post messages; `None` without a bot token, for Slack then takes none."""
    token = settings.slack_bot_token
    return Posts(client, token.get_secret_value()) if token else None
