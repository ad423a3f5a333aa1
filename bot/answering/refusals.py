"""Drafts of requests that cannot be answered: one question back, or a refusal with what would be right."""

from __future__ import annotations

from bot.answer import ErrorView, Intent, Outcome
from bot.answering.day import DayShown
from bot.answering.draft import Context, Draft
from bot.answering.stored import StoredRequest
from bot.parsing import LONGEST_MESSAGE, ParseProblem
from rules import NoRuleInForce, UserError


def draft_problem(problem: ParseProblem, command: str) -> Draft:
    """A question back, or a refusal: the typing could not be read as one request.

    Args:
        problem: What is wrong with it.
        command: Which command it was meant for.
    """
    refused = problem.outcome == "refused"
    return Draft(
        intent=Intent(command),
        outcome=Outcome(problem.outcome),
        template=f"asked/{problem.outcome}",
        context=problem_context(problem.message, problem.suggestions),
        request_object={"command": command},
        error=ErrorView(code=problem.code, message=problem.message) if refused else None,
        holds_typed_words=True,
    )


def draft_too_long(characters: int) -> Draft:
    """A message in plain words that is longer than anything that is read: no half of it is answered.

    Args:
        characters: How many it has.
    """
    message = (
        f"Your message has {characters:,} characters; at most {LONGEST_MESSAGE:,} are read. "
        "Please send the question alone, without what led to it."
    )
    return Draft(
        intent=Intent.FAQ,
        outcome=Outcome.REFUSED,
        template="asked/refused",
        context=problem_context(message, ()),
        request_object={"command": "faq"},
        error=ErrorView(code="too_long", message=message),
    )


def draft_refusal(fault: UserError, stored: StoredRequest, day: DayShown) -> Draft:
    """A request that was understood, but that no rule can answer.

    Args:
        fault: Why, with what would be right.
        stored: The request.
        day: Its date of service.
    """
    return Draft(
        intent=Intent(stored.command),
        outcome=Outcome.REFUSED,
        template="asked/refused",
        context=problem_context(fault.message, ()),
        request_object=stored.to_json_dict(),
        codes=stored.all_codes(),
        # A day that no rule covers says nothing of rules, and may be somebody's birth date.
        on=None if isinstance(fault, NoRuleInForce) else day.on,
        date_given=day.given,
        error=ErrorView(code=fault.code, message=fault.message),
    )


def problem_context(message: str, suggestions: tuple[str, ...]) -> Context:
    """Template values of a message with commands to try."""
    return lambda _receipt, shown: {
        "message": message,
        "suggestions": suggestions,
        "cautions": shown,
    }
