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

    Raises:
        KeyError: A floor is of a figure that was not measured.
    """
    return [
        Low(name, figure, figures[figure], floor)
        for figure, floor in floors().get(name, {}).items()
        if (figures[figure] > floor if figure in AT_MOST else figures[figure] < floor)
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


def report(found: Answered) -> None:
    """Print every figure of a set.

    Args:
        found: The replies.
    """
    click.echo(f"\n{found.name}")
    if found.questions:
        click.echo(f"  questions            {_line(found.questions)}")
        for kind, replies in found.by_kind():
            click.echo(f"    {kind:<18} {_line(replies)}")
    figures = found.figures()
    if found.strangers:
        click.echo(f"  out of scope         n={len(found.strangers):4d}  abstained {figures['abstained']:.3f}")
        for category, replies in found.by_category():
            kept = sum(not reply.is_confident for reply in replies)
            if kept < len(replies) or category.startswith("near") or category in _WATCHED:
                click.echo(f"    {category:<18} {kept}/{len(replies)} abstained")
    if "wrong" in figures:
        click.echo(f"  wrong and shown      {figures['wrong']:.3f} of questions and out of scope")
        click.echo(f"  questions taken for a calculation that they are not {figures['sent_to_calculation']:.3f}")
    if found.requests:
        click.echo(
            f"  calculations         n={len(found.requests):4d}  exact {figures['exact']:.3f}"
            f"  command only {figures['command_only']:.3f}"
        )
    if found.patients:
        messages = sum(bool(one.leaked) for one in found.patients)
        click.echo(
            f"  patients' details    n={len(found.patients):4d}  leaks {figures['leaks']:.0f} in {messages} messages"
            f"  keep {figures['keep']:.3f}  right {figures['patients_right']:.3f}"
        )


_WATCHED = frozenset({"clinical", "patient_data", "injection"})


def _line(replies: Sequence[Reply]) -> str:
    return (
        f"n={len(replies):4d}  top-1 {share(replies, lambda reply: reply.is_right):.3f}"
        f"  top-3 {share(replies, lambda reply: reply.is_near):.3f}"
        f"  wrong and shown {share(replies, lambda reply: reply.is_wrong):.3f}"
    )


@click.command()
@click.option("--data", type=click.Path(path_type=Path), default=SHARED, help="Folder of the set dev.")
@click.option("--set", "only", help="Measure this set alone: dev, own, fresh, late or myths.")
@click.option("--folds", is_flag=True, help="Also ask each phrasing of the entries, held out of the index.")
@click.option("--failures", is_flag=True, help="List what went wrong.")
def main(data: Path, only: str | None, folds: bool, failures: bool) -> None:
    """Measure the whole bot."""
    shared = read_shared_set(data)
    sets = [*([shared] if shared else []), *read_own_sets()]
    if shared is None:
        click.echo(f"No evaluation data in {data}: the set dev is NOT measured.")
    low: list[Low] = []
    seconds: list[float] = []
    went_wrong: list[str] = []
    with running_bot() as service:
        for asked in sets:
            if only in (None, asked.name):
                found = answered(service, asked)
                report(found)
                low += too_low(asked.name, found.figures())
                seconds += [r.seconds for r in (*found.questions, *found.strangers, *found.requests)]
                went_wrong += [f"[{asked.name}] {line}" for line in found.failures()]
        if only in (None, _MYTHS):
            myths = meet(service, read_myths())
            figures = myths.figures()
            click.echo(
                f"\nprinted errors         n={len(myths.replies):4d}  met {figures['met']:.3f}"
                f"  right entry or calculation {figures['right']:.3f}"
            )
            low += too_low(_MYTHS, figures)
            went_wrong += [
                f"[{_MYTHS}] {'entry, uncorrected' if reply.is_right else 'missed'}: {reply.message.text}"
                f"\n    wanted {', '.join(reply.message.topics)}\n    found  {reply.found}"
                for reply in myths.replies
                if reply not in myths.met
            ]
    if only is None:
        facts = key_facts(entries())
        click.echo(
            f"key facts              n={facts.all:4d}  in the entries {facts.share:.3f}  topics {len(facts.by_topic)}"
        )
        low += too_low(_FACTS, {"covered": facts.share})
        went_wrong += [f"[{_FACTS}] {fact}" for fact in facts.missing]
    if seconds:
        click.echo(
            f"time of an answer      p50 {percentile(seconds, 0.5):.1f} ms  p99 {percentile(seconds, 0.99):.1f} ms"
            " (with keeping it)"
        )
    if folds:
        held = held_out(entries())
        click.echo(
            f"phrasings held out     n={held.count:4d}  top-1 {held.top_1:.3f}  top-3 {held.top_3:.3f}"
            f"  wrong and shown {held.wrong:.3f} (search alone)"
        )
    if failures:
        click.echo("\n" + "\n".join(went_wrong))
    for line in low:
        click.echo(f"BELOW ITS FLOOR: {line}", err=True)
    sys.exit(bool(low))


if __name__ == "__main__":
    main()
