"""The page in a real browser, over the real sandbox server, with a small app behind it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from slack_sdk import WebClient

from sandbox.slack.seed import RITA, SRE_OPS
from sandbox.slack.server import Running, running
from tests.sandbox.page.echo_bot import MANIFEST, echo
from tests.sandbox.slack.tiny_bot import connected

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


# Per module, not per session: while Playwright runs, no other test of this worker can run an event loop.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip(f"There is no Chromium at {CHROMIUM}: install it, or name another one in CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server() -> Iterator[Running]:
    with running(MANIFEST) as slack, connected(slack, echo(slack)):
        yield slack


@pytest.fixture
def client(server: Running) -> WebClient:
    """Posts as the app."""
    return WebClient(server.bot_token, base_url=server.api_url)


@dataclass
class Windows:
    """Opens pages; contexts are shared because the page keeps nothing in them."""

    browser: Browser
    url: str
    contexts: dict[tuple[str, int], BrowserContext] = field(default_factory=dict)

    def open(self, user: str = RITA, channel: str = SRE_OPS, timezone: str = "UTC", width: int = 1280) -> Page:
        """A new page of one user, ready for use."""
        page = self._context(timezone, width).new_page()
        page.set_default_timeout(8_000)
        page.goto(f"{self.url}/?as={user}&channel={channel}")
        page.get_by_test_id("composer").wait_for()
        return page

    def _context(self, timezone: str, width: int) -> BrowserContext:
        if (timezone, width) not in self.contexts:
            self.contexts[timezone, width] = self.browser.new_context(
                timezone_id=timezone, locale="en-US", viewport={"width": width, "height": 800}
            )
        return self.contexts[timezone, width]

    def close_pages(self) -> None:
        """Close what a test opened."""
        for context in self.contexts.values():
            for page in context.pages:
                page.close()


@pytest.fixture(scope="module")
def all_windows(chromium: Browser, server: Running) -> Windows:
    return Windows(chromium, server.url)


@pytest.fixture
def windows(all_windows: Windows, server: Running) -> Iterator[Windows]:
    """Opens pages on a fresh workspace."""
    server.sandbox.reset()
    yield all_windows
    all_windows.close_pages()


@pytest.fixture
def page(windows: Windows) -> Page:
    """The page as the requester in #sre-ops."""
    return windows.open()


@pytest.fixture(scope="module")
def shared_page(chromium: Browser, server: Running) -> Iterator[Page]:
    """One page for tests that change nothing in the workspace."""
    alone = Windows(chromium, server.url)
    yield alone.open()
    alone.close_pages()
