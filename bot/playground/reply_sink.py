"""Where the bot sends what it has to say after the first answer: Slack's `response_url`."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.playground.bodies import read_body
from bot.playground.replies import NotAMessage, show_reply
from bot.playground.workspace import RESPONSE_USES, ReplyAddress, Workspace


class ReplySink:
    """Takes the bot's later replies.

    Args:
        workspace: Where to show them.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def endpoint(self, request: Request) -> Response:
        """One reply over HTTP."""
        address = self._workspace.reply_address(str(request.path_params["id"]))
        if address is None:
            return self._refuse(None, "used_url", "nobody was given that address", 404)
        if self._workspace.now > address.until:
            return self._refuse(address, "expired_url", "a reply address works for 30 minutes", 404)
        if address.uses_left == 0:
            return self._refuse(address, "used_url", f"a reply address works {RESPONSE_USES} times", 404)
        try:
            body = json.loads(await read_body(request))
        except ValueError:
            return self._refuse(address, "invalid_payload", "the reply is not JSON", 400)
        if not isinstance(body, dict):
            return self._refuse(address, "invalid_payload", "the reply is not a JSON object", 400)
        address.uses_left -= 1
        try:
            shown = show_reply(self._workspace, address, body)
        except NotAMessage as fault:
            return self._refuse(address, "no_text", str(fault), 500)
        if shown is not None and shown.refused:
            return PlainTextResponse("invalid_blocks", status_code=400)
        return PlainTextResponse("ok")

    def _refuse(self, address: ReplyAddress | None, code: str, words: str, status: int) -> Response:
        self._workspace.report(
            f"Stand-in for Slack: the bot sent a reply, and Slack would refuse it: {code} ({words}).",
            address.channel if address else None,
        )
        return PlainTextResponse(code, status_code=status)
