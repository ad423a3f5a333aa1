"""The web application as a whole: its start, its end, and what it tells whoever runs it."""

import asyncio
import sys
import threading
import time
import types

import pytest
from slack_driver import RECEIPT, SECRET, FakeService, command_form, post, settings, signed_pairs
from starlette.testclient import TestClient

from bot import health
from bot.asgi import build_asgi, from_environment, running
from bot.background import BackgroundTasks
from bot.health import Readiness


@pytest.fixture
def web(service):
    with TestClient(build_asgi(settings(), service)) as client:
        yield client


def test_a_command_gets_through_the_running_application(web):
    headers = {name.decode(): value.decode() for name, value in signed_pairs(command_form())}
    assert (
        web.post("/slack/events", content=command_form(), headers=headers).json()["text"]
        == "Medicare: 2 units."
    )


def test_healthz_says_ok(web):
    assert (web.get("/healthz").status_code, web.get("/healthz").text) == (200, "ok")


def test_readyz_says_ok_when_nothing_is_wrong(web):
    assert (web.get("/readyz").status_code, web.get("/readyz").text) == (200, "ok")


def test_readyz_is_503_with_every_fault(web, service):
    service.listed_faults = ["the database is read-only", "no code table"]
    answer = web.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, ["the database is read-only", "no code table"])


def test_readyz_names_the_type_of_a_check_that_breaks(web, service, logged):
    service.fails_with = KeyError("zebra")
    answer = web.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, ["the check itself failed (KeyError)"])
    assert "zebra" not in logged()


@pytest.mark.parametrize("path", ["/", "/slack", "/slack/events/more", "/metrics"])
def test_other_paths_lead_nowhere(web, path):
    assert web.get(path).status_code == 404


def test_the_end_closes_the_service_once(service):
    with TestClient(build_asgi(settings(), service)):
        assert service.closed == 0
    assert service.closed == 1


async def test_a_worker_starts_from_nothing_but_the_environment(service, monkeypatch, tmp_path, logged):
    built = []
    assembly = types.ModuleType("bot.assembly")
    assembly.start_service = lambda settings: built.append(settings) or service
    monkeypatch.setitem(sys.modules, "bot.assembly", assembly)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SLACK_SIGNING_SECRET", SECRET)
    monkeypatch.setenv("UNITWISE_DATABASE", "here.db")
    app = from_environment()
    assert (await post(app, command_form())).status == 200
    assert built[0].database == "here.db"


class TestReadiness:
    async def test_the_check_runs_once_in_two_seconds_and_beside_the_event_loop(self, monkeypatch):
        threads = []

        def check():
            threads.append(threading.current_thread())
            return []

        readiness = Readiness(check)
        assert [await readiness.faults(), await readiness.faults()] == [[], []]
        assert len(threads) == 1
        assert threads[0] is not threading.main_thread()
        monkeypatch.setattr(health, "FRESH_SECONDS", 0)
        await readiness.faults()
        assert len(threads) == 2

    async def test_many_who_ask_at_once_share_one_check(self):
        runs = []
        readiness = Readiness(lambda: [time.sleep(0.02), runs.append(1)][:0] or ["slow disk"])
        assert await asyncio.gather(*(readiness.faults() for _ in range(20))) == [["slow disk"]] * 20
        assert len(runs) == 1

    async def test_a_check_that_hangs_is_a_fault_and_holds_one_thread_alone(self):
        release, runs = threading.Event(), []

        def check():
            runs.append(1)
            release.wait(5)
            return []

        readiness = Readiness(check, patience=0.01)
        for _ in range(3):
            assert "not ended" in (await readiness.faults())[0]
        assert len(runs) == 1
        release.set()
        await asyncio.sleep(0.05)
        assert await readiness.faults() == []


class TestRunning:
    async def test_connections_are_there_while_it_runs_and_closed_after(self):
        client, tasks, service = _Client(), BackgroundTasks(), FakeService()
        async with running(client, tasks, service):
            session = client.session
            assert not session.closed
        assert session.closed
        assert (client.session, service.closed) == (None, 1)

    async def test_what_is_under_way_is_finished_before_the_service_closes(self):
        order = []
        tasks, service = BackgroundTasks(), FakeService()
        service.close = lambda: order.append("closed")

        async def work():
            await asyncio.sleep(0.02)
            order.append("worked")

        async with running(_Client(), tasks, service):
            tasks.start("work", work())
        assert order == ["worked", "closed"]

    async def test_a_service_may_close_by_awaiting_or_not_at_all(self):
        awaited = []

        class Awaiting(FakeService):
            async def close(self):
                awaited.append(RECEIPT)

        async with running(_Client(), BackgroundTasks(), Awaiting()):
            pass
        async with running(_Client(), BackgroundTasks(), object()):
            pass
        assert awaited == [RECEIPT]


class _Client:
    session = None
