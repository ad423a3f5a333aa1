"""The generated pages are those that the data gives now, and `--check` says so when they are not."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.build_docs import README, generated_files, main
from scripts.doc_pages import readme
from scripts.doc_pages.markers import DocsFault, fill, part_of
from tests.support import REPOSITORY


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """README and pages as they would be written now, in a folder of their own."""
    shutil.copy(REPOSITORY / README, tmp_path)
    assert main([], root=tmp_path) == 0
    return tmp_path


def check(root: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    capsys.readouterr()
    code = main(["--check"], root=root)
    return code, capsys.readouterr().out


def test_the_pages_in_the_repository_are_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    code, said = check(REPOSITORY, capsys)
    assert code == 0, f"run `make docs`\n{said}"


def test_what_was_just_written_passes_the_check(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(copy, capsys) == (0, "")


@pytest.mark.slow
def test_the_script_itself_runs_from_another_folder_and_finds_nothing_to_do_after_writing(copy: Path) -> None:
    """In a process of its own, so that hashes and caches are others than those of the writing."""
    program = (
        "import sys; from pathlib import Path; from scripts.build_docs import main; "
        f"sys.exit(main(['--check'], root=Path({str(copy)!r})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout) == (0, "")
    script = subprocess.run(
        [sys.executable, str(REPOSITORY / "scripts/build_docs.py"), "--help"],
        cwd=copy,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "--check" in script.stdout


def test_a_page_changed_by_hand_is_named_with_what_differs(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = copy / "docs/parameters.md"
    page.write_text(page.read_text(encoding="utf-8").replace("| 15 |", "| 16 |", 1), encoding="utf-8")
    code, said = check(copy, capsys)
    assert code == 1
    assert said.startswith("docs/parameters.md is not up to date")
    assert "| 16 |" in said
    assert "| 15 |" in said


def test_a_part_of_the_readme_changed_by_hand_is_named_and_put_right(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (copy / README).read_text(encoding="utf-8")
    (copy / README).write_text(before.replace("| `/billing help` |", "| `/billing aid` |"), encoding="utf-8")
    code, said = check(copy, capsys)
    assert (code, said.partition(" ")[0]) == (1, README)
    assert main([], root=copy) == 0
    assert (copy / README).read_text(encoding="utf-8") == before


def test_a_missing_page_is_named(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copy / "docs/codes.md").unlink()
    assert check(copy, capsys) == (1, "docs/codes.md is missing\n")


def test_a_page_that_nothing_generates_is_named_and_taken_away(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stray = copy / "docs/examples/gone.md"
    stray.write_text("left over from a theme that is no more", encoding="utf-8")
    code, said = check(copy, capsys)
    assert code == 1
    assert "docs/examples/gone.md is stray" in said
    assert stray.exists()
    main([], root=copy)
    assert not stray.exists()


def test_a_stray_file_that_is_no_page_is_named_but_never_deleted(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = copy / "docs/notes.txt"
    kept.write_text("somebody's own", encoding="utf-8")
    assert check(copy, capsys)[0] == 1
    main([], root=copy)
    assert kept.exists()


def test_a_picture_is_no_stray(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copy / "docs/images").mkdir()
    (copy / "docs/images/answer.png").write_bytes(b"\x89PNG")
    assert check(copy, capsys)[0] == 0


def test_what_is_written_by_hand_in_the_readme_stays(copy: Path) -> None:
    (copy / README).write_text(
        (copy / README).read_text(encoding="utf-8") + "\nWritten by hand.\n", encoding="utf-8"
    )
    assert main([], root=copy) == 0
    assert (copy / README).read_text(encoding="utf-8").endswith("\nWritten by hand.\n")


@pytest.mark.parametrize(
    "text",
    [
        "no markers at all",
        "<!-- a --> only a start",
        "<!-- a --> <!-- /a --> <!-- a --> twice",
        "<!-- /a --> the wrong way round <!-- a -->",
    ],
)
def test_a_text_without_a_place_for_a_part_is_refused(text: str) -> None:
    with pytest.raises(DocsFault, match=r"marker <!-- /?a -->"):
        fill(text, {"a": "words"})


def test_a_part_is_read_back_as_it_was_filled_in() -> None:
    assert part_of(fill("x\n<!-- a -->\nold\n<!-- /a -->\ny", {"a": "new\nwords"}), "a") == "new\nwords"


def test_a_readme_without_markers_ends_with_one_and_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / README).write_text("# Unitwise\n", encoding="utf-8")
    assert main(["--check"], root=tmp_path) == 1
    assert "the marker <!-- commands --> stands 0 times" in capsys.readouterr().err


def test_a_setting_without_words_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(readme.SETTING_WORDS, "PORT")
    with pytest.raises(DocsFault, match="PORT"):
        readme.parts()


def test_every_generated_page_says_that_it_is_and_ends_with_one_line_end() -> None:
    pages = {name: text for name, text in generated_files(REPOSITORY).items() if name != README}
    assert [name for name, text in pages.items() if not text.startswith("<!-- Written by `make docs`.")] == []
    assert [name for name, text in pages.items() if not text.endswith("\n") or text.endswith("\n\n")] == []
    assert [
        name for name, text in pages.items() if any(line != line.rstrip() for line in text.splitlines())
    ] == []
