"""`unitwise knowledge`: check the answers, list them, see which want a look, and try the search."""

from __future__ import annotations

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import click

from bot.cli.options import HELP, as_of, fail, global_options, settings
from knowledge import Due, DueReason, Entry, check_entries, entries, find_due, read_folder
from knowledge.loader import entry_folder
from knowledge.search import Index

_WHY = {
    DueReason.NEVER_REVIEWED: "never reviewed",
    DueReason.OVERDUE: "overdue since {since}",
    DueReason.DUE_SOON: "due on {since}",
    DueReason.PARAMETER_CHANGED: "{parameter} changed on {since}",
    DueReason.PARAMETER_EXPIRED: "{parameter} holds no value since {since}",
}


@click.group(context_settings=HELP)
@global_options
def knowledge() -> None:
    """Check, list and search the curated answers."""


@knowledge.command()
@click.argument("ids", nargs=-1)
@global_options
def check(ids: tuple[str, ...]) -> None:
    """Find every fault of every answer at once, or of those with these IDS.

    The same in Python: `knowledge.check_entries(entries, on=day)`.
    """
    read = read_folder(entry_folder())
    faults = [*read.faults, *check_entries(read.entries, on=_today())]
    found = [fault for fault in faults if not ids or any(name in fault.split(": ")[0] for name in ids)]
    if found:
        fail(*found)
    click.echo(f"{len(ids) or len(read.entries)} answers, no fault.")


@knowledge.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@global_options
def list_(as_json: bool) -> None:
    """List every answer: id, state, review, question.

    The same in Python: `knowledge.entries()`.
    """
    held = entries().values()
    if as_json:
        click.echo(json.dumps([_listed(entry) for entry in held], indent=2))
        return
    for entry in held:
        reviewed = entry.last_reviewed_on or "not reviewed"
        click.echo(f"{entry.id} · {entry.status} · {reviewed}\n  {entry.question}")


@knowledge.command()
@global_options
def due() -> None:
    """List the answers that want a look, and why, by owner.

    The same in Python: `knowledge.find_due(entries, on=day)`.
    """
    found = find_due(entries().values(), on=_today())
    by_owner: dict[str, list[Due]] = {}
    for one in found:
        by_owner.setdefault(one.entry.owner, []).append(one)
    for owner, wanting in sorted(by_owner.items()):
        click.echo(owner)
        for one in wanting:
            why = _WHY[one.reason].format(since=one.since, parameter=one.parameter)
            click.echo(f"  {one.entry.id}: {why}")
    click.echo(f"{len({one.entry.id for one in found})} of {len(entries())} answers want a look.")


@knowledge.command()
@click.argument("question", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@global_options
def search(question: tuple[str, ...], as_json: bool) -> None:
    """Show which answers a question finds, and how sure that is. Nothing is logged.

    The same in Python: `knowledge.search.Index.build(entries).search(question)`.
    """
    found = Index.build(entries().values()).search(" ".join(question))
    if as_json:
        click.echo(json.dumps(found._asdict() | {"top": [list(one) for one in found.top]}, indent=2))
        return
    click.echo(f"{found.decision} ({found.probability:.2f})")
    if found.elsewhere is not None:
        click.echo(f"sounds like: {found.elsewhere}")
    for name, score in found.top:
        click.echo(f"{score:6.2f}  {name}: {entries()[name].question}")


def _listed(entry: Entry) -> dict[str, object]:
    reviewed = entry.last_reviewed_on
    return {
        "id": entry.id,
        "question": entry.question,
        "status": entry.status,
        "owner": entry.owner,
        "last_reviewed_on": reviewed.isoformat() if reviewed else None,
        "phrasings": len(entry.also_asked),
    }


def _today() -> date:
    return as_of() or datetime.now(ZoneInfo(settings().timezone)).date()
