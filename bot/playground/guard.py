"""Keeps the playground to this computer and its page to itself.

The server listens on the loopback address only, but any web page that is open in a browser on the
same computer can send requests there. So a request must name this computer as its host (a foreign name
that leads here is an attack), a browser must not come from another page, and what changes something
must be JSON, which a foreign form cannot send.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
_PAGE_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_OWN_PREFIX = "/playground/"
# Slack's side of the playground takes what Slack takes: forms as well as JSON, and no browser calls it.
_STAND_IN_PREFIX = "/playground/slack/"


class Guard:
    """Middleware in front of the whole server.

    Args:
        app: What to guard.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what does not come from this computer or this page; else pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        fault = _fault(scope)
        if fault is not None:
            status, words = fault
            await PlainTextResponse(words, status_code=status)(scope, receive, send)
            return
        is_ours = scope["path"] == "/" or scope["path"].startswith(_OWN_PREFIX)
        await self._app(scope, receive, _with_page_headers(send) if is_ours else send)


def _fault(scope: Scope) -> tuple[int, str] | None:
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    if _name_of(host) not in LOOPBACK_NAMES:
        return 421, "The playground answers to this computer only: open it as http://127.0.0.1 and its port."
    origin = headers.get("origin")
    if origin is not None and origin != f"{scope['scheme']}://{host}":
        return 403, "This request comes from another web page, so the playground does not take it."
    path = scope["path"]
    if not path.startswith(_OWN_PREFIX):
        return None
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return 403, "This request comes from another web page, so the playground does not take it."
    is_json = headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"
    if scope["method"] == "POST" and not path.startswith(_STAND_IN_PREFIX) and not is_json:
        return 415, "Send JSON, with the content type application/json."
    return None


def _name_of(host: str) -> str:
    """The host without its port; an IPv6 address keeps its brackets."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].lower()


def _with_page_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _PAGE_HEADERS.items():
                headers[name] = value
        await send(message)

    return send_with_headers
