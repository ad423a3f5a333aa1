"""Measure the search: fresh questions, dev questions, and the entries' own phrasings held out.

    python scripts/eval_knowledge.py [--data ../shared/eval] [--folds] [--failures]

Top-1 counts only answers that are shown alone and are right; an abstention is not right. A wrong
confident answer is counted against all messages. The dev questions lie beside the checkout; without
them the fresh ones are measured alone.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import click
import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from knowledge.entry import Entry  # noqa: E402 - runs from a checkout, installed or not
from knowledge.loader import entry_folder, read_folder  # noqa: E402 - runs from a checkout, installed or not
from knowledge.search import Decision, Index  # noqa: E402 - runs from a checkout, installed or not

FOLDS = 5
TESTS = ROOT / "tests" / "knowledge"
OWN = ("fresh", "late")


class Outcome(NamedTuple):
    """What became of one message."""

    text: str
    style: str
    wanted: tuple[str, ...]
    top: tuple[str, ...]
    decision: Decision
    probability: float
    elsewhere: str | None

    @property
    def is_confident(self) -> bool:
        """One answer was shown."""
        return self.decision is Decision.SURE

    @property
    def is_right(self) -> bool:
        """The first one is accepted."""
        return bool(self.top) and self.top[0] in self.wanted

    @property
    def is_near(self) -> bool:
        """One of the first three is accepted."""
        return any(name in self.wanted for name in self.top[:3])


@dataclass
class Figures:
    """Figures of a set of messages that have an answer."""

    outcomes: list[Outcome] = field(default_factory=list)

    def share(self, hits: Iterable[bool]) -> float:
        """The share of true ones."""
        return sum(hits) / max(1, len(self.outcomes))

    def line(self) -> str:
        """One line: count, top-1, first whether shown or not, top-3, wrong and shown."""
        found = self.outcomes
        return (
            f"n={len(found):4d}  top-1 {self.share(o.is_confident and o.is_right for o in found):.3f}"
            f"  first {self.share(o.is_right for o in found):.3f}"
            f"  top-3 {self.share(o.is_near for o in found):.3f}"
            f"  wrong-confident {self.share(o.is_confident and not o.is_right for o in found):.3f}"
        )


def ask(index: Index, text: str, style: str, wanted: Sequence[str]) -> Outcome:
    """Search one message."""
    found = index.search(text)
    top = tuple(name for name, _ in found.top)
    return Outcome(text, style, tuple(wanted), top, found.decision, found.probability, found.elsewhere)


class Set(NamedTuple):
    """One set of messages: those with an answer, and those to abstain on, each with its category."""

    name: str
    questions: list[Outcome]
    strangers: list[tuple[str, Outcome]]


def read_sets(data: Path) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """The rows of each set that is there."""
    sets = {}
    for name in OWN:
        read = yaml.safe_load((TESTS / f"{name}_questions.yaml").read_text(encoding="utf-8"))
        sets[name] = {"questions": read["questions"], "strangers": read["out_of_scope"]}
    if data.exists():
        sets["dev"] = {
            "questions": yaml.safe_load((data / "dev_questions.yaml").read_text(encoding="utf-8"))[
                "questions"
            ],
            "strangers": yaml.safe_load((data / "out_of_scope.yaml").read_text(encoding="utf-8"))[
                "questions"
            ],
        }
    return sets


def ask_all(index: Index, data: Path) -> list[Set]:
    """Search every message of every set."""
    return [
        Set(
            name,
            [ask(index, row["question"], row["style"], row["topics"]) for row in rows["questions"]],
            [(row["category"], ask(index, row["question"], "", ())) for row in rows["strangers"]],
        )
        for name, rows in read_sets(data).items()
    ]


def held_out(entries: Mapping[str, Entry], fold: int) -> list[Outcome]:
    """Ask the phrasings of one fold of an index that was built without them."""
    kept = {
        name: entry.model_copy(
            update={"also_asked": tuple(t for n, t in enumerate(entry.also_asked) if n % FOLDS != fold)}
        )
        for name, entry in entries.items()
    }
    index = Index.build(kept.values())
    return [
        ask(index, text, "held out", [name])
        for name, entry in entries.items()
        for number, text in enumerate(entry.also_asked)
        if number % FOLDS == fold
    ]


def report(name: str, questions: Sequence[Outcome], strangers: Sequence[tuple[str, Outcome]]) -> None:
    """Print every figure of a set."""
    click.echo(f"{name:<17} {Figures(list(questions)).line()}")
    by_style: Mapping[str, list[Outcome]] = defaultdict(list)
    for outcome in questions:
        by_style[outcome.style].append(outcome)
    for style, found in sorted(by_style.items()):
        click.echo(f"  {style:<15} {Figures(found).line()}")
    if not strangers:
        return
    kept = sum(not outcome.is_confident for _, outcome in strangers)
    click.echo(f"out of scope      n={len(strangers):4d}  abstained {kept / len(strangers):.3f}")
    total = Counter(category for category, _ in strangers)
    answered = Counter(category for category, outcome in strangers if outcome.is_confident)
    for category in sorted(answered):
        click.echo(f"  {category:<20} {total[category] - answered[category]}/{total[category]} abstained")
    wrong = sum(o.is_confident and not o.is_right for o in questions) + len(strangers) - kept
    click.echo(f"wrong confident   {wrong / (len(questions) + len(strangers)):.3f} of all messages")


def show_failures(outcomes: Iterable[Outcome]) -> None:
    """List the questions whose first answer is wrong or not shown."""
    for o in outcomes:
        if not (o.is_right and o.is_confident):
            mark = "WRONG" if o.is_confident else "right, not shown" if o.is_right else "not shown"
            first = o.elsewhere or ", ".join(o.top[:3])
            wanted = o.wanted[0] if o.wanted else "nothing"
            click.echo(f"[{mark} {o.probability:.2f}] {o.text}\n    wanted {wanted}; got {first}")


@click.command()
@click.option("--data", type=click.Path(path_type=Path), default=ROOT.parent / "shared" / "eval")
@click.option("--folds", is_flag=True, help="Also ask each phrasing of the entries, held out of the index.")
@click.option("--failures", is_flag=True, help="List what went wrong.")
def main(data: Path, folds: bool, failures: bool) -> None:
    """Measure the search."""
    read = read_folder(entry_folder())
    sets = ask_all(Index.build(read.entries.values()), data)
    for found in sets:
        report(*found)
    if folds:
        held = [outcome for fold in range(FOLDS) for outcome in held_out(read.entries, fold)]
        click.echo(f"phrasings held out {Figures(held).line()}")
    if failures:
        for found in sets:
            show_failures(found.questions)
            show_failures(outcome for _, outcome in found.strangers if outcome.is_confident)


if __name__ == "__main__":
    main()
