"""The whole product in a browser: what a newcomer does first on the sandbox's page, with pictures of each step."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from sandbox.slack.seed import RITA, SRE_OPS
from tests.e2e.account import WEB_1
from tests.e2e.conftest import House

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
PATIENCE_MS = 20_000


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip(f"There is no Chromium at {CHROMIUM}: install it, or name another one in CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=["light 1280", "dark 400"])
def page(request: pytest.FixtureRequest, chromium: Browser, house: House) -> Iterator[Page]:
    """#sre-ops as the requester, wide and light or narrow and dark."""
    scheme, _, width = request.param.partition(" ")
    context = chromium.new_context(
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": int(width), "height": 800},
        locale="en-US",
    )
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    page = context.new_page()
    page.goto(f"{house.workspace.url}/?as={RITA}&channel={SRE_OPS}")
    page.get_by_test_id("composer").wait_for()
    yield page
    context.close()


@pytest.fixture
def picture(request: pytest.FixtureRequest, page: Page) -> "Pictures":
    """Where the pictures go: E2E_PICTURES names a folder to keep them in."""
    kept = os.environ.get("E2E_PICTURES", "")
    folder = Path(kept) if kept else request.getfixturevalue("tmp_path")
    return Pictures(page, folder, str(request.node.callspec.id).replace(" ", "-"))


class Pictures:
    """Takes pictures of one page."""

    def __init__(self, page: Page, folder: Path, kind: str) -> None:
        self._page, self._folder, self._kind = page, folder, kind

    def __call__(self, name: str) -> None:
        """Keep what is shown now, and see that nothing sticks out at the side."""
        self._page.screenshot(path=self._folder / f"{name}-{self._kind}.png")
        sides = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        assert self._page.evaluate(f"{sides}[0] <= {sides}[1]"), f"{name} is wider than the window"


def last(page: Page) -> Locator:
    return page.get_by_test_id("message").last


def typed(page: Page, line: str) -> Locator:
    """The card that answers a line."""
    page.get_by_test_id("composer").fill(line)
    page.keyboard.press("Enter")
    expect(last(page).get_by_role("button", name="Post to channel")).to_be_visible()
    return last(page)


def test_a_command_is_completed_and_answered_with_a_card(page: Page, picture: Pictures) -> None:
    page.get_by_test_id("composer").press_sequentially("/sre-vuln-c")
    expect(page.get_by_test_id("completion").get_by_role("option")).to_have_count(1)
    picture("completion")
    page.keyboard.press("Tab")
    expect(page.get_by_test_id("composer")).to_have_value("/sre-vuln-check ")
    page.keyboard.press("Enter")
    expect(last(page)).to_contain_text("12 instances: ")
    expect(last(page)).to_contain_text("Unknown: 2 of 12 instances")
    picture("card")


def test_one_instance_and_nonsense_are_answered_too(page: Page, picture: Pictures) -> None:
    expect(typed(page, f"/sre-vuln-check {WEB_1}")).to_contain_text("web-1: ")
    picture("instance")
    page.get_by_test_id("composer").fill("/sre-vuln-check nonsense")
    page.keyboard.press("Enter")
    expect(last(page)).to_contain_text("Try /sre-vuln-check i-")
    picture("nonsense")


def test_show_all_turns_its_pages_and_closes(page: Page, picture: Pictures) -> None:
    typed(page, "/sre-vuln-check").get_by_role("button", name="Show all").click()
    modal = page.get_by_test_id("modal")
    expect(modal).to_contain_text("Page 1 of ")
    picture("modal")
    modal.get_by_role("button", name="Next page").click()
    expect(modal).to_contain_text("Page 2 of ")
    picture("modal-next")
    page.get_by_test_id("modal-close").click()
    expect(modal).to_be_hidden()


def test_analyse_brings_the_analysis_below(page: Page, picture: Pictures) -> None:
    typed(page, "/sre-vuln-check").get_by_role("button", name="Analyse").first.click()
    expect(last(page)).to_contain_text("of 100")
    expect(page.get_by_test_id("message")).to_have_count(2)
    picture("analysis")


def test_a_posted_card_opens_a_thread_with_its_reply(page: Page, picture: Pictures) -> None:
    typed(page, "/sre-vuln-check").get_by_role("button", name="Post to channel").click()
    page.get_by_test_id("thread-summary").click()
    thread = page.get_by_test_id("thread-pane")
    expect(thread).to_contain_text("Findings by instance")
    expect(thread).to_contain_text("Posted by @Rita Requester")
    picture("thread")


def test_home_shows_the_fleet_and_its_buttons_work(page: Page, picture: Pictures) -> None:
    if page.get_by_test_id("menu").is_visible():
        page.get_by_test_id("menu").click()
    page.get_by_test_id(f"channel-D{RITA[1:]}").click()
    home = page.get_by_test_id("home")
    expect(home).to_contain_text("Mend first")
    picture("home")
    home.get_by_role("button", name="Analyse").first.click()
    expect(page.get_by_test_id("modal")).to_contain_text("of 100")
    picture("home-analysis")
