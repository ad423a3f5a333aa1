"""How uvicorn is run, for Slack over HTTP and for the playground alike."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from socket import socket

import structlog
import uvicorn
from starlette.types import ASGIApp

STOP_SECONDS = 2

_log = structlog.get_logger("bot.web_server")


class AnnouncingServer(uvicorn.Server):
    """Says when it is ready.

    Args:
        config: From `server_config`.
        announce: Called once with the socket that is listened on.
    """

    def __init__(self, config: uvicorn.Config, announce: Callable[[socket], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Start, then announce it."""
        await super().startup(sockets)
        if self.started and sockets:
            self._announce(sockets[0])


def server_config(app: ASGIApp | str, *, factory: bool = False, workers: int = 1) -> uvicorn.Config:
    """The one way we set uvicorn up: quiet, without a trace of its own in answers or logs.

    Args:
        app: The application, or the name of a factory for worker processes.
        factory: Whether `app` names a factory.
        workers: How many processes.
    """
    return uvicorn.Config(
        app,
        loop="auto",  # uvloop, where it is installed
        http="httptools",
        ws="none",
        lifespan="on",
        log_config=None,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=STOP_SECONDS,
        factory=factory,
        workers=workers,
    )


@contextmanager
def stopping_in_good_order() -> Iterator[None]:
    """Uvicorn raises a signal again once it has stopped, and SIGTERM would then end us as if killed."""
    former = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        _log.info("server.stopped")
    finally:
        signal.signal(signal.SIGTERM, former)
