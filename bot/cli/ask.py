"""`unitwise ask`: one message or a file of them, answered exactly as in Slack."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

import click
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.answer import Answer, Outcome
from bot.cli.options import EXIT_INPUT, HELP, as_of, fail, global_options, settings
from bot.question import Question, Surface
from bot.service import Service

_ANSWERED = frozenset({Outcome.ANSWERED, Outcome.ABSTAINED, Outcome.CHOOSE})


class _BatchLine(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str | int | None = None
    text: str
    user: str | None = None


@click.command(context_settings=HELP)
@click.argument("text", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the answer object.")
@click.option(
    "--batch",
    type=click.File(encoding="utf-8", errors="replace"),
    help='JSON lines {"id", "text", "user"?} to answer in order; - for standard input.',
)
@click.option("--user", help="Who asks, for their own settings; only a keyed hash of it is kept.")
@global_options
def ask(text: str | None, as_json: bool, batch: TextIO | None, user: str | None) -> None:
    """Answer TEXT: a command line (`/units 97112 25 97110 10`) or a plain message.

    Ends with 0 when it was answered or honestly not known, and with 2 when the input cannot be
    answered; the message then says what would be right.

    The same in Python: `bot.assembly.build_service(settings).answer(Question(text))`.
    """
    if (text is None) == (batch is None):
        fail(
            'Give one message, e.g. unitwise ask "/units 97112 25 97110 10", or --batch FILE.',
            code=EXIT_INPUT,
        )
    service = _service()
    try:
        if batch is not None:
            for line in _answer_batch(service, batch, user):
                click.echo(line)
            return
        with _nothing_collected():
            answer = service.answer(Question(text or "", surface=Surface.CLI, user=user, as_of=as_of()))
    finally:
        service.close()
    click.echo(_json(answer.to_json_dict(), indent=2) if as_json else answer.text)
    if answer.outcome not in _ANSWERED:
        raise click.exceptions.Exit(EXIT_INPUT)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """What one answer loads stays until the end; looking through it for garbage takes a tenth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _service() -> Service:
    from bot.assembly import build_service
    from bot.logs import configure_logging
    from bot.settings import SettingsError

    # Standard output belongs to the answer.
    configure_logging("CRITICAL")
    try:
        return build_service(settings())
    except SettingsError as fault:
        fail(*fault.faults)


def _answer_batch(service: Service, lines: TextIO, user: str | None) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            asked = _BatchLine.model_validate_json(line)
        except ValidationError:
            # The line is not repeated: it may hold anything.
            yield _json({"id": None, "answer": _not_a_line(number)})
            continue
        answer: Answer = service.answer(
            Question(asked.text, surface=Surface.CLI, user=asked.user or user, as_of=as_of())
        )
        yield _json({"id": asked.id, "answer": answer.to_json_dict()})


def _not_a_line(number: int) -> dict[str, Any]:
    message = (
        f'Line {number} is not JSON of the form {{"id": 1, "text": "/units 97112 25"}}. Write one a line.'
    )
    return {
        "schema": 1,
        "outcome": Outcome.REFUSED.value,
        "confident": False,
        "text": message,
        "error": {"code": "bad_batch_line", "message": message},
    }


def _json(data: dict[str, Any], indent: int | None = None) -> str:
    return json.dumps(data, ensure_ascii=False, indent=indent)
