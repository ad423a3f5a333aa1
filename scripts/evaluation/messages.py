"""The messages that are measured with, read from files of the evaluation format."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
SHARED = ROOT.parent / "shared" / "eval"
EVALUATION = ROOT / "tests" / "evaluation"
_OWN = {
    "own": EVALUATION / "own_messages.yaml",
    "fresh": ROOT / "tests" / "knowledge" / "fresh_questions.yaml",
    "late": ROOT / "tests" / "knowledge" / "late_questions.yaml",
}
_KEYS = ("questions", "out_of_scope", "requests", "messages")


class Message(NamedTuple):
    """One message and what a right reply to it is.

    Attributes:
        text: As somebody types it.
        kind: Style of a question, category of a message to abstain on; else empty.
        topics: Entries that answer it, best first.
        accept: A calculation that is right as well, or `None`.
        expected: The calculation that it asks for, or `None`.
        must_not_store: What must vanish from it.
        keep: What must stay in it.
    """

    text: str
    kind: str = ""
    topics: tuple[str, ...] = ()
    accept: Mapping[str, Any] | None = None
    expected: Mapping[str, Any] | None = None
    must_not_store: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()

    @property
    def is_answerable(self) -> bool:
        """Whether there is a right answer; abstaining is right otherwise."""
        return bool(self.topics or self.accept or self.expected)


class MessageSet(NamedTuple):
    """One set of messages.

    Attributes:
        name: What its figures are called.
        questions: Those that an entry answers.
        strangers: Those to abstain on.
        requests: Those that ask for a calculation.
        patients: Those with a patient's details in them.
    """

    name: str
    questions: tuple[Message, ...]
    strangers: tuple[Message, ...]
    requests: tuple[Message, ...]
    patients: tuple[Message, ...]


def read_own_sets() -> list[MessageSet]:
    """The sets that lie in this repository."""
    return [_set_of(name, _read(path)) for name, path in _OWN.items()]


def read_shared_set(folder: Path = SHARED) -> MessageSet | None:
    """The evaluation data that lie beside the checkout; `None` where they do not.

    Args:
        folder: Where to look.
    """
    if not (folder / "dev_questions.yaml").exists():
        return None
    return _set_of(
        "dev",
        {
            "questions": _read(folder / "dev_questions.yaml")["questions"],
            "out_of_scope": _read(folder / "out_of_scope.yaml")["questions"],
            "requests": _read(folder / "intents.yaml")["requests"],
            "messages": _read(folder / "phi_messages.yaml")["messages"],
        },
    )


def read_myths() -> list[Message]:
    """Widely printed errors, each in some wordings."""
    rows = _read(EVALUATION / "myths.yaml")["myths"]
    return [
        Message(text, row["claim"], tuple(row["topics"]), row.get("accept_intent"))
        for row in rows
        for text in row["asked"]
    ]


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


def _set_of(name: str, rows: Mapping[str, Any]) -> MessageSet:
    return MessageSet(name, *(tuple(_message(row) for row in rows.get(key, ())) for key in _KEYS))


def _message(row: Mapping[str, Any]) -> Message:
    expected = row.get("expected")
    return Message(
        text=row.get("question") or row["text"],
        kind=row.get("style") or row.get("category") or "",
        topics=tuple(row.get("topics", ())),
        accept=row.get("accept_intent"),
        expected=expected if isinstance(expected, dict) else None,
        must_not_store=tuple(map(str, row.get("must_not_store", ()))),
        keep=tuple(map(str, row.get("keep", ()))),
    )
