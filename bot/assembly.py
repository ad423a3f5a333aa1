"""Putting the pieces together: settings in, a service out. Nothing else builds one."""

from __future__ import annotations

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
    # A second of work that no command waits for: the first question in plain words may.
    threading.Thread(target=_warm_up_library, name="library", daemon=True).start()
    return service


def _warm_up_library() -> None:
    try:
        SHIPPED.warm_up()
    except ContentError as fault:
        log.error("knowledge_not_usable", fault=type(fault).__name__, advice=str(fault))


def warm_up() -> None:
    """Load rules, templates and block models before the first person waits for them.

    Raises:
        ContentError: A file of our own is not usable.
    """
    render_draft(draft_answer(Question(_WARM_UP), today=date(2026, 3, 2)))
