"""How the program starts: what it picks, what it says, and what it says when it cannot."""

from __future__ import annotations

import http.client
import re
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.processes.bots import Bot, receipt_of, wait_until
from tests.processes.conftest import bot_in
from tests.processes.program import PYTHON_M_BOT, Program, environment, installed_script, run
from tests.support import REPOSITORY

pytestmark = pytest.mark.slow

LINE = "/units 97112 25 97110 10"
SECRET = "a-signing-secret-of-this-test"
TOKENS = {"SLACK_APP_TOKEN": "xapp-1-of-this-test", "SLACK_BOT_TOKEN": "xoxb-1-of-this-test"}


class TestItPicksTheFirstSurfaceWhoseSettingsAreThere:
    def started(self, bot: Bot, **settings: str) -> str:
        """Start `serve` with no flag; the sentence it says first comes back."""
        api = {"SLACK_API_BASE_URL": bot.slack.api_url, "PORT": "0"}
        bot.programs.append(
            Program(
                [*PYTHON_M_BOT, "serve"],
                folder=bot.folder,
                settings=environment(bot.folder, **api, **settings),
            )
        )
        bot.program.wait_for(lambda: "Ctrl+C" in bot.program.out, "a sign that it is ready")
        return bot.program.out.splitlines()[0]

    def test_socket_mode_where_both_tokens_are_there(self, bot: Bot) -> None:
        tokens = {"SLACK_APP_TOKEN": bot.slack.app_token, "SLACK_BOT_TOKEN": bot.slack.bot_token}
        said = self.started(bot, **tokens, SLACK_SIGNING_SECRET=SECRET)
        for word in ("SLACK_APP_TOKEN", "SLACK_BOT_TOKEN", "Socket Mode"):
            assert word in said
        bot.slack.socket.wait_until_connected()
        assert receipt_of(bot.slack.over_socket().command(LINE))

    def test_http_where_the_signing_secret_is_there(self, bot: Bot) -> None:
        # The app token alone is not enough for Socket Mode.
        (bot.folder / ".env").write_text(
            f"SLACK_SIGNING_SECRET={bot.slack.signing_secret}\nSLACK_APP_TOKEN={bot.slack.app_token}\n"
        )
        said = self.started(bot)
        assert "SLACK_SIGNING_SECRET" in said
        assert "HTTP" in said
        assert receipt_of(bot.http.command(LINE))

    def test_the_playground_where_nothing_is_there(self, bot: Bot) -> None:
        said = self.started(bot)
        assert "playground" in said
        assert "No Slack settings" in said
        assert bot.get("/")[0] == 200

    def test_a_flag_wins_over_the_settings(self, bot: Bot) -> None:
        slack = bot.start("--http", "--port", "0", SLACK_APP_TOKEN=bot.slack.app_token)
        assert receipt_of(slack.command(LINE))
        assert bot.slack.socket.opened == 0


class TestItCannotStart:
    @pytest.mark.parametrize(
        ("flags", "settings", "words"),
        [
            (["--http"], {}, ["SLACK_SIGNING_SECRET"]),
            (["--http", "--workers", "2"], {}, ["SLACK_SIGNING_SECRET"]),
            (["--socket"], {}, ["SLACK_APP_TOKEN", "SLACK_BOT_TOKEN"]),
            (["--socket"], {"SLACK_APP_TOKEN": "xapp-1"}, ["SLACK_BOT_TOKEN"]),
            (["--http"], {"UNITWISE_DATABSE": "x.db"}, ["UNITWISE_DATABSE", "UNITWISE_DATABASE"]),
            ([], {"UNITWISE_SECRETS": SECRET}, ["UNITWISE_SECRETS", "UNITWISE_SECRET"]),
            (["--playground"], {"UNITWISE_TIMEZONE": "America/Nowhere"}, ["UNITWISE_TIMEZONE"]),
            (["--http"], {"PORT": "many", "SLACK_SIGNING_SECRET": SECRET}, ["PORT"]),
            (["--http"], {"SLACK_API_BASE_URL": "slack.com"}, ["SLACK_API_BASE_URL", "https"]),
            (
                ["--http", "--port", "0"],
                {
                    "UNITWISE_DATABASE": "postgresql://bot:pass-w0rd@db.example/unitwise",
                    "SLACK_SIGNING_SECRET": SECRET,
                },
                ["UNITWISE_DATABASE"],
            ),
            (
                ["--socket"],
                {"UNITWISE_DATABASE": "postgresql://bot:pass-w0rd@db.example/unitwise", **TOKENS},
                ["UNITWISE_DATABASE"],
            ),
            (["--playground", "--host", "0.0.0.0", "--port", "0"], {}, ["127.0.0.1"]),
            (["--http", "--host", "203.0.113.7"], {"SLACK_SIGNING_SECRET": SECRET}, ["203.0.113.7"]),
        ],
    )
    def test_it_says_in_a_sentence_why(
        self, tmp_path: Path, flags: list[str], settings: dict[str, str], words: list[str]
    ) -> None:
        done = run("serve", *flags, settings=environment(tmp_path, **settings), folder=tmp_path)
        said = done.stdout + done.stderr
        assert done.returncode == 1, said
        assert [word for word in words if word not in done.stderr] == [], said
        assert "Traceback" not in said
        assert "Unitwise failed" not in said
        for secret in (SECRET, "pass-w0rd", "xapp-1", "xoxb-1"):
            assert secret not in said
        assert not any(line.startswith("{") for line in said.splitlines())

    @pytest.mark.parametrize("surface", ["--http", "--playground"])
    def test_a_port_that_is_taken_is_named(self, tmp_path: Path, surface: str) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = str(taken.getsockname()[1])
            settings = environment(tmp_path, SLACK_SIGNING_SECRET=SECRET, PORT=port)
            done = run("serve", surface, settings=settings, folder=tmp_path)
        assert done.returncode == 1
        assert port in done.stderr
        assert "already in use" in done.stderr
        assert "--port" in done.stderr
        assert "Traceback" not in done.stderr

    @pytest.mark.parametrize(
        "arguments",
        [
            ["serve", "--port", "70000"],
            ["serve", "--smoke-signals"],
            ["serve", "--playground", "--workers", "2"],
        ],
    )
    def test_a_wrong_flag_is_the_users_input(self, tmp_path: Path, arguments: list[str]) -> None:
        done = run(*arguments, settings=environment(tmp_path), folder=tmp_path)
        assert done.returncode == 2
        assert done.stderr
        assert "Traceback" not in done.stderr


