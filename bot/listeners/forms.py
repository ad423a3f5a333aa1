"""Opening a form on the screen of whoever pressed a button."""

from __future__ import annotations

from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.logs import describe_error
from bot.loopback import is_loopback

_log = structlog.get_logger("bot.listeners.forms")


async def open_form(client: AsyncWebClient, trigger_id: str, view: dict[str, Any]) -> bool:
    """Open a form; false where Slack does not.

    Args:
        client: Made by Bolt for this one request.
        trigger_id: From the press; good for three seconds.
        view: The form.
    """
    if is_loopback(client.base_url):
        client.proxy = None
    try:
        await client.views_open(trigger_id=trigger_id, view=view)
    except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
        _log.warning("form.not_opened", form=view["callback_id"], **describe_error(error))
        return False
    return True
