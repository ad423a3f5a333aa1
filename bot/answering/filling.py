"""What a request leaves open, filled from the asker's own settings, and said in the answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.answering.asked import Asked
from bot.answering.books import Books
from bot.answering.kinds import Read
from bot.answering.payers import find_payer
from bot.own_defaults import OwnDefaults, Role
from bot.parsing import ParseProblem
from rules import Caution, Discipline, code_table

_USED_BY = {
    "units": ("discipline", "payer", "setting"),
    "assistant": ("payer", "setting"),
    "check": ("discipline", "payer", "setting"),
    "pair": ("payer", "setting"),
    "code": ("setting",),
}
"""What each kind of request takes from them. A question about the KX amount is about Medicare anyway."""
_ASKS_FOR_A_PLAN = "which_bucket"


def with_own_discipline(read: Read, own: OwnDefaults) -> Read:
    """The reader of a command that reads with the asker's own discipline where it would ask for one.

    Args:
        read: Reads what was typed after the command.
        own: The asker's settings.

    Returns:
        A reader that says in the answer whose amount it took; the same one where no discipline is set.
    """
    if own.discipline is None:
        return read
    discipline = own.discipline.value

    def read_as_own(text: str, *, today: date, books: Books) -> Asked:
        try:
            return read(text, today=today, books=books)
        except ParseProblem as problem:
            if problem.code != _ASKS_FOR_A_PLAN or not problem.suggestions:
                raise
            request = read(f"{discipline} {text}", today=today, books=books)
        used = Caution("own_defaults_used", {"said": [setting_words("discipline", own.discipline, books)]})
        return request._replace(typed=request.typed._replace(cautions=(*request.typed.cautions, used)))

    return read_as_own


def with_own_defaults(request: Asked, own: OwnDefaults, books: Books) -> Asked:
    """Fill what a request leaves open, and note what was filled.

    Args:
        request: As it was read.
        own: The asker's settings.
        books: The payers in use.
    """
    stored = request.stored
    filled: dict[str, Any] = {}
    for name in _USED_BY.get(stored.command, ()):
        value = getattr(own, name)
        if value is not None and getattr(stored, name) is None and _fits(name, value, request, books):
            filled[name] = value
    cautions = []
    if filled:
        said = [setting_words(name, value, books) for name, value in filled.items()]
        cautions.append(Caution("own_defaults_used", {"said": said}))
    if stored.command == "units" and own.role is Role.ASSISTANT and own.discipline is not Discipline.SLP:
        cautions.append(Caution("own_minutes_of_assistant", {}))
    if not cautions:
        return request
    typed = request.typed._replace(cautions=(*request.typed.cautions, *cautions))
    return request._replace(stored=stored.model_copy(update=filled), typed=typed)


def setting_words(name: str, value: Any, books: Books) -> str:  # noqa: ANN401 - any of the settings
    """One of a person's settings in words.

    Args:
        name: `discipline`, `role`, `setting` or `payer`.
        value: What it is set to.
        books: The payers in use.
    """
    if name == "payer":
        profile = find_payer(value, books.payers)
        return profile.label if profile else str(value)
    if name == "setting":
        return f"{value.value} claims"
    return value.value.upper() if name == "discipline" else str(value.value)


def _fits(name: str, value: Any, request: Asked, books: Books) -> bool:  # noqa: ANN401 - any of the settings
    """Whether a setting can stand in here: what was typed is always stronger."""
    if name == "payer":
        was_typed = any(caution.id == "unknown_payer" for caution in request.typed.cautions)
        return not was_typed and find_payer(value, books.payers) is not None
    if name == "discipline":
        table = code_table()
        entries = [table.find(code) for code in request.stored.all_codes()]
        return all(not entry.disciplines or value in entry.disciplines for entry in entries)
    return True
