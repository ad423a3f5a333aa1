"""What the page asks this server: the page itself, the commands, the stream, and what the person does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.commands import Command
from bot.playground.bodies import read_body
from bot.playground.controls import NotPossible
from bot.playground.feed import Feed, TooManyPages
from bot.playground.line import BotFailed
from bot.playground.messages import OpenForm
from bot.playground.person import Person, Values, place_of
from bot.playground.things_to_try import things_to_try
from bot.playground.workspace import Workspace
from bot.playground.workspace_facts import CHANNELS, TEAM_NAME

STATIC = Path(__file__).parent / "static"
MAX_TEXT = 40_000


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Said(_Body):
    """Something was typed and sent."""

    channel: str
    text: str = Field(min_length=1, max_length=MAX_TEXT)


class Used(_Body):
    """A control was used: in a message (`channel` and `ts`) or in the open form (`form`)."""

    channel: str | None = None
    ts: str | None = None
    form: str | None = None
    block_id: str
    action_id: str
    choice: str | list[str] | None = None
    values: Values = {}


class FormDone(_Body):
    """The open form was sent in or closed."""

    form: str
    closed: bool = False
    values: Values = {}


B = TypeVar("B", bound=_Body)


class PageRoutes:
    """The endpoints behind the page.

    Args:
        workspace: What the page shows.
        feed: Carries changes to the page.
        person: Does what the person does.
        commands: What the composer completes.
    """

    def __init__(self, workspace: Workspace, feed: Feed, person: Person, commands: Sequence[Command]) -> None:
        self._workspace = workspace
        self._feed = feed
        self._person = person
        self._commands = commands

    def routes(self) -> list[BaseRoute]:
        """All routes of the page."""
        return [
            Route("/", self._page),
            Route("/playground/commands", self._command_table),
            Route("/playground/stream", self._stream),
            Route("/playground/send", _takes(Said, self._said), methods=["POST"]),
            Route("/playground/action", _takes(Used, self._used), methods=["POST"]),
            Route("/playground/view", _takes(FormDone, self._form_done), methods=["POST"]),
            Mount("/playground/static", StaticFiles(directory=STATIC)),
        ]

    async def _page(self, _request: Request) -> Response:
        return FileResponse(STATIC / "index.html", headers={"Cache-Control": "no-cache"})

    async def _command_table(self, _request: Request) -> Response:
        return JSONResponse(
            {
                "commands": [asdict(command) for command in self._commands],
                "try": [thing._asdict() for thing in things_to_try(self._commands)],
            }
        )

    async def _stream(self, _request: Request) -> Response:
        try:
            chunks = self._feed.open(self._state)
        except TooManyPages:
            return JSONResponse({"error": "too many pages are open; close some"}, status_code=503)
        return StreamingResponse(
            chunks, media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )

    def _state(self) -> dict[str, object]:
        channels = [
            {"id": place.id, "name": place.name, "topic": place.topic, "direct": place.is_direct}
            for place in CHANNELS
        ]
        return {"workspace": TEAM_NAME, "channels": channels, **self._workspace.state()}

    async def _said(self, said: Said) -> dict[str, object]:
        await self._person.says(place_of(said.channel), said.text)
        return {}

    async def _used(self, used: Used) -> dict[str, object]:
        if used.form is not None:
            form = self._open_form(used.form)
            await self._person.uses_in_form(form, used.block_id, used.action_id, used.choice, used.values)
            return {}
        channel = place_of(used.channel or "")
        posted = self._workspace.find(channel.id, used.ts or "")
        if posted is None:
            raise NotPossible("that message is no longer there")
        await self._person.uses(posted, channel, used.block_id, used.action_id, used.choice)
        return {}

    async def _form_done(self, done: FormDone) -> dict[str, object]:
        form = self._open_form(done.form)
        if done.closed:
            await self._person.closes_form(form)
            return {}
        return {"errors": await self._person.sends_form(form, done.values)}

    def _open_form(self, form_id: str) -> OpenForm:
        form = self._workspace.form
        if form is None or form.id != form_id:
            raise NotPossible("that form is no longer open")
        return form


def _takes(
    model: type[B], handle: Callable[[B], Awaitable[dict[str, object]]]
) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that reads one JSON body and says in words what is wrong with it."""

    async def endpoint(request: Request) -> Response:
        body = await read_body(request)
        try:
            asked = model.model_validate_json(body)
        except ValidationError as fault:
            first = fault.errors(include_input=False, include_url=False)[0]
            place = ".".join(str(part) for part in first["loc"])
            return _failed(f"{place or 'body'}: {first['msg']}", 400)
        try:
            return JSONResponse(await handle(asked))
        except NotPossible as fault:
            return _failed(str(fault), 409)
        except BotFailed as fault:
            return _failed(str(fault), 502)

    return endpoint


def _failed(words: str, status: int) -> Response:
    return JSONResponse({"error": words}, status_code=status)
