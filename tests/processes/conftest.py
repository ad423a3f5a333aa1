"""Running bots. Those that tests share live as long as the test process: one set for each worker of xdist."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from bot.manifest import SCOPES
from tests.fakes.sides import SlackSide
from tests.fakes.slack import FakeSlack
from tests.processes.bots import ANY_PORT, Bot, assert_nothing_refused

FLAGS = {"http": ANY_PORT, "socket": ("--socket",)}


@contextmanager
def bot_in(folder: Path) -> Iterator[Bot]:
    """A bot that is not started yet, in a workspace of its own."""
    with FakeSlack() as slack:
        slack.scopes = set(SCOPES)  # installed from the manifest
        bot = Bot(folder, slack)
        try:
            yield bot
        finally:
            bot.end()


@pytest.fixture
def new_bot(tmp_path: Path) -> Iterator[Callable[[], Bot]]:
    """Makes bots for one test. Whatever the fake Slack refused fails the test, unless it took note of it."""
    with ExitStack() as stack:
        made: list[Bot] = []

        def make() -> Bot:
            folder = tmp_path / f"bot{len(made)}"
            folder.mkdir()
            made.append(stack.enter_context(bot_in(folder)))
            return made[-1]

        yield make
        for bot in made:
            assert_nothing_refused(bot.slack)


@pytest.fixture
def bot(new_bot: Callable[[], Bot]) -> Bot:
    """One bot for one test, not started yet."""
    return new_bot()


@pytest.fixture(scope="session")
def shared_bots(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], tuple[Bot, SlackSide]]]:
    """Bots that serve many tests: one over HTTP, one over Socket Mode, each started when first asked for."""
    with ExitStack() as stack:
        running: dict[str, tuple[Bot, SlackSide]] = {}

        def serving(surface: str) -> tuple[Bot, SlackSide]:
            if surface not in running:
                bot = stack.enter_context(bot_in(tmp_path_factory.mktemp(surface)))
                running[surface] = bot, bot.start(*FLAGS[surface])
            return running[surface]

        yield serving


@pytest.fixture(params=sorted(FLAGS))
def served(
    request: pytest.FixtureRequest, shared_bots: Callable[[str], tuple[Bot, SlackSide]]
) -> Iterator[tuple[Bot, SlackSide]]:
    """A shared bot and Slack's side of it, over HTTP and over Socket Mode in turn."""
    bot, side = shared_bots(request.param)
    yield bot, side
    assert_nothing_refused(bot.slack)


@pytest.fixture
def served_over_http(shared_bots: Callable[[str], tuple[Bot, SlackSide]]) -> Iterator[Bot]:
    """The shared bot over HTTP."""
    bot, _ = shared_bots("http")
    yield bot
    assert_nothing_refused(bot.slack)
