"""The wheel, installed alone: all of it is in there, and it works far from the repository."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import tomllib
import urllib.request
import venv
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.code_health.files import PRODUCT, our_files
from tests.code_health.processes import Program, without_settings
from tests.support import REPOSITORY

SAMPLE = "/units 97112 25 97110 10"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("*.whl")
    return built


class Installed:
    """The wheel in an environment of its own, and a folder to run it in."""

    def __init__(self, scripts: Path, folder: Path) -> None:
        self.scripts, self.folder = scripts, folder

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.scripts / words[0]), *words[1:]],
            cwd=self.folder,
            env=without_settings(),
            capture_output=True,
            text=True,
            timeout=60,
        )


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Nothing but the wheel is installed; what it depends on is lent by the environment of these tests.

    A folder named in a `.pth` file is searched, but `.pth` files in that folder are not read, so the
    editable project of this checkout stays hidden.
    """
    home = tmp_path_factory.mktemp("alone")
    venv.create(home, with_pip=False)
    scripts = Path(sysconfig.get_path("scripts", "venv", {"base": str(home)}))
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(home)}))
    pip = [sys.executable, "-m", "pip", "--python", str(scripts / "python"), "--disable-pip-version-check"]
    done = subprocess.run(
        [*pip, "install", "--quiet", "--no-index", "--no-deps", str(wheel)],
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    lent = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (packages / "lent.pth").write_text("\n".join(sorted(lent)) + "\n", encoding="utf-8")
    return Installed(scripts, tmp_path_factory.mktemp("elsewhere"))


def test_everything_of_the_three_packages_is_in_the_wheel(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {file.as_posix() for file in our_files() if file.parts[0] in PRODUCT} | {"bot/app_manifest.yaml"}
    assert sorted(wanted - held) == []


@pytest.mark.parametrize(
    "kind",
    [
        "rules/parameters/medicare/timed_units/minutes_per_unit.yaml",
        "rules/payers/medicare.yaml",
        "rules/sources.yaml",
        "rules/tables/codes.csv",
        "bot/templates/units/answered.mrkdwn.j2",
        "bot/parsing/words.yaml",
        "knowledge/house_words.yaml",
        "knowledge/entries/eight-minute-rule.md",
        "bot/playground/static/page.js",
        "bot/playground/static/THIRD-PARTY-NOTICES.txt",
        "bot/playground/web/package-lock.json",
        "bot/app_manifest.yaml",
    ],
)
def test_each_kind_of_data_is_in_the_wheel(wheel: Path, kind: str) -> None:
    assert zipfile.ZipFile(wheel).getinfo(kind).file_size > 0


def test_nothing_else_is_in_the_wheel(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PRODUCT)
    assert [
        name for name in zipfile.ZipFile(wheel).namelist() if "node_modules" in name or ".pyc" in name
    ] == []


def test_the_wheel_says_what_it_needs_and_brings_its_licence(wheel: Path) -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    archive = zipfile.ZipFile(wheel)
    (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
    told = Parser().parsestr(archive.read(name).decode())
    needs = [Requirement(line) for line in told.get_all("Requires-Dist", [])]
    always = {str(need) for need in needs if "extra" not in str(need.marker or "")}
    assert always == {str(Requirement(line)) for line in project["dependencies"]}
    assert told["Version"] == project["version"]
    assert any(name.endswith("/licenses/LICENSE") for name in archive.namelist())


def test_it_is_the_wheel_that_runs_and_not_the_checkout(installed: Installed) -> None:
    done = installed.run("python", "-c", "import bot, rules, knowledge; print(bot.__file__, rules.__file__)")
    assert done.returncode == 0, done.stderr
    assert str(REPOSITORY) not in done.stdout
    assert str(installed.scripts.parent) in done.stdout


def test_it_answers_the_sample_command(installed: Installed) -> None:
    done = installed.run("unitwise", "ask", SAMPLE)
    assert done.returncode == 0, done.stderr
    assert "Medicare: 2 units" in done.stdout
    assert (installed.folder / "unitwise.db").is_file()


def test_the_module_is_the_same_as_the_script(installed: Installed) -> None:
    done = installed.run("python", "-m", "bot", "ask", "--json", SAMPLE)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["units"]["timed_units"] == 2


def test_its_doctor_finds_settings_content_manifest_and_database_in_order(installed: Installed) -> None:
    done = installed.run("unitwise", "doctor")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "All is well." in done.stdout


def test_it_knows_its_version_and_prints_its_manifest(installed: Installed) -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] in installed.run("unitwise", "--version").stdout
    manifest = installed.run("unitwise", "manifest").stdout
    assert manifest == (REPOSITORY / "app_manifest.yaml").read_text(encoding="utf-8")


def test_without_slack_settings_it_serves_the_playground_with_its_page(installed: Installed) -> None:
    command = [str(installed.scripts / "unitwise"), "serve", "--port", "0"]
    with Program(command, folder=installed.folder, environment=without_settings()) as server:
        address = server.wait_for(r"http://127\.0\.0\.1:\d+")[0]
        for path, wanted in (("/", b"page.js"), ("/playground/static/page.js", b"units")):
            with urllib.request.urlopen(address + path, timeout=10) as page:
                assert wanted in page.read(), path
        assert server.stop() == 0, server.printed
