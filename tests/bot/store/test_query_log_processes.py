import signal

RECORD = """
import sys
from pathlib import Path
from bot.store import NotLogged, QueryRow
from bot.store.sqlite import SqliteQueryLog

# Longer than an answer would wait: these tests are about what comes out, not about how soon.
log = SqliteQueryLog(Path(sys.argv[1]), wait=10.0)

def row(receipt, delivery_key=None):
    return QueryRow(
        receipt=receipt, delivery_key=delivery_key, asked_at="2026-11-22T14:03:05.123Z", surface="slack_http",
        intent="units", outcome="answered", confident=True, duration_ms=1.0, rules_version="2026.4",
    )

def say(*words):
    print(*words, flush=True)

say("ready")
sys.stdin.readline()
"""
MANY_ROWS = """
for number in range(25):
    log.record(row(f"{sys.argv[2]}-{number}"))
log.close()
"""
SAME_DELIVERIES = """
for number in range(25):
    recorded = log.record(row(f"{sys.argv[2]}-{number}", delivery_key=f"d{number}"))
    say(recorded.receipt, recorded.repeated)
log.close()
"""
ROWS_WITHOUT_END = """
number = 0
while True:
    say(log.record(row(f"R{number}")).receipt)
    number += 1
"""

ONE_ROW_WITH_NO_ROOM = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
try:
    log.record(row(sys.argv[2]))
except NotLogged as fault:
    say(type(fault).__name__, str(fault))
"""


def start_together(start, code, path, count):
    """Several processes that begin at the same moment, with everything imported."""
    processes = [start(RECORD + code, path, f"P{number}") for number in range(count)]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    return processes


def test_several_processes_that_make_the_database_at_once_all_keep_their_rows(start, path, log):
    for process in start_together(start, MANY_ROWS, path, 3):
        process.communicate()
        assert process.returncode == 0
    receipts = {row.receipt for row in log.rows()}
    assert receipts == {f"P{process}-{number}" for process in range(3) for number in range(25)}
    assert log.check(thorough=True) == []


def test_a_delivery_that_reaches_two_processes_gets_one_receipt_and_one_row(start, path, log):
    said = [
        [line.split() for line in process.communicate()[0].splitlines()]
        for process in start_together(start, SAME_DELIVERIES, path, 2)
    ]
    assert len(said[0]) == len(said[1]) == 25
    for (first, first_repeated), (second, second_repeated) in zip(*said, strict=True):
        assert first == second
        assert {first_repeated, second_repeated} == {"True", "False"}
    assert sorted(row.receipt for row in log.rows()) == sorted(receipt for receipt, _ in said[0])


def test_a_writer_that_is_killed_loses_no_row_it_has_reported(start, path, log, make_row):
    (writer,) = start_together(start, ROWS_WITHOUT_END, path, 1)
    reported = [writer.stdout.readline().strip() for _ in range(300)]
    writer.send_signal(signal.SIGKILL)
    reported += writer.stdout.read().split()
    writer.wait()
    kept = {row.receipt for row in log.rows()}
    assert kept >= set(reported)
    assert log.check(thorough=True) == []
    assert not log.record(make_row(receipt="after")).repeated


def test_a_database_that_could_not_be_made_for_want_of_room_is_made_later(start, path, log, make_row):
    (writer,) = start_together(start, ONE_ROW_WITH_NO_ROOM, path, 1)
    said = writer.communicate()[0]
    assert said.startswith("LogUnavailable")
    assert "the disk reports an error" in said or "is full" in said
    assert not log.record(make_row(receipt="R1")).repeated
    assert [row.receipt for row in log.rows()] == ["R1"]
    assert log.check(thorough=True) == []