class TestTheProcfile:
    @pytest.fixture
    def lines(self) -> dict[str, str]:
        installed_script()
        found = re.findall(
            r"^(\w+): (.+)$", (REPOSITORY / "Procfile").read_text(encoding="utf-8"), re.MULTILINE
        )
        assert [name for name, _ in found] == ["web", "worker"]
        return dict(found)

    def start(self, bot: Bot, line: str, **settings: str) -> None:
        """Start a line as a process manager does: through the shell."""
        known = environment(bot.folder, **settings)
        # The installed package answers, not the sources on the path.
        known.pop("PYTHONPATH")
        bot.programs.append(Program(["sh", "-c", f"exec {line}"], folder=bot.folder, settings=known))

    def test_the_web_line_serves_on_every_address(self, bot: Bot, lines: dict[str, str]) -> None:
        self.start(bot, lines["web"], **bot.slack.environment(), PORT="0")
        bot.program.wait_for(lambda: "http://0.0.0.0:" in bot.program.out, "an address for everybody")
        reply = bot.http.command(LINE)
        assert reply.seconds < 1
        assert bot.row(receipt_of(reply))["surface"] == "slack_http"
        assert bot.get("/healthz") == (200, "ok")
        assert bot.program.stop()[0] == 0

    def test_the_worker_line_serves_by_socket_mode(self, bot: Bot, lines: dict[str, str]) -> None:
        self.start(bot, lines["worker"], **bot.slack.environment(socket=True))
        bot.slack.socket.wait_until_connected(timeout=30)
        reply = bot.slack.over_socket().command(LINE)
        assert bot.row(receipt_of(reply))["surface"] == "slack_socket"
        assert bot.program.stop()[0] == 0


@pytest.fixture(scope="module")
def playground_all_along(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    with bot_in(tmp_path_factory.mktemp("playground")) as bot:
        # A real Slack's settings, none of which it may use.
        bot.start("--playground", "--port", "0", **TOKENS, SLACK_SIGNING_SECRET=SECRET)
        yield bot


class TestThePlayground:
    @pytest.fixture
    def playground(self, playground_all_along: Bot) -> Bot:
        return playground_all_along

    @contextmanager
    def open_stream(self, playground: Bot) -> Iterator[http.client.HTTPResponse]:
        """The open stream of a page in a browser."""
        connection = http.client.HTTPConnection(urlsplit(playground.program.address).netloc, timeout=10)
        with closing(connection):
            connection.request("GET", "/playground/stream")
            yield connection.getresponse()

    def say(self, playground: Bot, line: str) -> int:
        body = b'{"channel": "C0BILLING", "text": "%b"}' % line.encode()
        headers = {"Content-Type": "application/json"}
        return playground.http.request(body, headers, path="/playground/send")[0]

    def test_it_prints_its_address_and_three_things_that_work(self, playground: Bot) -> None:
        playground.program.wait_for(lambda: "Ctrl+C" in playground.program.out, "the last line")
        printed = playground.program.out.splitlines()
        assert any(playground.program.address in line for line in printed)
        things = [line.strip() for line in printed if line.startswith("  /")]
        assert len(things) == 3
        before = len(playground.rows())
        for number, thing in enumerate(things, start=1):
            assert self.say(playground, thing) == 200
            wait_until(lambda number=number: len(playground.rows()) == before + number, "one more row")
        kept = {(row["surface"], row["outcome"]) for row in playground.rows()}
        assert kept == {("playground", "answered")}

    def test_the_end_does_not_wait_for_an_open_page(self, bot: Bot) -> None:
        bot.start("--playground", "--port", "0")
        assert bot.get("/")[0] == 200
        with self.open_stream(bot) as stream:
            assert self.say(bot, LINE) == 200
            seen = b""
            while b"Medicare: 2 units" not in seen:
                part = stream.readline()
                assert part, "the stream ended without the answer"
                seen += part
            code, seconds = bot.program.stop()
        assert code == 0
        assert seconds < 3
        assert "Traceback" not in bot.program.err

    def test_only_this_computer_can_open_it(self, playground: Bot) -> None:
        port = urlsplit(playground.program.address).port
        tables = [Path("/proc/net/tcp"), Path("/proc/net/tcp6")]
        if not tables[0].exists():
            pytest.skip("there is no /proc here to look at what is listened on")
        lines = [
            line.split() for table in tables if table.exists() for line in table.read_text().splitlines()[1:]
        ]
        listening = [
            fields[1] for fields in lines if fields[3] == "0A" and fields[1].endswith(f":{port:04X}")
        ]
        assert listening == [f"0100007F:{port:04X}"]

    def test_it_uses_no_settings_of_a_real_slack(self, playground: Bot) -> None:
        assert self.say(playground, LINE) == 200
        assert playground.slack.calls == []
        assert playground.slack.socket.opened == 0
        assert SECRET not in playground.program.out + playground.program.err
