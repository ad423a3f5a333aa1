"""Measure the whole bot: every message through the service, every byte it wrote searched.

    python scripts/eval_bot.py [--data ../shared/eval] [--folds] [--failures] [--set NAME]

Prints, for each set of messages: top-1 (shown alone and right), top-3, wrong and shown (of all questions
and messages out of scope), what was abstained on, calculations understood field by field, patients'
details that leaked, facts that the entries hold, printed errors that were met, and how long answers took.
Ends with 1 when a figure is below its floor in tests/evaluation/floors.yaml. The set `dev` lies beside the
checkout; without it the others are measured alone.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import click
import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.service import Service  # noqa: E402 - runs from a checkout, installed or not
from knowledge import entries  # noqa: E402 - runs from a checkout, installed or not
from scripts.evaluation.asking import Reply, ask_all, running_bot  # noqa: E402 - as above
from scripts.evaluation.content import held_out, key_facts  # noqa: E402 - as above
from scripts.evaluation.figures import Answered, is_met, percentile, share  # noqa: E402 - as above
from scripts.evaluation.leaks import ask_with_patients  # noqa: E402 - as above
from scripts.evaluation.messages import (  # noqa: E402 - as above
    EVALUATION,
    SHARED,
    Message,
    MessageSet,
    read_myths,
    read_own_sets,
    read_shared_set,
)

AT_MOST = frozenset({"wrong", "leaks", "sent_to_calculation"})
"""Figures that are better when they are lower."""
_MYTHS, _FACTS = "myths", "key_facts"


class Low(NamedTuple):
    """A figure on the wrong side of its floor."""

    name: str
    figure: str
    found: float
    floor: float

    def __str__(self) -> str:
        """One line."""
        side = "at most" if self.figure in AT_MOST else "at least"
        return f"{self.name} {self.figure}: {self.found:.3f}, should be {side} {self.floor}"


def floors() -> dict[str, dict[str, float]]:
    """The least, or most, that each figure of each set may be."""
    read: dict[str, dict[str, float]] = yaml.safe_load(
        (EVALUATION / "floors.yaml").read_text(encoding="utf-8")
    )
    return read


def too_low(name: str, figures: dict[str, float]) -> list[Low]:
    """The figures of a set that are on the wrong side of their floor.

    Args:
        name: Of the set.
        figures: By name.
    A set without messages of some kind has no figure for it, and keeps no floor.
    """
    return [
        Low(name, figure, figures[figure], floor)
        for figure, floor in floors().get(name, {}).items()
        if figure in figures and (figures[figure] > floor if figure in AT_MOST else figures[figure] < floor)
    ]


def answered(service: Service, asked: MessageSet) -> Answered:
    """Ask a whole set.

    Args:
        service: The bot; messages with a patient's details get one of their own.
        asked: The set.
    """
    return Answered(
        asked.name,
        ask_all(service, asked.questions),
        ask_all(service, asked.strangers),
        ask_all(service, asked.requests),
        ask_with_patients(asked.patients),
    )


class Myths(NamedTuple):
    """Replies to printed errors, and those among them that met the error."""

    replies: Sequence[Reply]
    met: Sequence[Reply]

    def figures(self) -> dict[str, float]:
        """The share that was met, and of those with a right entry whether corrected or not."""
        return {
            "met": len(self.met) / max(1, len(self.replies)),
            "right": share(self.replies, lambda reply: reply.is_right),
        }


def meet(service: Service, myths: Iterable[Message]) -> Myths:
    """Tell the bot printed errors.

    Args:
        service: The bot.
        myths: The errors in somebody's words.
    """
    corrections = {
        name: [myth.wrong.rstrip(".") for myth in entry.myths] for name, entry in entries().items()
    }
    replies = ask_all(service, myths)
    return Myths(replies, [reply for reply in replies if is_met(reply, corrections)])


def lines_of(found: Answered) -> Iterable[str]:
    """Every figure of a set, in lines.

    Args:
        found: The replies.
    """
    figures = found.figures()
    yield f"\n{found.name}"
    if found.questions:
        yield f"  questions            {_line(found.questions)}"
        for kind, replies in found.by_kind():
            yield f"    {kind:<18} {_line(replies)}"
    if found.strangers:
        yield f"  out of scope         n={len(found.strangers):4d}  abstained {figures['abstained']:.3f}"
        for category, replies in found.by_category():
            kept = sum(not reply.is_confident for reply in replies)
            yield f"    {category:<22} {kept}/{len(replies)} abstained"
    if "wrong" in figures:
        yield f"  wrong and shown      {figures['wrong']:.3f} of questions and out of scope"
    if found.questions:
        yield f"  sent to calculation  {figures['sent_to_calculation']:.3f} of questions, where none is right"
    if found.requests:
        shares = f"exact {figures['exact']:.3f}  command only {figures['command_only']:.3f}"
        yield f"  calculations         n={len(found.requests):4d}  {shares}"
    if found.patients:
        messages = sum(bool(one.leaked) for one in found.patients)
        shares = f"keep {figures['keep']:.3f}  right {figures['patients_right']:.3f}"
        yield (
            f"  patients' details    n={len(found.patients):4d}"
            f"  leaks {figures['leaks']:.0f} in {messages} messages  {shares}"
        )


def _line(replies: Sequence[Reply]) -> str:
    return (
        f"n={len(replies):4d}  top-1 {share(replies, lambda reply: reply.is_right):.3f}"
        f"  top-3 {share(replies, lambda reply: reply.is_near):.3f}"
        f"  wrong and shown {share(replies, lambda reply: reply.is_wrong):.3f}"
    )


@dataclass
class Run:
    """What a run found: figures below their floor, times of answers, and what went wrong."""

    low: list[Low] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def measure(self, service: Service, asked: MessageSet) -> None:
        """Ask a set and print its figures."""
        found = answered(service, asked)
        click.echo("\n".join(lines_of(found)))
        self.low += too_low(found.name, found.figures())
        self.seconds += [one.seconds for one in (*found.questions, *found.strangers, *found.requests)]
        self.failures += [f"[{found.name}] {line}" for line in found.failures()]

    def measure_myths(self, service: Service) -> None:
        """Tell the printed errors and print how many were met."""
        myths = meet(service, read_myths())
        figures = myths.figures()
        shares = f"met {figures['met']:.3f}  right entry or calculation {figures['right']:.3f}"
        click.echo(f"\nprinted errors         n={len(myths.replies):4d}  {shares}")
        self.low += too_low(_MYTHS, figures)
        for reply in myths.replies:
            if reply not in myths.met:
                mark = "entry, uncorrected" if reply.is_right else "missed"
                wanted = ", ".join(reply.message.topics)
                self.failures.append(
                    f"[{_MYTHS}] {mark}: {reply.message.text}\n    wanted {wanted}\n    found  {reply.found}"
                )

    def measure_facts(self) -> None:
        """Look the facts up that entries should hold."""
        facts = key_facts(entries())
        topics = f"in {len(facts.by_topic)} topics"
        click.echo(f"key facts              n={facts.all:4d}  in their entries {facts.share:.3f}  {topics}")
        self.low += too_low(_FACTS, {"covered": facts.share})
        self.failures += [f"[{_FACTS}] {fact}" for fact in facts.missing]

    def tell_times(self) -> None:
        """Print how long answers took."""
        half, most = percentile(self.seconds, 0.5), percentile(self.seconds, 0.99)
        click.echo(f"time of an answer      p50 {half:.1f} ms  p99 {most:.1f} ms, kept in the log")


@click.command()
@click.option("--data", type=click.Path(path_type=Path), default=SHARED, help="Folder of the set dev.")
@click.option("--set", "only", help="Measure this set alone: dev, own, fresh, late or myths.")
@click.option("--folds", is_flag=True, help="Also ask each phrasing of the entries, held out of the index.")
@click.option("--failures", is_flag=True, help="List what went wrong.")
def main(data: Path, only: str | None, folds: bool, failures: bool) -> None:
    """Measure the whole bot."""
    shared = read_shared_set(data)
    if shared is None:
        click.echo(f"No evaluation data in {data}: the set dev is NOT measured.")
    run = Run()
    with running_bot() as service:
        for asked in (*([shared] if shared else []), *read_own_sets()):
            if only in (None, asked.name):
                run.measure(service, asked)
        if only in (None, _MYTHS):
            run.measure_myths(service)
    if only is None:
        run.measure_facts()
    run.tell_times()
    if folds:
        held = held_out(entries())
        shares = f"top-1 {held.top_1:.3f}  top-3 {held.top_3:.3f}  wrong and shown {held.wrong:.3f}"
        click.echo(f"phrasings held out     n={held.asked:4d}  {shares}, search alone")
    if failures:
        click.echo("\n" + "\n".join(run.failures))
    for line in run.low:
        click.echo(f"BELOW ITS FLOOR: {line}", err=True)
    sys.exit(bool(run.low))


if __name__ == "__main__":
    main()
