"""The clinic's own payers: a file beside the log database, taken up while the bot runs.

With any fault in the file nothing of it is used: the built-in payers answer, and the fault is told.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from bot.parsing.normalise import normalise
from bot.parsing.phrases import Phrases, Role
from bot.parsing.tokens import tokens
from bot.parsing.words import Lexicon, lexicon
from bot.settings import DEFAULT_DATABASE
from bot.watching import Watch
from rules import PayerBook, PayerProfile, payer_book, read_clinic_payers
from rules.errors import ParameterFileError

FILE = "payers.yaml"
MOST_BYTES = 256 * 1024


def payer_file(database: str) -> Path:
    """Where the clinic's payers are kept for a log database.

    Args:
        database: As in the setting `UNITWISE_DATABASE`. A database server keeps no files, so beside
            one the file lies in the working folder.
    """
    near = DEFAULT_DATABASE if "://" in database else database
    return Path(near).expanduser().absolute().with_name(FILE)


def current_payers(database: str) -> PayerBook | None:
    """The payers to answer with now; `None` when the clinic has no file of its own. Never raises.

    Args:
        database: The log database, beside which the file lies.
    """
    return _watch(payer_file(database)).content()


@cache
def _watch(path: Path) -> Watch[PayerBook | None]:
    return Watch(path, read=_read, without=None, unreadable=_built_in_with)


def _read(path: Path) -> PayerBook:
    try:
        return load_payer_file(path)
    except ParameterFileError as fault:
        return _built_in_with(str(fault))


def _built_in_with(fault: str) -> PayerBook:
    return PayerBook(payer_book().profiles, fault=fault)


def load_payer_file(path: Path) -> PayerBook:
    """Read a clinic's payers over the built-in ones.

    Args:
        path: The file.

    Raises:
        ParameterFileError: With every fault of the file, each with its line or its payer.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            # A pipe or a device would be waited for without end.
            raise ParameterFileError(f"{path.name}: no ordinary file; put a file of text there")
        if found.st_size > MOST_BYTES:
            raise ParameterFileError(
                f"{path.name}: larger than {MOST_BYTES // 1024} KiB; is it the right file?"
            )
        book = read_clinic_payers(path, name=path.name)
    except OSError as fault:
        raise ParameterFileError(f"{path} cannot be read: {fault.strerror}.") from None
    faults = [
        f"{path.name}: payers.{payer.id}: {fault}"
        for payer in clinic_payers(book)
        for fault in _faults_of_names(payer, book)
    ]
    if faults:
        raise ParameterFileError("\n".join(faults))
    return book


def clinic_payers(book: PayerBook) -> list[PayerProfile]:
    """The payers of a book that stand in the clinic's file."""
    return [payer for payer in book.profiles.values() if payer.is_clinics]


def faults_of_reviews(book: PayerBook, *, today: date) -> list[str]:
    """The clinic's entries that claim a review on a day to come, each in words.

    Args:
        book: The payers, as `load_payer_file` reads them.
        today: The day of the check.
    """
    return [
        f"{FILE}: payers.{payer.id}: reviewed_on lies in the future"
        for payer in clinic_payers(book)
        if payer.is_reviewed_after(today)
    ]


def _faults_of_names(payer: PayerProfile, book: PayerBook) -> Iterator[str]:
    """Names of a payer that nobody could type, or that mean something else already."""
    words, common = lexicon(book), lexicon()
    for name in (payer.id, *payer.aliases):
        if _meaning(name, words, words.payers) != (Role.PAYER, payer.id):
            yield f"{name!r} cannot be read as one name behind payer:"
    for name in (payer.id, payer.label, *payer.aliases):
        role, _ = _meaning(name, common, common.phrases)
        if role not in (None, Role.PAYER):
            yield f"{name!r} already means something else in a request"


def _meaning(name: str, words: Lexicon, phrases: Phrases) -> tuple[Role | None, str]:
    """What a name as a whole is understood as."""
    typed = tokens(normalise(name), words.glued, words.modifiers)
    found = phrases.longest(typed, 0) if typed else None
    if found is None or found[1] < len(typed):
        return None, ""
    return found[0].role, found[0].value
