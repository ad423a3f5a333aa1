"""Log lines: one JSON object each, with ids and types, never with words that a person typed.

Our own events carry only named facts. What libraries log is another matter: Bolt puts whole request
bodies into its lines, slack_sdk whole requests and responses, and any exception's message may quote
what somebody wrote. So a library's line keeps its place in the source and the type of its exception,
and loses its text.
"""

from __future__ import annotations

import copy
import logging
import re
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import structlog

if TYPE_CHECKING:
    from collections.abc import Iterator

    from structlog.typing import EventDict, WrappedLogger

OUR_PACKAGES = frozenset({"bot", "rules", "knowledge"})
# uvicorn's lines are fixed sentences about the process, but for those with a traceback in them.
LOGGERS_WITH_THEIR_OWN_WORDS = OUR_PACKAGES | {"uvicorn"}

_ROOT = Path(__file__).resolve().parent.parent
_MACHINE_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,59}")


def describe_error(error: BaseException) -> dict[str, Any]:
    """What may be logged about an exception: types, our own lines of source, a machine's error code.

    Args:
        error: Any exception. Its message is never read, because it may quote what was typed.
    """
    facts: dict[str, Any] = {"error": type(error).__name__, "at": list(_our_frames(error))}
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        facts["caused_by"] = type(cause).__name__
    code = _machine_code(error)
    if code is not None:
        facts["code"] = code
    return facts


def library_logger(name: str) -> logging.Logger:
    """The logger to hand to a library that logs requests: WARNING at least, and without text.

    Bolt and slack_sdk look at their logger's own level, not at the one in force, so leaving it
    unset would make them put every request into words even where nothing is printed.

    Args:
        name: The library's logger, for example `slack_bolt`.
    """
    logger = logging.getLogger(name)
    logger.setLevel(max(logger.level, logging.WARNING))
    if not any(isinstance(present, WithoutText) for present in logger.filters):
        logger.addFilter(WithoutText())
    return logger


def configure_logging(level: str = "INFO", stream: TextIO | None = None) -> None:
    """Send everything that is logged in this process to one stream, as JSON lines.

    Args:
        level: The lowest level that is written, for example `INFO`.
        stream: Where to; standard error when not given.
    """
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _errors_without_text,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = _JsonLines(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(default=_type_name),
            ],
        )
    )
    root = logging.getLogger()
    for former in [present for present in root.handlers if isinstance(present, _JsonLines)]:
        root.removeHandler(former)
    root.addHandler(handler)
    root.setLevel(level)
    for name in ("slack_bolt", "slack_sdk", "aiohttp", "asyncio"):
        library_logger(name)


class WithoutText(logging.Filter):
    """Reduces a library's record to where it was logged and what kind of exception it carries."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place; every record passes."""
        _withhold_text(record)
        return True


class _JsonLines(logging.StreamHandler[TextIO]):
    """Our own handler, so that configuring twice replaces it and touches nobody else's."""

    def emit(self, record: logging.LogRecord) -> None:
        if not isinstance(record.msg, dict) and not _is_a_fixed_sentence(record):
            record = copy.copy(record)
            _withhold_text(record)
        super().emit(record)


def _is_a_fixed_sentence(record: logging.LogRecord) -> bool:
    """Whether a line's words are known to quote nothing; uvicorn puts whole tracebacks into some."""
    is_trusted = record.name.partition(".")[0] in LOGGERS_WITH_THEIR_OWN_WORDS
    return is_trusted and "\n" not in record.getMessage()


def _withhold_text(record: logging.LogRecord) -> None:
    if hasattr(record, "text_withheld"):
        return
    words = f"{record.filename}:{record.lineno} in {record.funcName}"
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        facts = describe_error(error)
        words += f", {facts['error']}" + (f" ({facts['code']})" if "code" in facts else "")
    record.msg = f"{words}; text withheld"
    record.args = None
    record.exc_info = record.exc_text = record.stack_info = None
    record.text_withheld = True


def _errors_without_text(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Replace a traceback by types and our own lines of source."""
    given = event.pop("exc_info", None)
    event.pop("stack_info", None)
    error = given
    if isinstance(given, tuple):
        error = given[1]
    elif given is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event.update(describe_error(error))
    return event


def _our_frames(error: BaseException) -> Iterator[str]:
    for frame, line in traceback.walk_tb(error.__traceback__):
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(_ROOT):
            own = path.relative_to(_ROOT)
            if own.parts[0] in OUR_PACKAGES:
                yield f"{own.as_posix()}:{line}"


def _machine_code(error: BaseException) -> str | None:
    """The fixed identifier that Slack, SQLite or the system gave the fault, where there is one."""
    lookup = getattr(getattr(error, "response", None), "get", None)
    code = lookup("error") if callable(lookup) else getattr(error, "sqlite_errorname", None)
    if code is None and isinstance(error, OSError) and error.errno is not None:
        code = f"errno_{error.errno}"
    return code if isinstance(code, str) and _MACHINE_CODE.fullmatch(code) else None


def _type_name(value: object) -> str:
    """An object that JSON does not know is logged as its type, because its text may be anything."""
    return type(value).__name__
