"""Headless Chromium on the playground, with everything written down that must not happen."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.async_api import Browser, Locator, Page, async_playwright

from tests.support import skip_or_fail

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = (1100, 800)
PHONE = (390, 844)


@dataclass
class Tab:
    """One page in the browser.

    Attributes:
        page: What a test acts on.
        complaints: Errors and warnings from the console, failed requests, requests to other hosts.
    """

    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)

    @property
    def field(self) -> Locator:
        return self.page.get_by_role("textbox", name="Message #billing")

    def message(self, text: str) -> Locator:
        return self.page.get_by_role("article").filter(has_text=text)

    async def open(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("requestfailed", lambda request: self.complaints.append(f"failed: {request.url}"))
        self.page.on("request", lambda request: self._request(request.url))
        await self.page.goto(self.base)
        await self.field.wait_for()

    async def send(self, text: str) -> None:
        await self.field.fill(text)
        await self.field.press("Enter")

    async def hidden_width(self) -> int:
        """How many pixels stick out at the right, of the page or of the list of messages."""
        sticking_out: int = await self.page.evaluate(
            """Math.max(...[document.documentElement, document.querySelector('.conversation')]
                .map((element) => element.scrollWidth - element.clientWidth))"""
        )
        return sticking_out

    def _console(self, message: object) -> None:
        if getattr(message, "type", "") in ("error", "warning", "assert"):
            self.complaints.append(f"console: {getattr(message, 'text', '')}")

    def _request(self, address: str) -> None:
        if urlsplit(address).scheme != "data" and not address.startswith(self.base + "/"):
            self.complaints.append(f"request: {address}")


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """The browser, or a loud skip."""
    if shutil.which(CHROMIUM) is None:
        skip_or_fail(
            f"{CHROMIUM} is not installed, so the page of the playground was NOT tested in a browser"
        )
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        await browser.close()


async def open_tab(
    browser: Browser, base: str, size: tuple[int, int] = DESKTOP, *, scheme: str | None = None
) -> Tab:
    """Open the playground in a window of that size; below 600 pixels it is a phone."""
    phone = size[0] < 600
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        is_mobile=phone,
        has_touch=phone,
        color_scheme="dark" if scheme == "dark" else "light",
    )
    tab = Tab(await context.new_page(), base)
    await tab.open()
    return tab
