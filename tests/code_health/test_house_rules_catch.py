"""The house rules themselves: each one finds its fault and lets what is right pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.code_health import files, house_rules
from tests.code_health.house_rules import Rule


@pytest.fixture
def seed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Put a text into a file of its own and give what a rule says about it."""
    monkeypatch.setattr(files, "REPOSITORY", tmp_path)
    files.tree_of.cache_clear()

    def look(rule: Rule, text: str) -> list[str]:
        file = Path("seeded.py")
        (tmp_path / file).write_text(text)
        files.tree_of.cache_clear()
        return [what for _, what in rule(file, text)]

    yield look
    files.tree_of.cache_clear()


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        (house_rules.is_short_enough, "x = 1\n" * 451),
        (house_rules.names_no_path_of_a_machine, 'LOG = "/home/anna/unitwise.db"'),
        (house_rules.names_no_path_of_a_machine, "# see /tmp/notes"),
        (house_rules.names_no_registry, "--index-url https://pypi.org/simple"),
        (house_rules.names_no_registry, "packages.artifactory.example.org"),
        (house_rules.holds_no_address, '"resolved": "https://example.org/a.tgz"'),
        (house_rules.speaks_of_itself_alone, "# as in contract.md"),
        (house_rules.speaks_of_itself_alone, "# for issue 7"),
        (house_rules.leaves_nothing_to_do, "# TODO later"),
        (house_rules.explains_exemptions, "x = 1  # noqa"),
        (house_rules.explains_exemptions, "x = 1  # noqa: S701"),
        (house_rules.explains_exemptions, "x = 1  # pragma: no cover"),
        (house_rules.is_pure, "import time"),
        (house_rules.is_pure, "from urllib.request import urlopen"),
        (house_rules.is_pure, "import sqlite3"),
        (house_rules.is_pure, "from bot.answer import Answer"),
        (house_rules.is_pure, "from datetime import date\nd = date.today()"),
        (house_rules.is_pure, "from datetime import datetime\nd = datetime.now(None)"),
        (house_rules.is_pure, "text = open('codes.csv').read()"),
        (house_rules.swallows_nothing, "try:\n    x = 1\nexcept Exception:\n    pass"),
        (house_rules.swallows_nothing, "try:\n    x = 1\nexcept:\n    x = 2"),
        (
            house_rules.swallows_nothing,
            "try:\n    x = 1\nexcept (ValueError, BaseException) as e:\n    x = 2",
        ),
        (house_rules.prints_nothing, "print('here')"),
    ],
)
def test_a_fault_is_found(seed, rule: Rule, wrong: str) -> None:
    assert len(seed(rule, wrong)) == 1


@pytest.mark.parametrize(
    ("rule", "right"),
    [
        (house_rules.is_short_enough, "x = 1\n" * 450),
        (
            house_rules.names_no_path_of_a_machine,
            'ROUTE = "/slack/events"  # and https://example.org/home/page',
        ),
        (house_rules.names_no_path_of_a_machine, 'PLACE = tmp_path / "work/unitwise.db"'),
        (house_rules.names_no_registry, "see https://api.slack.com/apps"),
        (house_rules.holds_no_address, "aiohttp==3.1 --hash=sha256:00"),
        (house_rules.speaks_of_itself_alone, "# see CONTRIBUTING.md; the contract decides"),
        (house_rules.speaks_of_itself_alone, 'text = shared_or_skip("contract.md")'),
        (house_rules.leaves_nothing_to_do, "# what a therapist still has to do"),
        (house_rules.explains_exemptions, "x = 1  # noqa: S701 - a part is escaped as a whole"),
        (house_rules.explains_exemptions, "x = 1  # noqa: S701, BLE001 - two at once"),
        (house_rules.explains_exemptions, "x = 1  # pragma: no cover - only on Windows"),
        (house_rules.is_pure, "from datetime import date\nfrom rules.types import Discipline\nimport yaml"),
        (house_rules.swallows_nothing, "try:\n    x = 1\nexcept BaseException:\n    x = 2\n    raise"),
        (house_rules.swallows_nothing, "try:\n    x = 1\nexcept ValueError:\n    x = 2"),
        (house_rules.prints_nothing, "log.info('printed')"),
    ],
)
def test_what_is_right_passes(seed, rule: Rule, right: str) -> None:
    assert seed(rule, right) == []
