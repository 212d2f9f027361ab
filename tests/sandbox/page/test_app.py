"""The app on the page: commands, cards, buttons, forms."""

from playwright.sync_api import Locator, Page, expect
from slack_sdk import WebClient

from sandbox.slack.seed import AARON, ALERTS, SRE_OPS
from tests.sandbox.page.conftest import Windows
from tests.sandbox.page.echo_bot import CARD, section

# One pixel.
GIF = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")


def run(page: Page, command: str) -> None:
    page.get_by_test_id("composer").fill(command)
    page.keyboard.press("Enter")


def action(page: Page, name: str) -> Locator:
    return page.get_by_test_id(f"action-{name}")


def test_a_slash_offers_the_commands_with_what_they_do(page: Page) -> None:
    page.get_by_test_id("composer").press_sequentially("/")
    options = page.get_by_test_id("completion").get_by_role("option")
    expect(options).to_have_count(3)
    expect(options.first).to_contain_text("/card[instance] [severity]Post a card")


def test_arrows_and_tab_choose_a_command_and_its_arguments_stay_in_sight(page: Page) -> None:
    composer = page.get_by_test_id("composer")
    composer.press_sequentially("/")
    for key in ("ArrowDown", "ArrowUp", "Tab"):
        page.keyboard.press(key)
    expect(composer).to_have_value("/card ")
    expect(page.get_by_role("status").filter(has_text="[instance] [severity]")).to_be_visible()


def test_escape_closes_the_list_and_keeps_the_text(page: Page) -> None:
    page.get_by_test_id("composer").press_sequentially("/c")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("completion")).to_be_hidden()
    expect(page.get_by_test_id("composer")).to_have_value("/c")


def test_a_command_brings_its_card_without_a_reload(page: Page) -> None:
    run(page, "/card web-3")
    message = page.get_by_test_id("message")
    expect(message).to_contain_text("web-3: 4 critical findings")
    expect(message).to_contain_text("APP")
    expect(page.get_by_test_id("composer")).to_have_value("")


def test_an_unknown_command_is_answered_as_slack_does(page: Page) -> None:
    run(page, "/nonsense")
    expect(page.get_by_test_id("message-text")).to_have_text("/nonsense is not a valid command.")


def test_an_ephemeral_answer_is_marked_and_nobody_else_sees_it(page: Page, windows: Windows) -> None:
    run(page, "/quiet")
    expect(page.get_by_test_id("message")).to_contain_text("Only visible to you")
    expect(page.get_by_test_id("message").locator("strong")).to_have_text("us")
    expect(windows.open(user=AARON).get_by_test_id("message")).to_have_count(0)


def test_a_button_lets_the_app_edit_its_card(page: Page) -> None:
    run(page, "/card")
    action(page, "done").click()
    expect(page.get_by_test_id("message-text")).to_have_text("done by @Rita Requester")


def test_the_keyboard_alone_reaches_a_button_of_a_card(page: Page) -> None:
    run(page, "/card")
    action(page, "done").wait_for()
    page.get_by_role("log", name="Messages", exact=True).focus()
    for key in ("ArrowUp", "Tab", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_test_id("message-text")).to_have_text("done by @Rita Requester")


def test_a_click_that_nobody_acknowledges_looks_busy_then_warns(page: Page) -> None:
    run(page, "/card")
    silent = action(page, "silent")
    silent.click()
    expect(silent).to_have_attribute("aria-busy", "true")
    expect(page.get_by_test_id("ack-error")).to_have_attribute("aria-label", "The app did not respond in time.")
    expect(silent).not_to_have_attribute("aria-busy", "true")


def test_a_dangerous_button_asks_before_it_acts(page: Page) -> None:
    run(page, "/card")
    action(page, "drop").click()
    page.get_by_test_id("confirm-no").click()
    expect(action(page, "drop")).to_be_visible()
    action(page, "drop").click()
    page.get_by_test_id("confirm-yes").click()
    expect(page.get_by_test_id("message-text")).to_have_text("drop by @Rita Requester")


def test_a_form_checks_required_fields_itself(page: Page) -> None:
    run(page, "/ask")
    page.get_by_test_id("modal-submit").click()
    expect(page.get_by_test_id("error-why")).to_have_text("Please complete this required field.")
    expect(page.get_by_test_id("error-who")).to_have_text("Please complete this required field.")
    expect(action(page, "why_input")).to_be_focused()


