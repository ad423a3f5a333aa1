"""`/billing settings`: what a person has set, and changing it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot import blocks
from bot.answer import ErrorView, Intent, Outcome
from bot.answering.books import Books
from bot.answering.draft import Draft
from bot.answering.filling import setting_words
from bot.answering.refusals import draft_problem, problem_context
from bot.own_defaults import NONE_SET, OwnDefaults, Role
from bot.parsing import ParseProblem, parse_settings
from rules import Discipline, Setting

SETTING_ACTION = "settings."
"""Begins the action id of each menu; the name of the setting follows."""
OPEN = "open"
"""Value of the choice that leaves a thing open."""
_LABELS = {"discipline": "Plan of care", "role": "Role", "setting": "Claims", "payer": "Usual payer"}
_EXAMPLES = ("/billing settings pt payer:medicare", "/billing settings payer:none", "/billing settings clear")


def draft_settings(text: str, *, today: date, books: Books, own: OwnDefaults, is_known: bool) -> Draft:
    """Read changes, and show what is set.

    Args:
        text: What was typed after `/billing settings`; nothing changes nothing.
        today: For the readers that all commands share.
        books: The payers in use.
        own: What is set so far.
        is_known: Whether it is known who asks.
    """
    try:
        request = parse_settings(text, today=today, book=books.payers)
    except ParseProblem as problem:
        return draft_problem(problem, "settings")
    if not is_known:
        return _nobody()
    changes = dict(request.changes)
    new = NONE_SET if request.clears_all else own.changed(changes)
    return draft_of_settings(new, books, keeps=bool(changes) or request.clears_all)


def draft_of_settings(own: OwnDefaults, books: Books, *, keeps: bool) -> Draft:
    """The answer that shows what is set, with menus to change it.

    Args:
        own: What is set.
        books: The payers in use.
        keeps: Whether it was changed just now and is still to be kept.
    """
    shown = {label: _words_of(name, getattr(own, name), books) for name, label in _LABELS.items()}
    return Draft(
        intent=Intent.SETTINGS,
        outcome=Outcome.ANSWERED,
        template="settings/answered",
        context=lambda _receipt, sentences: {
            "shown": shown,
            "changed": keeps,
            "examples": _EXAMPLES,
            "cautions": sentences,
        },
        request_object={"command": "settings", **own.to_dict()},
        confident=True,
        controls=tuple(_menu(name, own, books) for name in _LABELS),
        keeps=own if keeps else None,
        # Each person's is their own, so it is worked out anew for everybody.
        holds_typed_words=True,
    )


def read_choice(action_id: str, value: str, books: Books) -> Mapping[str, str | None] | None:
    """What a menu was set to, as a change of settings; `None` when it is none of ours.

    Args:
        action_id: Which menu.
        value: What was picked.
        books: The payers in use.
    """
    name = action_id.removeprefix(SETTING_ACTION)
    if name not in _LABELS or value not in dict(_choices(name, books)):
        return None
    return {name: None if value == OPEN else value}


def _menu(name: str, own: OwnDefaults, books: Books) -> dict[str, Any]:
    kept = getattr(own, name)
    choices = dict(_choices(name, books))
    if kept is not None and str(kept) not in choices:
        choices[str(kept)] = setting_words(name, kept, books)
    return blocks.select_section(
        _LABELS[name],
        [(label, value) for value, label in choices.items()],
        action_id=SETTING_ACTION + name,
        block_id=SETTING_ACTION + name,
        initial=OPEN if kept is None else str(kept),
    )


def _choices(name: str, books: Books) -> list[tuple[str, str]]:
    """Value and words of each choice of a menu."""
    found: list[tuple[str, str]] = [(OPEN, "Not set")]
    if name == "discipline":
        found += [(discipline.value, discipline.value.upper()) for discipline in Discipline]
    elif name == "role":
        found += [(role.value, role.value.capitalize()) for role in Role]
    elif name == "setting":
        found += [(setting.value, setting.value.capitalize()) for setting in Setting]
    else:
        found += [(payer, profile.label) for payer, profile in books.payers.profiles.items()]
    return found


def _words_of(name: str, value: object, books: Books) -> str:
    if value is None:
        return "not set"
    return setting_words(name, value, books).removesuffix(" claims")


def _nobody() -> Draft:
    message = (
        "Settings belong to a person, and it is not known who asks. "
        "In Slack you are known; on the command line say who you are with --user."
    )
    return Draft(
        intent=Intent.SETTINGS,
        outcome=Outcome.REFUSED,
        template="asked/refused",
        context=problem_context(message, ()),
        request_object={"command": "settings"},
        error=ErrorView(code="unknown_person", message=message),
        holds_typed_words=True,
    )
