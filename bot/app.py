"""Builds the Bolt app. No call to Slack is made for it, and none for a command."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.middleware.request_verification.async_request_verification import AsyncRequestVerification
from slack_bolt.response import BoltResponse
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.signature import Clock, SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bot.background import BackgroundTasks, new_reference
from bot.listeners import register_all, words
from bot.listeners.needs import Needs, SlackService
from bot.listeners.posts import build_posts
from bot.listeners.replies import Replies
from bot.logs import describe_error, library_logger
from bot.loopback import is_loopback
from bot.question import Surface
from bot.settings import Settings, SettingsError

SLACK_SECONDS = 8

_KINDS = frozenset(
    {"block_actions", "event_callback", "message_action", "shortcut", "view_closed", "view_submission"}
)

_log = structlog.get_logger("bot.app")


def build_app(
    settings: Settings,
    service: SlackService,
    surface: Surface,
    *,
    tasks: BackgroundTasks | None = None,
    clock: Callable[[], float] = time.time,
) -> AsyncApp:
    """Build the app with all its listeners.

    Args:
        settings: The signing secret is needed but for Socket Mode. Without a bot token
            commands and buttons work, with small buttons in place of forms; messages are not answered.
        service: What answers.
        surface: Where the requests come from.
        tasks: Where work after the answer goes; whoever gives them drains them at the end.
        clock: Seconds since 1970, for the age of signatures.

    Raises:
        SettingsError: The signing secret is missing.
    """
    tasks = BackgroundTasks() if tasks is None else tasks
    client = build_web_client(settings)
    replies = Replies(client)
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else None
    verification = None if surface is Surface.SLACK_SOCKET else _Verification(signing_secret(settings), clock)
    with _hushed(library_logger("slack_bolt")) as logger:
        app = AsyncApp(
            # Bolt sets the level of the logger of this name, so it is none that we write to.
            name="slack_app",
            logger=logger,
            # Without this Bolt looks every 10 ms whether the listener is done.
            process_before_response=True,
            raise_error_for_unhandled_request=True,
            client=client,
            authorize=_Authorize(token),
            # Bolt's own check runs a second time behind the guard, and by the same clock.
            signing_secret="",
            request_verification_enabled=False,
            before_authorize=verification,
            attaching_function_token_enabled=False,
            attaching_conversation_kwargs_enabled=False,
        )
    posts = build_posts(client, settings)
    needs = Needs(
        service=service,
        surface=surface,
        tasks=tasks,
        replies=replies,
        posts=posts,
        team_channel=settings.team_channel,
        leads=tuple(filter(None, settings.leads.split(","))),
    )
    register_all(app, needs)
    app.error(_error_handler(needs))
    return app


def build_web_client(settings: Settings) -> AsyncWebClient:
    """The client for calls to Slack, without a token: each request brings its own."""
    client = AsyncWebClient(
        base_url=settings.slack_api_base_url,
        timeout=SLACK_SECONDS,
        logger=library_logger("slack_sdk"),
        retry_handlers=[
            AsyncConnectionErrorRetryHandler(),
            AsyncRateLimitErrorRetryHandler(max_retry_count=1),
            AsyncServerErrorRetryHandler(),
        ],
    )
    if is_loopback(client.base_url):
        client.proxy = None
    return client


def signing_secret(settings: Settings) -> str:
    """The secret that proves that a request comes from Slack.

    Raises:
        SettingsError: There is none.
    """
    secret = settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else ""
    if not secret:
        raise SettingsError(
            [
                "SLACK_SIGNING_SECRET: is needed to serve Slack over HTTP; "
                "copy it from Basic Information on your app's page at api.slack.com/apps"
            ]
        )
    return secret


class _Authorize(AsyncAuthorize):
    """Names the one workspace's token. Bolt's own way asks Slack first, on the first command of all."""

    def __init__(self, bot_token: str | None) -> None:
        self._bot_token = bot_token

    async def __call__(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        **_not_needed: object,
    ) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, user_id=user_id, bot_token=self._bot_token
        )


class _Clock(Clock):
    def __init__(self, read: Callable[[], float]) -> None:
        self._read = read

    def now(self) -> float:
        return self._read()


class _Verification(AsyncRequestVerification):
    def __init__(self, secret: str, clock: Callable[[], float]) -> None:
        super().__init__(secret, base_logger=library_logger("slack_bolt"))
        self._ours = SignatureVerifier(secret, clock=_Clock(clock))

    @property
    def verifier(self) -> SignatureVerifier:
        return self._ours


@contextmanager
def _hushed(logger: logging.Logger) -> Iterator[logging.Logger]:
    """Bolt reads tokens from the environment by itself and warns that it will not use them."""
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield logger
    finally:
        logger.setLevel(level)


def _error_handler(needs: Needs) -> Callable[..., Awaitable[BoltResponse]]:
    async def on_error(error: Exception, body: dict[str, Any]) -> BoltResponse:
        """The one place for errors on the way to an answer: a line in the log, an apology in Slack."""
        kind = _kind(body)
        if isinstance(error, BoltUnhandledRequestError):
            _log.warning("slack.unhandled", kind=kind)
            # An event that nobody listens to is no reason for Slack to send it three times more.
            return BoltResponse(status=200 if kind == "event_callback" else 404)
        reference = new_reference()
        _log.error("slack.failed", kind=kind, reference=reference, **describe_error(error))
        if kind == "command":
            return BoltResponse(
                status=200, body={"response_type": "ephemeral", "text": words.apology(reference)}
            )
        if kind in ("block_actions", "message_action"):
            needs.tasks.start("apology", _say(needs.replies, body.get("response_url"), reference))
            return BoltResponse(status=200)
        # Slack sends a failed event again, and keeps a failed form open with a note of its own.
        return BoltResponse(status=500)

    return on_error


async def _say(replies: Replies, address: str | None, reference: str) -> None:
    await replies.say(address, words.apology(reference))


def _kind(body: dict[str, Any]) -> str:
    """A fixed word for the log; never a word from the request."""
    if "command" in body:
        return "command"
    found = body.get("type")
    return found if isinstance(found, str) and found in _KINDS else "other"
