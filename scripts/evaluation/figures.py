"""What replies are worth, by the scoring of the evaluation data."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from bot.answer import Outcome
from scripts.evaluation.asking import Reply
from scripts.evaluation.leaks import Kept


class Answered(NamedTuple):
    """The replies to one set of messages."""

    name: str
    questions: Sequence[Reply]
    strangers: Sequence[Reply]
    requests: Sequence[Reply]
    patients: Sequence[Kept]

    def figures(self) -> dict[str, float]:
        """Every figure of the set that has messages; shares of 1, and the count of leaks."""
        found: dict[str, float] = {}
        if self.questions:
            found["top_1"] = share(self.questions, lambda reply: reply.is_right)
            found["top_3"] = share(self.questions, lambda reply: reply.is_near)
            found["sent_to_calculation"] = share(self.questions, is_sent_to_calculation)
        if self.strangers:
            found["abstained"] = share(self.strangers, lambda reply: not reply.is_confident)
        if self.questions or self.strangers:
            found["wrong"] = share((*self.questions, *self.strangers), lambda reply: reply.is_wrong)
        if self.requests:
            found["exact"] = share(self.requests, lambda reply: reply.is_exact)
            found["command_only"] = share(self.requests, is_right_command)
        if self.patients:
            found |= self._figures_of_patients()
        return found

    def _figures_of_patients(self) -> dict[str, float]:
        kept = sum(len(one.kept) for one in self.patients)
        found = {
            "leaks": sum(len(one.leaked) for one in self.patients),
            "keep": kept / max(1, sum(len(one.reply.message.keep) for one in self.patients)),
        }
        replies = [one.reply for one in self.patients]
        found["patients_right"] = share(
            replies, lambda reply: reply.is_right if reply.message.is_answerable else not reply.is_confident
        )
        return found

    def by_kind(self) -> Iterable[tuple[str, Sequence[Reply]]]:
        """The questions of each style."""
        return sorted(_grouped(self.questions).items())

    def by_category(self) -> Iterable[tuple[str, Sequence[Reply]]]:
        """The messages to abstain on, by category."""
        return sorted(_grouped(self.strangers).items())

    def failures(self) -> Iterable[str]:
        """What went wrong, a line each."""
        for reply in self.questions:
            if not reply.is_right:
                mark = "WRONG" if reply.is_wrong else "third" if reply.is_near else "missed"
                wanted = ", ".join(reply.message.topics) or reply.message.accept
                yield f"{mark}: {reply.message.text}\n    wanted {wanted}\n    found  {reply.found}"
        for reply in self.strangers:
            if reply.is_confident:
                yield f"ANSWERED ({reply.message.kind}): {reply.message.text}\n    found  {reply.found}"
        for reply in self.requests:
            if not reply.is_exact:
                yield (
                    f"REQUEST: {reply.message.text}\n    wanted {reply.message.expected}\n"
                    f"    found  {reply.request} ({reply.answer.outcome.value})"
                )
        for one in self.patients:
            yield from _failures_with_patient(one)


def share(replies: Sequence[Reply], is_one: Callable[[Reply], bool]) -> float:
    """The share of replies of which something is true; 1 of none.

    Args:
        replies: All of them.
        is_one: What has to be true.
    """
    return sum(map(is_one, replies)) / len(replies) if replies else 1.0


def is_sent_to_calculation(reply: Reply) -> bool:
    """A question for an entry was taken for a calculation."""
    is_taken = reply.is_calculation or reply.answer.outcome is Outcome.CLARIFY
    return is_taken and not reply.is_accepted_calculation


def is_right_command(reply: Reply) -> bool:
    """The right calculation was understood, whatever its fields."""
    expected = reply.message.expected
    return expected is not None and reply.answer.request.get("command") == expected["command"]


def is_met(reply: Reply, corrections: Mapping[str, Sequence[str]]) -> bool:
    """A printed error is met: a right entry says what is wrong with it, or the calculation proves it wrong.

    Args:
        reply: The reply to the error.
        corrections: What each entry says first to each error that it knows.
    """
    if not reply.is_right:
        return False
    if reply.is_calculation:
        return True
    return any(claim in reply.answer.text for claim in corrections[reply.topics[0]])


def percentile(seconds: Iterable[float], part: float) -> float:
    """The time within which a part of all answers came, in milliseconds.

    Args:
        seconds: Of each answer.
        part: For example 0.99.
    """
    ordered = sorted(seconds)
    return 1000 * ordered[max(0, math.ceil(part * len(ordered)) - 1)] if ordered else 0.0


def _grouped(replies: Iterable[Reply]) -> Mapping[str, list[Reply]]:
    groups: dict[str, list[Reply]] = defaultdict(list)
    for reply in replies:
        groups[reply.message.kind].append(reply)
    return groups


def _failures_with_patient(one: Kept) -> Iterable[str]:
    message = one.reply.message
    is_fine = one.reply.is_right if message.is_answerable else not one.reply.is_confident
    lost = set(message.keep) - set(one.kept)
    if one.leaked:
        yield f"LEAK: {message.text}\n    found  {'; '.join(one.leaked)}"
    if lost:
        yield f"NOT KEPT: {message.text}\n    lost   {', '.join(sorted(lost))}\n    kept   {one.redacted}"
    if not is_fine:
        yield f"PATIENT: {message.text}\n    found  {one.reply.found}"
