"""The bench measures what it says, and says so when it cannot."""

import json
import re
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from slack_sdk.signature import SignatureVerifier

from tests.bench.figures import AtLeast, AtMost, CannotMeasure, Figure, Unit, Verdict, in_words, table
from tests.bench.load import Round, run_round
from tests.bench.over_http import AnswerCheck
from tests.bench.servers import Server
from tests.bench.visits import SIGNING_SECRET, different_visits, signed_requests
from tests.support import REPOSITORY

ADDRESS = ("127.0.0.1", 3000)


@pytest.mark.parametrize(
    ("value", "aim", "verdict"),
    [
        (50e-6, AtMost(50e-6), Verdict.MET),
        (51e-6, AtMost(50e-6), Verdict.MISSED),
        (0.6, AtLeast(0.6), Verdict.MET),
        (0.59, AtLeast(0.6), Verdict.MISSED),
        (1.0, None, Verdict.NO_AIM),
        (None, AtMost(1.0), Verdict.NOT_MEASURED),
    ],
)
def test_a_figure_is_judged_by_its_aim(value, aim, verdict):
    assert Figure("section", "name", value, aim=aim).verdict is verdict


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (31.64e-6, Unit.SECONDS, "31.6 µs"),
        (5e-3, Unit.SECONDS, "5 ms"),
        (1.254, Unit.SECONDS, "1.25 s"),
        (0.613, Unit.RATIO, "0.61×"),
        (106.4, Unit.MEBIBYTES, "106 MiB"),
        (4321.0, Unit.PER_SECOND, "4,321/s"),
        (0, Unit.COUNT, "0"),
    ],
)
def test_a_figure_is_written_as_a_person_reads_it(value, unit, words):
    assert in_words(value, unit) == words


def test_the_table_shows_each_section_once_and_each_figure_beside_its_aim():
    figures = [
        Figure("Core", "count units", 40e-6, aim=AtMost(50e-6)),
        Figure("Core", "read a command", 2e-3, aim=AtMost(1e-3), note="slow"),
        Figure("HTTP", "this part", None, note="the server did not start"),
    ]
    lines = table(figures).splitlines()
    assert [line for line in lines if not line.startswith(" ")] == ["", "Core", "", "HTTP"]
    assert lines[2].split() == ["count", "units", "40", "µs", "≤", "50", "µs", "met"]
    assert lines[3].endswith("missed        slow")
    assert lines[6].endswith("not measured  the server did not start")


def test_every_request_has_a_trigger_and_a_right_signature_of_its_own():
    texts = different_visits(50)
    assert len(set(texts)) == 50
    verifier, triggers, signatures, asked = SignatureVerifier(SIGNING_SECRET), set(), set(), []
    for request in signed_requests(texts, ADDRESS, per_second=20):
        head, _, body = request.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
        assert int(headers["Content-Length"]) == len(body)
        assert verifier.is_valid_request(body, headers)
        assert abs(int(headers["X-Slack-Request-Timestamp"]) - time.time()) < 10
        fields = parse_qs(body.decode(), strict_parsing=True)
        assert len(fields) == 13
        triggers.add(fields["trigger_id"][0])
        signatures.add(headers["X-Slack-Signature"])
        asked += fields["text"]
    assert (len(triggers), len(signatures), asked) == (50, 50, texts)


class TestLoadGenerator:
    def test_each_text_is_sent_once_and_each_answer_waited_for(self):
        with answering() as (address, seen):
            replies = run_round(Round(address, 3, different_visits(40), keep_every=1))
        assert len(replies.latencies) == len(replies.kept) == len(seen) == 40
        assert {body for _, body in replies.kept} == {b'{"text": "2 units"}'}
        assert sorted(text for text, _ in replies.kept) == sorted(different_visits(40))

    def test_a_timed_round_ends_in_time_and_asks_again_on_the_same_connections(self):
        with answering() as (address, seen):
            replies = run_round(Round(address, 2, different_visits(5), seconds=0.2))
        assert 0.15 < replies.seconds < 2
        assert len(replies.latencies) == len(seen) > 2
        assert len({port for port, _ in seen}) == 2

    def test_an_answer_that_is_no_200_is_no_measurement(self):
        with (
            answering(status=401) as (address, _),
            pytest.raises(CannotMeasure, match=r"answered with HTTP/1\.\d 401"),
        ):
            run_round(Round(address, 2, different_visits(5)))

    def test_a_closed_connection_is_no_measurement(self):
        with answering(status=None) as (address, _), pytest.raises(CannotMeasure, match="closed"):
            run_round(Round(address, 1, different_visits(5)))


class TestAnswerCheck:
    text = "97112 25 97110 10"

    def test_the_answer_to_another_visit_is_found_out(self):
        other = json.dumps({"text": "97112 30 min · 97110 20 min", "blocks": [{}]}).encode()
        with pytest.raises(CannotMeasure, match="97112 25 97110 10"):
            AnswerCheck([self.text]).all_right([(self.text, other)])

    def test_no_answers_prove_nothing(self):
        with pytest.raises(CannotMeasure):
            AnswerCheck([self.text]).all_right([])


def test_a_server_that_cannot_start_says_why(tmp_path):
    with pytest.raises(CannotMeasure, match="SLACK_SIGNING_SECRET"):
        Server(["bot", "serve", "--http", "--port", "0"], tmp_path)


@pytest.mark.slow
def test_a_short_run_measures_everything(tmp_path):
    found = tmp_path / "found.json"
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", "--seconds=0.05", "--commands=200", f"--json={found}"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=110,
    )
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stdout + done.stderr
    figures = {figure["name"]: figure for figure in json.loads(found.read_text())["figures"]}
    assert len(figures) >= 17
    assert all(figure["value"] is not None for figure in figures.values())
    assert {"throughput, 1 connection", "throughput, 16 connections", "p99, 64 connections"} <= set(figures)
    assert re.search(r"^  count units, four codes +\S+ µs +≤ 50 µs  (met|missed)", done.stdout, re.MULTILINE)


@contextmanager
def answering(status=200):
    """A small server, its address, and the port and path of each request that came; `None` hangs up."""
    seen = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            seen.append((self.client_address[1], self.path))
            self.rfile.read(int(self.headers["Content-Length"]))
            if status is None:
                self.close_connection = True
                return
            body = b'{"text": "2 units"}'
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            # In two parts, as a network may deliver it.
            for part in (body[:7], body[7:]):
                self.wfile.write(part)
                self.wfile.flush()

        def log_message(self, format, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    serving.start()
    try:
        yield server.server_address[:2], seen
    finally:
        server.shutdown()
        serving.join()
        server.server_close()
