import io
import logging

import pytest
import structlog
from slack_driver import FakeService

from bot.logs import configure_logging
from tests.fakes.fixtures import fake_slack

__all__ = ["fake_slack"]


@pytest.fixture
def service():
    return FakeService()


@pytest.fixture
def logged(caplog):
    """Everything that is logged in a test, down to DEBUG: call it for the text so far."""
    stream = io.StringIO()
    root = logging.getLogger()
    before = root.level, list(root.handlers)
    libraries = {
        name: logging.getLogger(name).level for name in ("slack_bolt", "slack_sdk", "aiohttp", "asyncio")
    }
    configure_logging("DEBUG", stream)
    yield lambda: stream.getvalue() + caplog.text
    structlog.reset_defaults()
    root.setLevel(before[0])
    root.handlers[:] = before[1]
    for name, level in libraries.items():
        logging.getLogger(name).setLevel(level)
