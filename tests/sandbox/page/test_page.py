"""Places of the page: channels, threads, App Home, who one acts as, wide and narrow."""

import re

from playwright.sync_api import Page, Route, expect
from slack_sdk import WebClient

from sandbox.slack.seed import AARON, ALERTS, GUEST, RANDOM, RITA, SRE_OPS
from sandbox.slack.server import Running, running
from tests.sandbox.page.conftest import Windows
from tests.sandbox.page.echo_bot import MANIFEST


def test_the_sidebar_lists_channels_and_says_that_the_app_is_connected(page: Page) -> None:
    sidebar = page.get_by_role("navigation", name="Workspace")
    expect(sidebar.get_by_test_id("workspace-name")).to_have_text("Sandbox")
    expect(sidebar.get_by_test_id(f"channel-{ALERTS}")).to_have_text("alerts")
    expect(sidebar.get_by_role("img", name="connected", exact=True)).to_be_visible()


def test_choosing_a_channel_goes_there_and_back_with_the_browser(page: Page) -> None:
    page.get_by_test_id(f"channel-{RANDOM}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("random")
    expect(page).to_have_url(re.compile(f"as={RITA}&channel={RANDOM}"))
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("sre-ops")


def test_acting_as_someone_else_survives_a_reload(page: Page) -> None:
    page.get_by_test_id("acting-as").select_option(AARON)
    expect(page).to_have_url(re.compile(f"as={AARON}"))
    page.reload()
    expect(page.get_by_test_id("acting-as")).to_have_value(AARON)


def test_a_guest_sees_only_the_guests_channel(windows: Windows) -> None:
    page = windows.open(user=GUEST, channel=ALERTS)
    expect(page.get_by_test_id(f"channel-{SRE_OPS}")).to_have_attribute("aria-current", "page")
    expect(page.get_by_test_id(f"channel-{ALERTS}")).to_have_count(0)


def test_an_unknown_user_in_the_address_becomes_the_requester(windows: Windows) -> None:
    page = windows.open(user="U0NOBODY01")
    expect(page.get_by_test_id("acting-as")).to_have_value(RITA)
    expect(page.get_by_test_id("toast")).to_have_text("There is no user U0NOBODY01.")


def test_a_message_elsewhere_marks_its_channel_until_it_is_read(page: Page, client: WebClient) -> None:
    client.chat_postMessage(channel=ALERTS, text="disk full")
    alerts = page.get_by_test_id(f"channel-{ALERTS}")
    expect(alerts).to_have_attribute("aria-label", "alerts, unread")
    alerts.click()
    expect(page.get_by_test_id("message-text")).to_have_text("disk full")
    page.get_by_test_id(f"channel-{SRE_OPS}").click()
    expect(alerts).not_to_have_attribute("aria-label", "alerts, unread")


def test_a_thread_opens_takes_replies_and_closes_with_escape(page: Page, client: WebClient) -> None:
    ts = client.chat_postMessage(channel=SRE_OPS, text="root")["ts"]
    message = page.locator(f'[data-ts="{ts}"]').first
    message.hover()
    message.get_by_test_id("reply").click()
    page.get_by_test_id("thread-composer").fill("one answer")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("thread-pane").get_by_test_id("message-text").last).to_have_text("one answer")
    expect(page.get_by_test_id("thread-summary")).to_contain_text("1 reply")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("thread-pane")).to_be_hidden()
    expect(page.get_by_test_id("composer")).to_be_focused()


def test_the_app_answers_a_mention_in_the_thread(page: Page) -> None:
    page.get_by_test_id("composer").press_sequentially("hello @echo")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_test_id("thread-summary").click()
    replies = page.get_by_test_id("thread-pane").get_by_test_id("message-text")
    expect(replies).to_have_text(["hello @echo-bot", "You called?"])


def test_commands_are_refused_in_threads_as_slack_refuses_them(page: Page, client: WebClient) -> None:
    client.chat_postMessage(channel=SRE_OPS, text="root")
    page.get_by_test_id("message").hover()
    page.get_by_test_id("reply").click()
    page.get_by_test_id("thread-composer").fill("/card")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("thread-pane").get_by_role("status")).to_contain_text("does not work in threads")


def test_home_shows_the_published_view_and_its_buttons_work(page: Page) -> None:
    page.get_by_test_id("channel-D0REQUEST1").click()
    expect(page.get_by_test_id("home")).to_contain_text("Fleet: 12 instances")
    page.get_by_test_id("action-ask").click()
    expect(page.get_by_test_id("modal")).to_contain_text("Plan a patch")


def test_the_messages_tab_is_the_conversation_with_the_app(page: Page) -> None:
    page.get_by_test_id("channel-D0REQUEST1").click()
    page.get_by_test_id("tab-messages").click()
    expect(page.get_by_test_id("home")).to_be_hidden()
    page.get_by_test_id("composer").fill("just us")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("message-text")).to_have_text("just us")


def test_a_narrow_window_folds_the_sidebar_away(windows: Windows) -> None:
    page = windows.open(width=400)
    expect(page.get_by_test_id(f"channel-{RANDOM}")).to_be_hidden()
    page.get_by_test_id("menu").click()
    page.get_by_test_id(f"channel-{RANDOM}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("random")
    expect(page.get_by_test_id(f"channel-{RANDOM}")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == 400


def test_the_page_recovers_by_itself_from_a_restarted_server(windows: Windows) -> None:
    page = windows.open()
    with running(MANIFEST) as first:
        port = int(first.url.rpartition(":")[2])
        page.goto(f"{first.url}/?as={RITA}&channel={SRE_OPS}")
        page.get_by_test_id("composer").wait_for()
    expect(page.get_by_text("Connection lost")).to_be_visible()
    with running(MANIFEST, port=port) as second:
        said(second, "back again")
        expect(page.get_by_test_id("message-text")).to_have_text("back again")
        expect(page.get_by_text("Connection lost")).to_be_hidden()
        page.close()


def said(slack: Running, text: str) -> None:
    WebClient(slack.bot_token, base_url=slack.api_url).chat_postMessage(channel=SRE_OPS, text=text)


def test_what_goes_wrong_is_chosen_from_a_menu_that_is_there_only_where_something_can(page: Page) -> None:
    expect(page.get_by_test_id("troubles")).to_have_count(0)
    page.route("**/control/troubles", lambda route: route.fulfill(json={"troubles": {"disk-full": "A disk fills up"}}))
    wishes: list[str] = []

    def wished(route: Route) -> None:
        wishes.append(str(route.request.post_data))
        route.fulfill(json={"ok": True, "cause": "disk_full"})

    page.route("**/control/trouble", wished)
    page.reload()
    page.get_by_test_id("troubles").click()
    page.get_by_role("menuitem", name="A disk fills up").click()
    expect(page.get_by_test_id("toast")).to_have_text("A disk fills up: its alarm was sent.")
    assert wishes == ['{"kind":"disk-full"}']
