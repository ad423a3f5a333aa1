"""Only this computer and only the playground's own page get in."""

from __future__ import annotations

import pytest

from tests.playground.bots import Double
from tests.playground.running import Running

SAID = {"channel": "C0BILLING", "text": "/units 97112 25"}


def port_of(playground: Running) -> str:
    return playground.base.rpartition(":")[2]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "10.0.0.7", "[::2]"])
@pytest.mark.parametrize("path", ["/", "/playground/stream", "/slack/events", "/healthz"])
async def test_a_request_under_a_foreign_name_is_refused(playground: Running, host: str, path: str) -> None:
    named = f"{host}:{port_of(playground)}" if host else ""
    async with playground.http.get(playground.base + path, headers={"Host": named}) as response:
        assert response.status in (400, 421)
        assert "127.0.0.1" in await response.text() or response.status == 400


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
async def test_this_computers_own_names_are_let_in(playground: Running, host: str) -> None:
    headers = {"Host": f"{host}:{port_of(playground)}"}
    async with playground.http.get(playground.base + "/", headers=headers) as response:
        assert response.status == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://127.0.0.1"])
@pytest.mark.parametrize(
    "path",
    ["/playground/send", "/playground/action", "/playground/view", "/playground/slack/api/auth.test"],
)
async def test_a_browser_on_a_foreign_page_cannot_do_anything(
    playground: Running, double: Double, origin: str, path: str
) -> None:
    headers = {"Origin": origin}
    async with playground.http.post(playground.base + path, json=SAID, headers=headers) as response:
        assert response.status == 403
    assert double.received == []
    assert playground.messages() == []


async def test_the_page_itself_is_let_in(playground: Running, double: Double) -> None:
    headers = {"Origin": playground.base, "Sec-Fetch-Site": "same-origin"}
    async with playground.http.post(
        playground.base + "/playground/send", json=SAID, headers=headers
    ) as response:
        assert response.status == 200
    assert len(double.received) == 1


async def test_a_foreign_page_cannot_even_open_the_stream(playground: Running) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    async with playground.http.get(playground.base + "/playground/stream", headers=headers) as response:
        assert response.status == 403


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
async def test_only_json_changes_anything(playground: Running, double: Double, content_type: str) -> None:
    headers = {"Content-Type": content_type}
    body = b'{"channel": "C0BILLING", "text": "/units 97112 25"}'
    async with playground.http.post(
        playground.base + "/playground/send", data=body, headers=headers
    ) as response:
        assert response.status == 415
    assert double.received == []


@pytest.mark.parametrize("path", ["/", "/playground/static/page.js", "/playground/commands"])
async def test_everything_of_the_page_comes_with_a_policy_that_allows_nothing_from_outside(
    playground: Running, path: str
) -> None:
    async with playground.http.get(playground.base + path) as response:
        policy = response.headers["Content-Security-Policy"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy
    assert set(" ".join(rules.values()).split()) == {"'none'", "'self'", "data:"}
