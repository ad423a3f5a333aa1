"""Where a `response_url` leads: Slack's rules for answering later, up to five times in 30 minutes."""

from __future__ import annotations

import json

from aiohttp import web

from tests.fakes.content import REPLY_ADDRESS_KEYS, keys_fault, message_fault
from tests.fakes.state import REPLY_SECONDS, REPLY_USES, Payload, ReplyAddress, Workspace

WHERE = "response_url"


class ReplyAddresses:
    """Takes what the app sends to its reply addresses and shows it in the channel."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one post as Slack would: `ok`, or a refusal with 404 for an address that is used up."""
        with self._workspace.changed:
            address = self._workspace.reply_addresses.get(request.path)
            if address is None:
                return self._refuse(404, "no_such_url", request.path)
            if self._workspace.clock.now() - address.made_at > REPLY_SECONDS:
                return self._refuse(404, "expired_url", "a reply address is good for 30 minutes")
            if address.uses >= REPLY_USES:
                return self._refuse(404, "used_url", f"a reply address is good for {REPLY_USES} uses")
            address.uses += 1
        if request.content_type != "application/json":
            return self._refuse(400, "invalid_payload", f"JSON is wanted, not {request.content_type}")
        try:
            body = json.loads(await request.read())
        except ValueError:
            return self._refuse(400, "invalid_payload", "the body is not JSON")
        if not isinstance(body, dict):
            return self._refuse(400, "invalid_payload", f"the body is a JSON {type(body).__name__}")
        if fault := self._apply(address, body):
            return self._refuse(400, *fault)
        return web.Response(text="ok")

    def _apply(self, address: ReplyAddress, body: Payload) -> tuple[str, str] | None:
        if fault := keys_fault(body, REPLY_ADDRESS_KEYS) or _original_fault(address, body):
            return fault
        deletes = body.get("delete_original") is True
        private = body.get("response_type", "ephemeral") == "ephemeral"
        text, blocks = body.get("text", ""), body.get("blocks", [])
        original, thread_ts = address.original, body.get("thread_ts")
        if thread_ts is not None and not self._workspace.is_message(address.channel, str(thread_ts)):
            return "invalid_thread_ts", f"no message {thread_ts} heads a thread in {address.channel}"
        if original is not None and deletes and not text and not blocks:
            self._workspace.delete(original)
            return None
        if fault := message_fault(text, blocks):
            return fault
        if original is not None and body.get("replace_original") is True:
            self._workspace.replace(original, text=text, blocks=blocks)
            return None
        if original is not None and deletes:
            self._workspace.delete(original)
        self._workspace.show(
            channel=address.channel,
            private=private,
            user=address.user,
            text=text,
            blocks=blocks,
            came_by="reply address",
            thread_ts=thread_ts,
        )
        return None

    def _refuse(self, status: int, error: str, detail: str) -> web.Response:
        self._workspace.refuse(WHERE, error, detail)
        return web.json_response({"ok": False, "error": error}, status=status)


def _original_fault(address: ReplyAddress, body: Payload) -> tuple[str, str] | None:
    """Why `replace_original` and `delete_original` would not do what was meant."""
    replaces, deletes = body.get("replace_original"), body.get("delete_original")
    for name, value in (("replace_original", replaces), ("delete_original", deletes)):
        if value not in (None, True, False):
            return "invalid_arguments", f"{name} must be true or false, not {value!r}"
    if replaces and deletes:
        return "invalid_arguments", "replace_original and delete_original at once"
    original = address.original
    if original is None:
        if replaces or deletes:
            return "nothing_to_replace", "the reply address of a command cannot change an earlier message"
        return None
    if replaces is None and not deletes:
        # Slack's pages disagree on what happens then, so code that leaves it open is a fault waiting.
        return "ambiguous", "say replace_original true or false when answering a pressed button"
    if (
        replaces
        and "response_type" in body
        and (body["response_type"] == "ephemeral") is not original.private
    ):
        return (
            "cannot_change_type",
            "a private message stays private when it is replaced, a public one public",
        )
    if (replaces or deletes) and original.deleted:
        return "message_not_found", "the original is already deleted"
    return None
