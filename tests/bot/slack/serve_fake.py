"""Run as a program: serves the small service of these tests as `unitwise serve` would, in a real process.

python serve_fake.py http PORT WORKERS
python serve_fake.py socket
"""

import asyncio
import sys

from slack_driver import FakeService

from bot import server
from bot.asgi import build_asgi
from bot.logs import configure_logging
from bot.settings import load_settings


class SpokenService(FakeService):
    """Says on standard output when it is closed, and takes its time when asked to."""

    async def answer_async(self, question):
        if question.text.endswith("slowly"):
            await asyncio.sleep(0.5)
        return await super().answer_async(question)

    def close(self):
        print("service closed", flush=True)


def factory():
    return build_asgi(load_settings(dotenv=None), SpokenService())


def main(arguments):
    configure_logging()
    settings = load_settings(dotenv=None)
    server.FACTORY = "serve_fake:factory"
    server.PING_SECONDS = 0.2
    if arguments[0] == "socket":
        return server.serve_socket(settings, SpokenService())
    if len(arguments) > 3:
        # As a command line option does: known to the settings, and not to the environment.
        settings = settings.model_copy(update={"database": arguments[3]})
    return server.serve_http(settings, SpokenService, "127.0.0.1", int(arguments[1]), int(arguments[2]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
