"""The bundle that ships: small, built from the source beside it, and without any address outside."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from bot.playground.routes import STATIC

WEB = STATIC.parent / "web"
MAX_BYTES = 1_500_000
ADDRESS = re.compile(r"(?:https?|wss?):\\?/\\?/[\w.-]+[^\s\"'`)<\\]*")
VOCABULARIES = ("http://www.w3.org/",)
SOURCES = ["build.mjs", "package.json", "package-lock.json", "tsconfig.json"]


def sources() -> list[Path]:
    folders = [path for folder in ("src", "inside") for path in (WEB / folder).rglob("*") if path.is_file()]
    return sorted(
        [WEB / name for name in SOURCES] + folders, key=lambda path: path.relative_to(WEB).as_posix()
    )


def test_the_bundle_is_built_from_the_source_beside_it() -> None:
    digest = hashlib.sha256()
    for path in sources():
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(WEB).as_posix()}\n{content}\n".encode())
    built_from = (STATIC / "built-from.txt").read_text().strip()
    assert built_from == digest.hexdigest(), "the page's source has changed: run `npm run bundle` in web/"


def test_the_bundle_is_small() -> None:
    assert 0 < sum(path.stat().st_size for path in STATIC.iterdir()) < MAX_BYTES


@pytest.mark.parametrize("name", ["page.js", "page.css", "index.html", "icon.svg"])
def test_the_page_knows_no_address_outside(name: str) -> None:
    content = (STATIC / name).read_text(encoding="utf-8")
    assert [found for found in ADDRESS.findall(content) if not found.startswith(VOCABULARIES)] == []


def test_the_page_loads_only_what_is_there() -> None:
    page = (STATIC / "index.html").read_text()
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page)
    style = re.findall(r"url\(([^)]+)\)", (STATIC / "page.css").read_text())
    assert len(loaded) == 3
    assert len(style) == 3
    for path in loaded:
        assert (STATIC / path.removeprefix("/playground/static/")).is_file(), path
    for path in style:
        assert (STATIC / path.strip("\"'").removeprefix("./")).is_file(), path


def test_the_lock_holds_versions_and_checksums_but_no_address() -> None:
    text = (WEB / "package-lock.json").read_text()
    assert "://" not in text
    packages = {name: entry for name, entry in json.loads(text)["packages"].items() if name}
    assert packages["node_modules/slack-blocks-to-jsx"]["version"] == "1.1.1"
    assert [name for name, entry in packages.items() if not entry.get("integrity")] == []


def test_the_lock_and_the_list_of_packages_agree() -> None:
    wanted = json.loads((WEB / "package.json").read_text())
    root = json.loads((WEB / "package-lock.json").read_text())["packages"][""]
    for kind in ("dependencies", "devDependencies"):
        assert root[kind] == wanted[kind]
        assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted[kind].values())


def test_the_notices_name_every_package_that_the_page_is_made_with() -> None:
    notices = (STATIC / "THIRD-PARTY-NOTICES.txt").read_text(encoding="utf-8")
    wanted = json.loads((WEB / "package.json").read_text())["dependencies"]
    for name, version in wanted.items():
        assert f"{name} {version} (" in notices
    for inside in (WEB / "inside").glob("*.txt"):
        assert inside.read_text().strip() in notices
