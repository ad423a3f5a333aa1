"""Made-up visits as people type them, and the signed requests that Slack would send for them."""

from __future__ import annotations

import random
import secrets
import time
from collections.abc import Sequence
from urllib.parse import quote_plus, urlencode

from tests.fakes import state
from tests.fakes.payloads import VERIFICATION_TOKEN, signed

PATH = "/slack/events"
SIGNING_SECRET = "bench-signing-secret"

_CODES = ("97110", "97112", "97113", "97116", "97124", "97140", "97530", "97535", "97032", "97035")
_ENDINGS = ("", "", "", " payer:medicare", " rule:ama")

_FIELDS = urlencode(
    {
        "token": VERIFICATION_TOKEN,
        "team_id": state.TEAM,
        "team_domain": state.TEAM_DOMAIN,
        "channel_id": state.CHANNEL,
        "channel_name": state.CHANNEL_NAME,
        "user_id": state.USER,
        "user_name": state.USER_NAME,
        "command": "/units",
        "api_app_id": state.APP,
        "is_enterprise_install": "false",
        "response_url": "https://hooks.slack.com/commands/T0CLINIC1/5312840971264/mQx1v8pW0bZr7kTn3yHsLc2d",
    }
)


def different_visits(count: int, seed: int = 20260302) -> list[str]:
    """What follows `/units`, no two alike: two to five services of one visit, and now and then an option."""
    chance = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        codes = chance.sample(_CODES, chance.choice((2, 2, 3, 3, 4, 5)))
        pairs = " ".join(f"{code} {chance.randint(5, 38)}" for code in codes)
        found[pairs + chance.choice(_ENDINGS)] = None
    return list(found)


def signed_requests(texts: Sequence[str], address: tuple[str, int], per_second: float) -> list[bytes]:
    """Whole HTTP requests, each with a trigger id, a timestamp and a signature of its own.

    Args:
        texts: What follows `/units`, one for each request.
        address: Host and port that they go to.
        per_second: How fast they will go at most; a request bears the time at which it is due.
    """
    host = "{}:{}".format(*address)
    # Two numbers before a random word, as in Slack's own trigger ids.
    app_number, first = secrets.randbelow(10**11), secrets.randbelow(10**12)
    now = time.time()
    requests = []
    for number, text in enumerate(texts):
        trigger = f"{first + number}.{app_number}.{secrets.token_hex(16)}"
        body = f"{_FIELDS}&text={quote_plus(text)}&trigger_id={trigger}".encode()
        head = {
            "Host": host,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "Accept": "application/json,*/*",
            "Accept-Encoding": "gzip,deflate",
            "Content-Length": str(len(body)),
            **signed(body, SIGNING_SECRET, now + number / per_second),
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        requests.append(f"POST {PATH} HTTP/1.1\r\n{lines}\r\n".encode() + body)
    return requests
