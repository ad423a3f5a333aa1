"""Reads request bodies, but never without end."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

MAX_BODY = 256 * 1024


class TooLarge(Exception):
    """The body is longer than anything that makes sense here."""


async def read_body(request: Request) -> bytes:
    """The body of a request.

    Args:
        request: The request; its body is read once.

    Raises:
        TooLarge: The body is longer than `MAX_BODY`.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise TooLarge
    return bytes(body)


async def refuse_too_large(_request: Request, _fault: Exception) -> Response:
    """The answer to a body that is too long."""
    return JSONResponse({"error": f"more than {MAX_BODY // 1024} KiB"}, status_code=413)
