"""Whether anything of a patient is left in what the bot wrote, logged, or showed to others."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import structlog

from bot.answer import Answer
from bot.answering.guarding import kept_question
from bot.answering.library import SHIPPED
from bot.logs import configure_logging
from bot.question import Question
from bot.service import Service
from scripts.evaluation.asking import Reply, ask, running_bot
from scripts.evaluation.messages import Message
from scripts.evaluation.requests import DAY

_SEPARATORS = re.compile(r"[\s.\-()\[\]]")
_LONG_NUMBER = 7
_SHARE = "answer.share"


class Kept(NamedTuple):
    """What became of a message with a patient's details.

    Attributes:
        reply: The reply to the asker.
        leaked: What must not be kept and is found, with the place where: `name in database`.
        kept: What must stay and does.
        redacted: The question as it is kept.
    """

    reply: Reply
    leaked: tuple[str, ...]
    kept: tuple[str, ...]
    redacted: str


def ask_with_patients(messages: Iterable[Message]) -> list[Kept]:
    """Ask each message of a bot of its own, in private and in a channel, share it and hand it to a person.

    Then everything that was written is searched byte by byte.

    Args:
        messages: Messages with a patient's details.
    """
    with tempfile.TemporaryDirectory() as base:
        empty = Path(base) / "empty"
        empty.mkdir()
        with running_bot(empty):
            pass
        return [_ask_one(message, Path(base), empty) for message in messages]


def _ask_one(message: Message, base: Path, empty: Path) -> Kept:
    folder = base / "bot"
    shutil.copytree(empty, folder)
    try:
        with logged() as log:
            with running_bot(folder) as service:
                reply = ask(service, message)
                shown = "\n".join(shown_to_others(service, message, reply.answer))
                written = _bytes_of(folder)
            written += _bytes_of(folder)
        places = {"files": written, "shown to others": shown, "log lines": log.getvalue()}
        leaked = tuple(
            f"{secret} in {place}"
            for secret in message.must_not_store
            for place, text in places.items()
            if is_in(secret, text)
        )
        redacted = kept_question(message.text, SHIPPED)
        return Kept(reply, leaked, tuple(word for word in message.keep if is_in(word, redacted)), redacted)
    finally:
        shutil.rmtree(folder)


def shown_to_others(service: Service, message: Message, answer: Answer) -> Iterator[str]:
    """Everything about an answer that somebody other than the asker may see, or a machine keeps.

    Args:
        service: The bot that gave it.
        message: What was asked.
        answer: The answer to the asker.
    """
    yield json.dumps(answer.request, ensure_ascii=False)
    yield answer.understood
    yield " ".join(topic.id for topic in answer.topics or ())
    for value in _share_values(answer):
        shared = service.shared(value)
        yield shared.text
        yield json.dumps(shared.blocks, ensure_ascii=False)
    public = service.answer(Question(message.text, as_of=DAY, is_public=True))
    if public.is_for_everybody:
        yield json.dumps(public.to_json_dict(), ensure_ascii=False)

    async def to_a_person() -> str:
        await service.handing_over.keep_remark(answer.receipt, message.text)
        handed = await service.handing_over.question_of(answer.receipt)
        return handed.text if handed is not None else ""

    yield asyncio.run(to_a_person())


def _share_values(answer: Answer) -> Iterator[str]:
    for block in answer.blocks:
        for element in block.get("elements", ()):
            if element.get("action_id") == _SHARE:
                yield element["value"]


def _bytes_of(folder: Path) -> str:
    """Every file below a folder as text, with what JSON writes as an escape written out too."""
    raw = "\n".join(
        path.read_bytes().decode("utf-8", "replace") for path in folder.rglob("*") if path.is_file()
    )
    return raw + "\n" + re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), raw)


def is_in(secret: str, text: str) -> bool:
    """Whether a text holds something as whole words; long numbers also when written with other separators.

    Args:
        secret: What to look for.
        text: Where.
    """
    secret, text = secret.casefold(), text.casefold()
    if _stands_in(secret, text, str.isalnum):
        return True
    if sum(char.isdigit() for char in secret) < _LONG_NUMBER:
        return False
    # Without its spaces a number hangs on the word before it, so that only digits beside it make it another.
    return _stands_in(_SEPARATORS.sub("", secret), _SEPARATORS.sub("", text), str.isdigit)


def _stands_in(secret: str, text: str, continues: Callable[[str], bool]) -> bool:
    place = text.find(secret)
    while place >= 0:
        end = place + len(secret)
        if not continues(text[max(0, place - 1) : place]) and not continues(text[end : end + 1]):
            return True
        place = text.find(secret, place + 1)
    return False


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """Everything that is logged meanwhile, down to the finest level."""
    stream = io.StringIO()
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    configure_logging("DEBUG", stream)
    try:
        yield stream
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        structlog.reset_defaults()
