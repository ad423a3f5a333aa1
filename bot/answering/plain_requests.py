"""A calculation that a plain sentence asked for, on the path of the command that asks for it."""

from __future__ import annotations

from datetime import date

from bot.answering.asked import Asked
from bot.answering.books import Books
from bot.answering.check_drafts import ask_check
from bot.answering.code_drafts import ask_code
from bot.answering.denial_drafts import ask_denials
from bot.answering.kx_drafts import ask_kx
from bot.answering.pair_drafts import ask_pair
from bot.answering.units_drafts import ask_units
from bot.parsing import (
    CheckRequest,
    CodeRequest,
    DenialRequest,
    KxRequest,
    MessageRequest,
    PairRequest,
    ParseProblem,
)

_COMMANDS = {"/pair ": "pair", "/billing check ": "check", "/billing kx ": "kx", "/billing code ": "code"}


def ask_message(request: MessageRequest, *, today: date, books: Books) -> Asked:
    """A request of any kind that was read from a sentence, ready to be worked out.

    Args:
        request: As it was read.
        today: Date of service where none is said.
        books: The payers in use among them.
    """
    if isinstance(request, PairRequest):
        return ask_pair(request, today=today, books=books)
    if isinstance(request, CheckRequest):
        return ask_check(request, today=today, books=books)
    if isinstance(request, KxRequest):
        return ask_kx(request, today=today, books=books)
    if isinstance(request, CodeRequest):
        return ask_code(request, today=today, books=books)
    if isinstance(request, DenialRequest):
        return ask_denials(request, today=today)
    return ask_units(request, today=today, books=books)


def command_of_problem(problem: ParseProblem) -> str:
    """The command that a sentence with a problem was about: the one it is offered, else units.

    Args:
        problem: What is wrong with the sentence.
    """
    for line in problem.suggestions:
        for start, command in _COMMANDS.items():
            if line.startswith(start):
                return command
    return "units"
