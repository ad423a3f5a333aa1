"""What may stand in a log line, and what never does."""

import io
import json
import logging
import sqlite3

import pytest
import structlog
from slack_sdk.errors import SlackApiError

from bot.logs import configure_logging, describe_error, library_logger
from bot.settings import load_settings

TYPED = "zebra-crossing"


def caught(raise_it):
    try:
        raise_it()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what the test is about
        return error
    pytest.fail("nothing was raised")


def raise_chained():
    try:
        raise ValueError(TYPED)
    except ValueError as error:
        raise KeyError(TYPED) from error


def last_line(logged):
    return json.loads([line for line in logged().splitlines() if line.startswith("{")][-1])


class TestDescribedErrors:
    def test_types_and_our_own_lines_are_named_and_the_message_is_not(self):
        facts = describe_error(caught(lambda: load_settings({"PORT": TYPED}, dotenv=None)))
        assert facts["error"] == "SettingsError"
        assert [place.rpartition(":")[0] for place in facts["at"]] == ["bot/settings.py"]
        assert TYPED not in str(facts)

    def test_the_cause_is_named_by_type(self):
        facts = describe_error(caught(raise_chained))
        assert (facts["error"], facts["caused_by"]) == ("KeyError", "ValueError")
        assert TYPED not in str(facts)

    def test_frames_of_others_are_left_out(self):
        assert describe_error(caught(raise_chained))["at"] == []

    @pytest.mark.parametrize(
        ("error", "code"),
        [
            (SlackApiError(TYPED, {"ok": False, "error": "invalid_auth"}), "invalid_auth"),
            (SlackApiError(TYPED, {"ok": False, "error": f"{TYPED} said"}), None),
            (SlackApiError(TYPED, None), None),
            (OSError(28, TYPED), "errno_28"),
            (ValueError(TYPED), None),
        ],
    )
    def test_a_machines_code_is_kept_where_it_is_one(self, error, code):
        facts = describe_error(error)
        assert facts.get("code") == code
        assert TYPED not in str(facts)

    def test_sqlites_name_for_a_fault_is_kept(self):
        error = caught(lambda: sqlite3.connect(":memory:").execute("PRAGMA nothing; SELECT zebra"))
        assert "zebra" not in str(describe_error(error))
        error.sqlite_errorname = "SQLITE_BUSY"
        assert describe_error(error)["code"] == "SQLITE_BUSY"


class TestLines:
    def test_our_event_is_one_json_line_with_its_facts(self, logged):
        structlog.get_logger("bot.guard").warning("guard.rejected", reason="stale", status=401)
        line = last_line(logged)
        assert line.pop("timestamp").endswith("Z")
        assert line == {
            "event": "guard.rejected",
            "reason": "stale",
            "status": 401,
            "level": "warning",
            "logger": "bot.guard",
        }

    def test_an_event_from_anywhere_in_the_product_keeps_its_facts(self, logged):
        for name in ("unitwise.service", "bot.store", "bot.cli", "elsewhere"):
            structlog.get_logger(name).error("answer_not_logged", fault="Locked")
            assert (last_line(logged)["event"], last_line(logged)["fault"]) == ("answer_not_logged", "Locked")

    def test_an_exception_in_our_event_loses_its_message(self, logged):
        try:
            raise_chained()
        except KeyError:
            structlog.get_logger("bot.x").exception("x.failed")
            logging.getLogger("bot.y").exception("y.failed")
        assert last_line(logged)["error"] == "KeyError"
        own_lines = [line for line in logged().splitlines() if line.startswith("{")]
        assert TYPED not in "".join(own_lines)

    @pytest.mark.parametrize(
        "name", ["slack_bolt.AsyncApp", "slack_sdk.web", "aiohttp.client", "asyncio", "other"]
    )
    def test_a_librarys_line_loses_its_text_and_keeps_its_place(self, name):
        stream = io.StringIO()
        configure_logging("DEBUG", stream)
        try:
            raise_chained()
        except KeyError:
            logging.getLogger(name).exception("body: %s", TYPED, extra={"body": TYPED})
        line = json.loads(stream.getvalue())
        assert (line["logger"], line["level"]) == (name, "error")
        assert line["event"].startswith("test_logs.py:")
        assert "KeyError" in line["event"]
        assert TYPED not in stream.getvalue()

    def test_an_object_that_json_does_not_know_is_its_type(self, logged):
        structlog.get_logger("bot.x").info("x", found=ValueError(TYPED))
        assert last_line(logged)["found"] == "ValueError"

    def test_debug_lines_of_libraries_never_leave(self, logged):
        for name in ("slack_bolt", "slack_sdk"):
            library_logger(name).debug("body: %s", TYPED)
            library_logger(name).info("body: %s", TYPED)
        assert TYPED not in logged()

    def test_a_librarys_logger_is_safe_even_where_logging_was_never_set_up(self, caplog):
        library_logger("slack_sdk").error("body: %s", TYPED)
        assert TYPED not in caplog.text
        assert "test_logs.py" in caplog.text

    def test_setting_up_twice_writes_once(self, logged):
        stream = io.StringIO()
        configure_logging("INFO", io.StringIO())
        configure_logging("INFO", stream)
        structlog.get_logger("bot.x").info("x")
        assert len(stream.getvalue().splitlines()) == 1

    def test_lines_below_the_level_are_not_written(self, logged):
        stream = io.StringIO()
        configure_logging("WARNING", stream)
        structlog.get_logger("bot.x").info("x")
        assert stream.getvalue() == ""


@pytest.fixture(autouse=True)
def _set_up_again_afterwards(logged):
    """Every test here starts from, and goes back to, the state before logging was set up."""
