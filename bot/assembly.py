"""Putting the pieces together: settings in, a service out. Nothing else builds one."""

from __future__ import annotations

import gc
import threading
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from bot.answering.drafts import draft_answer
from bot.answering.library import SHIPPED
from bot.answering.rendered import render_draft
from bot.question import Question
from bot.service import Service
from bot.settings import Settings
from bot.shelf import Shelf
from bot.store import Hasher, load_secret, open_log
from rules import ContentError

log = structlog.get_logger("unitwise.assembly")

_WARM_UP = "/units 97112 25 97110 10"
_PLAIN_WARM_UP = (
    "how many units is 25 min of neuro and 10 of ther ex",
    # A slip and a name go through the lists of words that only such messages need.
    "do i need modfier 59 with 97140 for Mr Qzk?",
)
_ANY_DAY = date(2026, 3, 2)


def build_service(settings: Settings) -> Service:
    """Build the service that every surface talks to.

    Args:
        settings: Read once, by the caller.

    Raises:
        SettingsError: The database setting cannot be used.
        ContentError: A file of our own rules is not usable.
    """
    query_log = open_log(settings.database)
    secret = load_secret(
        settings.secret.get_secret_value() if settings.secret else None, Path(settings.database)
    )
    return Service(
        query_log,
        Hasher(secret.value),
        timezone=ZoneInfo(settings.timezone),
        books=Shelf(settings.database),
        retention_days=settings.retention_days,
        standing_faults=(secret.fault,) if secret.fault else (),
    )


def start_service(settings: Settings) -> Service:
    """Build the service of a server, with everything loaded that the first person would wait for.

    Args:
        settings: Read once, by the caller.

    Raises:
        SettingsError: The database setting cannot be used.
        ContentError: A file of our own rules is not usable.
    """
    warm_up()
    service = build_service(settings)
    service.open()
    # Seconds of work that no command waits for: the first question in plain words may.
    threading.Thread(target=_warm_up_library, name="library", daemon=True).start()
    return service


def _warm_up_library() -> None:
    try:
        SHIPPED.warm_up()
        for question in _PLAIN_WARM_UP:
            render_draft(draft_answer(Question(question), today=_ANY_DAY))
    except ContentError as fault:
        log.error("knowledge_not_usable", fault=type(fault).__name__, advice=str(fault))
    # What is loaded now stays; looking through it for garbage would hold up an answer by 50 ms.
    gc.collect()
    gc.freeze()


def warm_up() -> None:
    """Load rules, templates and block models before the first person waits for them.

    Raises:
        ContentError: A file of our own is not usable.
    """
    render_draft(draft_answer(Question(_WARM_UP), today=_ANY_DAY))