def test_the_apps_error_appears_at_its_field_and_nothing_is_lost(page: Page) -> None:
    run(page, "/ask")
    action(page, "why_input").fill("no")
    choose(page, "who_input", "Aaron Approver")
    page.get_by_label("always").check()
    page.get_by_test_id("modal-submit").click()
    expect(page.get_by_test_id("error-why")).to_have_text("Say a little more.")
    action(page, "why_input").fill("known exploited")
    page.get_by_test_id("modal-submit").click()
    expect(page.get_by_test_id("modal")).to_be_hidden()
    expect(page.get_by_test_id("message-text")).to_have_text("known exploited: @Aaron Approver, always")


def choose(page: Page, name: str, option: str) -> None:
    action(page, name).click()
    page.get_by_placeholder("Search").fill(option[:4])
    page.get_by_test_id("popup").get_by_role("option", name=option).click()


def test_escape_closes_the_open_list_first_and_then_the_form(page: Page) -> None:
    run(page, "/ask")
    action(page, "who_input").click()
    expect(page.get_by_test_id("popup")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("popup")).to_have_count(0)
    expect(page.get_by_test_id("modal")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("modal")).to_be_hidden()


def test_back_returns_to_the_form_below_and_what_was_typed(page: Page) -> None:
    run(page, "/ask")
    action(page, "why_input").fill("known exploited")
    action(page, "push").click()
    expect(page.get_by_test_id("modal").get_by_role("heading")).to_have_text("Deeper")
    page.get_by_test_id("modal-back").click()
    expect(page.get_by_test_id("modal").get_by_role("heading")).to_have_text("Plan a patch")
    expect(action(page, "why_input")).to_have_value("known exploited")


def test_the_cross_closes_the_whole_stack(page: Page) -> None:
    run(page, "/ask")
    action(page, "push").click()
    page.get_by_test_id("modal-back").wait_for()
    page.get_by_test_id("modal-x").click()
    expect(page.get_by_test_id("modal")).to_be_hidden()


def test_an_update_by_the_app_keeps_what_was_typed(page: Page) -> None:
    run(page, "/ask")
    action(page, "why_input").fill("half a reas")
    action(page, "renew").click()
    expect(page.get_by_test_id("modal").get_by_role("heading")).to_have_text("Renewed")
    expect(action(page, "why_input")).to_have_value("half a reas")


def test_a_live_edit_leaves_other_messages_and_the_typed_text_alone(page: Page, client: WebClient) -> None:
    first = client.chat_postMessage(channel=SRE_OPS, text="working", blocks=CARD)
    client.chat_postMessage(channel=SRE_OPS, text="steady")
    expect(page.get_by_test_id("message")).to_have_count(2)
    page.get_by_test_id("message").last.evaluate("node => { node.mark = 'same node' }")
    page.get_by_test_id("composer").fill("half a sent")
    client.chat_update(channel=SRE_OPS, ts=str(first["ts"]), text="ready", blocks=[])
    expect(page.get_by_test_id("message-text").first).to_contain_text("ready")
    assert page.get_by_test_id("message").last.evaluate("node => node.mark") == "same node"
    expect(page.get_by_test_id("composer")).to_have_value("half a sent")


def test_a_card_taller_than_the_window_is_shown_from_its_beginning(page: Page, client: WebClient) -> None:
    client.chat_postMessage(channel=SRE_OPS, text="tall", blocks=[section(f"line {n}\n" * 20) for n in range(6)])
    expect(page.get_by_text("line 0").first).to_be_in_viewport()
    run(page, "/quiet")
    expect(page.get_by_text("Just between us")).to_be_in_viewport()


def test_files_are_shown_and_images_open_large(page: Page, client: WebClient) -> None:
    client.files_upload_v2(channel=SRE_OPS, filename="cpu.gif", title="CPU of web-3", content=GIF)
    client.files_upload_v2(channel=SRE_OPS, filename="all.csv", title="All findings", content="a,b")
    expect(page.get_by_test_id("file").filter(has_text="All findings").get_by_role("link")).to_be_visible()
    image = page.get_by_role("button", name="Enlarge: CPU of web-3")
    expect(image.locator("img")).to_have_js_property("naturalWidth", 1)
    image.click()
    expect(page.get_by_test_id("lightbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("lightbox")).to_have_count(0)


def test_the_address_of_a_message_in_this_workspace_opens_here(page: Page, client: WebClient) -> None:
    ts = str(client.chat_postMessage(channel=ALERTS, text="far away")["ts"])
    url = client.chat_getPermalink(channel=ALERTS, message_ts=ts)["permalink"]
    client.chat_postMessage(channel=SRE_OPS, text=f"<{url}|Open it>")
    page.get_by_role("link", name="Open it").click()
    expect(page.get_by_text("far away")).to_be_visible()
