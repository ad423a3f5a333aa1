"""Reading entry files: strict, and every fault of every file at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.entry import Status
from knowledge.faults import KnowledgeError
from knowledge.loader import entries, read_entry, read_folder
from tests.knowledge.made import entry_text, made_entry, write_entries


def test_a_good_file_is_read_with_its_answer() -> None:
    entry = made_entry(**{"try": "/units 97112 25"})
    assert (entry.id, entry.status, entry.codes) == ("rounding-minutes", Status.PUBLISHED, ("97112",))
    assert entry.body.startswith("No, minutes are written")
    assert entry.try_line == "/units 97112 25"
    assert entry.last_reviewed_on is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"id": "Rounding Minutes"}, "line 2: id"),
        ({"codes": "[97112]"}, "looks like a code; quote it"),
        ({"codes": '["9711"]'}, "not a code"),
        ({"owner": "billing"}, "owner"),
        ({"status": "live"}, "status"),
        ({"review_in": "soon"}, "review_in"),
        ({"last_reviewed_on": "2026-02-30"}, "no date of the calendar"),
        ({"surprise": "yes"}, "surprise"),
        ({"question": ""}, "question"),
        ({"status": "published\nbody: typed"}, "`body` is no key"),
        ({"scope": "{disciplines: [MD]}"}, "scope"),
    ],
)
def test_a_fault_of_a_file_names_the_file_and_the_key(changes: dict[str, str], said: str) -> None:
    with pytest.raises(KnowledgeError) as fault:
        read_entry(entry_text(**changes), name="entries/x.md")
    assert "entries/x.md" in str(fault.value)
    assert said in str(fault.value)


@pytest.mark.parametrize("text", ["", "no front matter", "---\nid: x\n"])
def test_a_file_without_front_matter_says_what_it_needs(text: str) -> None:
    with pytest.raises(KnowledgeError, match="between two lines of `---`"):
        read_entry(text, name="entries/x.md")


def test_a_tab_in_the_front_matter_is_refused() -> None:
    with pytest.raises(KnowledgeError, match="tab"):
        read_entry(entry_text().replace("status: ", "status:\t"), name="entries/x.md")


def test_faults_of_all_files_come_at_once_and_good_files_are_still_read(tmp_path: Path) -> None:
    write_entries(
        tmp_path,
        rounding_minutes=entry_text(),
        no_owner=entry_text(id="no-owner", owner=""),
        other_name=entry_text(id="some-name"),
    )
    (tmp_path / "latin.md").write_bytes("---\nid: ü\n---\n".encode("latin-1"))
    (tmp_path / "notes.txt").write_text("no entry", encoding="utf-8")
    read = read_folder(tmp_path)
    assert set(read.entries) == {"rounding-minutes"}
    assert [fault.split(":")[0].split(" ")[0] for fault in read.faults] == [
        "entries/latin.md",
        "entries/no-owner.md",
        "entries/other-name.md",
    ]


def test_the_shipped_entries_can_all_be_read() -> None:
    assert len(entries()) >= 2
