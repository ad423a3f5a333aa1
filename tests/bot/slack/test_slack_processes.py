"""The bot as a process: real sockets, real signals, a real websocket."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from slack_driver import RECEIPT, SECRET, until

from bot.listening import CannotListen, address_of, listening_socket
from bot.settings import Settings
from tests.support import REPOSITORY

HERE = Path(__file__).parent


class Running:
    """A process that serves, and what it has printed so far."""

    def __init__(self, *arguments, **environment):
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "serve_fake.py"), *map(str, arguments)],
            env=_environment() | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.out, self.err = [], []
        self._readers = [
            threading.Thread(target=into.extend, args=(stream,), daemon=True)
            for into, stream in ((self.out, self.process.stdout), (self.err, self.process.stderr))
        ]
        for reader in self._readers:
            reader.start()

    def ready(self):
        until(lambda: self.out or self.process.poll() is not None, 20)
        assert self.out, "".join(self.err)
        return self.out[0]

    def address(self):
        return re.search(r"http://127\.0\.0\.1:\d+", self.ready())[0]

    def stop(self, number=signal.SIGTERM):
        """Send a signal; the exit code and how long the end took."""
        started = time.monotonic()
        self.process.send_signal(number)
        return self.wait(), time.monotonic() - started

    def wait(self):
        code = self.process.wait(20)
        for reader in self._readers:
            reader.join(5)
        return code

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
        self.wait()
        self.process.stdout.close()
        self.process.stderr.close()


def _environment():
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "UNITWISE_"))}
    return kept | {"PYTHONPATH": os.pathsep.join([str(REPOSITORY), str(HERE)])}


@pytest.fixture
def start():
    started = []

    def begin(*arguments, **environment):
        started.append(Running(*arguments, **environment))
        return started[-1]

    yield begin
    for running in started:
        running.end()


@pytest.fixture
def fake_slack(fake_slack):
    fake_slack.signing_secret = SECRET
    return fake_slack


class TestHttp:
    @pytest.fixture
    def running(self, start, fake_slack):
        return start("http", 0, 1, **fake_slack.environment())

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    def test_it_answers_until_a_signal_stops_it_in_good_order(self, running, fake_slack, number):
        slack = fake_slack.over_http(running.address())
        assert slack.command("/units 97112 25 97110 10").message.text == "Medicare: 2 units."
        assert slack.request(b"", {}, method="GET", path="/healthz")[:2] == (200, b"ok")
        code, seconds = running.stop(number)
        assert (code, running.out[1:]) == (0, ["service closed\n"])
        assert seconds < 3
        assert "Traceback" not in "".join(running.err)

    def test_it_prints_one_line_when_it_is_ready(self, running):
        assert "/slack/events" in running.ready()
        assert len(running.out) == 1

    def test_a_command_under_way_is_answered_before_the_end(self, running, fake_slack):
        slack, replies = fake_slack.over_http(running.address()), []
        asking = threading.Thread(target=lambda: replies.append(slack.command("/units 97112 25 slowly")))
        asking.start()
        time.sleep(0.2)
        assert running.stop()[0] == 0
        asking.join(5)
        assert replies[0].message.text == "Medicare: 2 units."

    def test_a_message_under_way_is_sent_before_the_end(self, running, fake_slack):
        slack = fake_slack.over_http(running.address())
        answer = slack.command("/units 97112 25").message
        fake_slack.faults.slow(0.5, on="reply")
        slack.press(answer, "answer.share")
        assert running.stop()[0] == 0
        assert [message.private for message in fake_slack.messages] == [True, False]

    def test_an_open_connection_does_not_hold_up_the_end(self, running):
        connection = http.client.HTTPConnection(running.address().removeprefix("http://"), timeout=5)
        connection.request("GET", "/healthz")
        assert connection.getresponse().read() == b"ok"
        assert running.stop()[1] < 2
        connection.close()

    def test_bodies_of_300_kb_get_413_over_the_wire_announced_or_not(self, running, fake_slack):
        slack = fake_slack.over_http(running.address())
        assert slack.request(b"a" * 300_000, {})[0] == 413
        parts = (b"a" * 10_000 for _ in range(30))
        host = running.address().removeprefix("http://")
        connection = http.client.HTTPConnection(host, timeout=5)
        connection.request("POST", "/slack/events", body=parts, encode_chunked=True)
        assert connection.getresponse().status == 413
        connection.close()
        assert slack.command("/units 97112 25").status == 200


@pytest.mark.slow
def test_workers_share_one_port_and_get_the_settings_of_the_command_line(start, fake_slack):
    running = start("http", 0, 2, "elsewhere.db", **fake_slack.environment())
    assert "2 workers" in running.ready()
    slack = fake_slack.over_http(running.address())
    for _ in range(4):
        assert slack.command("/units 97112 25").message.text == "Medicare: 2 units."
    workers = list(_environments_of_children(running.process.pid))
    assert [worker.get("UNITWISE_DATABASE") for worker in workers] == ["elsewhere.db"] * 2
    assert running.stop()[0] == 0
    assert running.out.count("service closed\n") == 2


def _environments_of_children(pid):
    children = Path(f"/proc/{pid}/task/{pid}/children")
    if not children.exists():
        pytest.skip("there is no /proc here to look at the workers' settings")
    for child in children.read_text().split():
        lines = Path(f"/proc/{child}/environ").read_bytes().split(b"\0")
        environment = dict(line.decode().partition("=")[::2] for line in lines)
        if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
            yield environment


class TestItCannotStart:
    def refused(self, running):
        assert running.wait() == 1
        assert not any("Unitwise" in line for line in running.out)
        sentences = [line for line in running.err if not line.startswith("{")]
        assert "Traceback" not in "".join(sentences)
        return "".join(sentences)

    def test_a_taken_port_is_said_in_a_sentence(self, start):
        with listening_socket("127.0.0.1", 0) as taken:
            taken.listen()
            port = taken.getsockname()[1]
            sentence = self.refused(start("http", port, 1, SLACK_SIGNING_SECRET=SECRET))
        assert f"Port {port} on 127.0.0.1 is already in use" in sentence
        assert "--port" in sentence

    def test_a_missing_signing_secret_is_named(self, start):
        assert "SLACK_SIGNING_SECRET" in self.refused(start("http", 0, 1))

    def test_missing_socket_tokens_are_all_named(self, start):
        sentence = self.refused(start("socket"))
        assert "SLACK_APP_TOKEN" in sentence
        assert "SLACK_BOT_TOKEN" in sentence

    def test_an_app_token_that_slack_refuses_is_said_in_a_sentence(self, start, fake_slack):
        environment = fake_slack.environment(socket=True) | {"SLACK_APP_TOKEN": "xapp-wrong"}
        sentence = self.refused(start("socket", **environment))
        assert "invalid_auth" in sentence
        assert "connections:write" in sentence
        assert "xapp-wrong" not in sentence
        fake_slack.take_refusals()

    @pytest.mark.parametrize("host", ["203.0.113.7", "no such host"])
    def test_an_address_of_another_machine_is_said_in_a_sentence(self, host):
        with pytest.raises(CannotListen, match="no address of this machine"), listening_socket(host, 0):
            pass

    def test_an_address_is_printed_so_that_it_can_be_opened(self):
        with listening_socket("127.0.0.1", 0) as found:
            port = found.getsockname()[1]
            assert address_of(found) == f"http://127.0.0.1:{port}"
        if socket.has_ipv6:
            try:
                with listening_socket("::1", 0) as found:
                    assert address_of(found).startswith("http://[::1]:")
            except CannotListen:
                pytest.skip("IPv6 is switched off on this machine")


class TestSocketMode:
    @pytest.fixture
    def running(self, start, fake_slack):
        # The proxy leads nowhere: what runs on this machine is reached without one.
        proxy = {"HTTPS_PROXY": "http://127.0.0.1:1"}
        running = start("socket", **fake_slack.environment(socket=True), **proxy)
        fake_slack.socket.wait_until_connected(timeout=20)
        return running

    def test_it_answers_until_a_signal_stops_it_in_good_order(self, running, fake_slack):
        slack = fake_slack.over_socket()
        assert slack.command("/units 97112 25 97110 10").message.text == "Medicare: 2 units."
        assert "Socket Mode" in running.ready()
        code, seconds = running.stop()
        assert (code, running.out[1:]) == (0, ["service closed\n"])
        assert seconds < 3
        assert "Traceback" not in "".join(running.err)

    def test_buttons_and_forms_work(self, running, fake_slack):
        slack = fake_slack.over_socket()
        answer = slack.command("/units 97112 25").message
        slack.press(answer, "answer.share")
        until(lambda: len(fake_slack.messages) == 2)
        slack.press(answer, "answer.feedback", f"down:{RECEIPT}")
        until(lambda: fake_slack.views)
        assert slack.submit(fake_slack.views[0], {"feedback.reason": "wrong"}).body is None

    def test_a_repeated_press_is_acknowledged_and_not_worked_on_again(self, running, fake_slack):
        slack = fake_slack.over_socket()
        pressed = slack.press(slack.command("/units 97112 25").message, "answer.why")
        until(lambda: len(fake_slack.messages) == 2)
        assert slack.again(pressed).body is None
        assert slack.again(slack.event({"type": "app_home_opened"})).body is None
        time.sleep(0.15)
        assert len(fake_slack.messages) == 2

    def test_a_repeated_command_is_answered_again(self, running, fake_slack):
        slack = fake_slack.over_socket()
        asked = slack.command("/units 97112 25")
        assert slack.again(asked).body == asked.body

    @pytest.mark.parametrize("how", ["announce_disconnect", "drop"])
    def test_a_lost_connection_is_replaced(self, running, fake_slack, how):
        getattr(fake_slack.socket, how)()
        fake_slack.socket.wait_until_connected(opened=2, timeout=10)
        assert fake_slack.over_socket().command("/units 97112 25").message.text == "Medicare: 2 units."

    def test_a_command_under_way_is_answered_before_the_end(self, running, fake_slack):
        running.ready()
        slack, replies = fake_slack.over_socket(), []
        asking = threading.Thread(target=lambda: replies.append(slack.command("/units 97112 25 slowly")))
        asking.start()
        time.sleep(0.2)
        assert running.stop()[0] == 0
        asking.join(5)
        assert replies[0].message.text == "Medicare: 2 units."

    def test_a_message_under_way_is_sent_before_the_end(self, running, fake_slack):
        slack = fake_slack.over_socket()
        answer = slack.command("/units 97112 25").message
        fake_slack.faults.slow(0.5, on="reply")
        slack.press(answer, "answer.share")
        assert running.stop()[0] == 0
        assert [message.private for message in fake_slack.messages] == [True, False]

    @pytest.mark.slow
    def test_a_slack_that_cannot_be_reached_yet_is_waited_for(self, start, fake_slack):
        fake_slack.faults.drop(4, on="apps.connections.open")
        running = start("socket", **fake_slack.environment(socket=True))
        fake_slack.socket.wait_until_connected(timeout=20)
        assert "Socket Mode" in running.ready()

    @pytest.mark.slow
    def test_it_can_be_stopped_while_slack_cannot_be_reached(self, start):
        tokens = {"SLACK_APP_TOKEN": "xapp-1", "SLACK_BOT_TOKEN": "xoxb-1"}
        running = start("socket", SLACK_API_BASE_URL="http://127.0.0.1:1/api/", **tokens)
        until(lambda: "socket.not_connected" in "".join(running.err), 20)
        code, seconds = running.stop()
        assert (code, running.out) == (0, ["service closed\n"])
        assert seconds < 3


def test_the_procfile_starts_each_way_of_serving():
    lines = dict(line.split(": ", 1) for line in (REPOSITORY / "Procfile").read_text().splitlines())
    assert lines == {
        "web": "unitwise serve --http --host 0.0.0.0 --port $PORT",
        "worker": "unitwise serve --socket",
    }
    assert Settings.model_fields["port"].alias == "PORT"
