"""The buttons of a card: analyse, the whole list in a modal, a post for the channel."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from sandbox.slack.seed import AARON, RANDOM, RITA, SRE_OPS
from tests.e2e.workspace import Shown, Workspace


@pytest.fixture
def card(workspace: Workspace) -> Shown:
    return workspace.type("/sre-vuln-check")


def posted(workspace: Workspace) -> list[Shown]:
    """What stands in the channel for everyone."""
    return [each for each in workspace.messages(AARON, SRE_OPS) if not each.raw["ephemeral"]]


def test_analyse_answers_below_and_leaves_the_card_alone(workspace: Workspace, card: Shown) -> None:
    answer = workspace.press_for_answer(card, "Analyse ")
    assert " of 100" in answer.text
    assert answer.raw["ephemeral"]
    assert workspace.messages()[0].words == card.words


def test_show_all_opens_a_modal_that_turns_its_pages(workspace: Workspace, card: Shown) -> None:
    workspace.press(card, "Show all ")
    first = workspace.until(workspace.modal)
    assert "Page 1 of " in first.words
    assert "Previous page" not in first.buttons
    workspace.press_in(first, "Next page")
    second = workspace.until(lambda: on_page(workspace, 2))
    assert first.words.splitlines()[1:3] != second.words.splitlines()[1:3]
    workspace.press_in(second, "Previous page")
    assert workspace.until(lambda: on_page(workspace, 1)).words == first.words


def on_page(workspace: Workspace, number: int) -> Shown | None:
    modal = workspace.modal()
    return modal if modal and f"Page {number} of " in modal.words else None


def test_the_pages_hold_every_package_once(workspace: Workspace, card: Shown) -> None:
    workspace.press(card, "Show all ")
    seen, number = [], 1
    page = workspace.until(workspace.modal)
    while True:
        seen += [block["text"]["text"] for block in page.raw["blocks"] if "instance" in str(block.get("text"))]
        if "Next page" not in page.buttons:
            break
        number += 1
        workspace.press_in(page, "Next page")
        page = workspace.until(lambda wanted=number: on_page(workspace, wanted))
    told = next(text for text in card.buttons if text.startswith("Show all "))
    assert f"{told.removeprefix('Show all ')} packages" in page.words
    assert f"Page {number} of {number}" in page.words


def test_post_to_channel_leaves_a_message_with_its_thread(workspace: Workspace, card: Shown) -> None:
    workspace.press(card, "Post to channel")
    [root] = workspace.until(lambda: posted(workspace))
    assert root.text == card.text
    assert f"Posted by <@{RITA}>" in root.words
    thread = workspace.until(lambda: workspace.messages(AARON, SRE_OPS, root.ts)[1:])
    assert "Findings by instance" in thread[0].text
    own = workspace.messages()[0]
    assert f"Posted to <#{SRE_OPS}>" in own.words
    assert "Post to channel" not in own.buttons


def test_a_double_click_posts_once(workspace: Workspace) -> None:
    card = workspace.type("/sre-vuln-check high")
    with ThreadPoolExecutor(2) as hands:
        list(hands.map(lambda _: pressed_if_there(workspace, card), range(2)))
    [root] = workspace.until(lambda: posted(workspace))
    workspace.until(lambda: workspace.messages(AARON, SRE_OPS, root.ts)[1:])
    assert len(posted(workspace)) == 1


def pressed_if_there(workspace: Workspace, card: Shown) -> None:
    """Press the button unless the first click has already taken it away."""
    with suppress(AssertionError):
        workspace.press(card, "Post to channel")


def test_the_posted_card_answers_whoever_presses_it(workspace: Workspace) -> None:
    workspace.press(workspace.type("/sre-vuln-check critical"), "Post to channel")
    [root] = workspace.until(lambda: posted(workspace))
    answer = workspace.press_for_answer(root, "Analyse ", user=AARON)
    assert " of 100" in answer.text
    assert len(posted(workspace)) == 1


def test_a_channel_without_the_assistant_gets_no_post_but_the_way_to_one(workspace: Workspace) -> None:
    card = workspace.type("/sre-vuln-check", channel=RANDOM)
    refusal = workspace.press_for_answer(card, "Post to channel", channel=RANDOM)
    assert "I am not in this channel." in refusal.words
    assert "/invite @sre-assistant" in refusal.words
    assert not [each for each in workspace.messages(AARON, RANDOM) if not each.raw["ephemeral"]]


def test_the_buttons_of_an_analysis_work_too(workspace: Workspace) -> None:
    analysis = workspace.type("/sre-vuln-analyze i-0a554b5583dd70864")
    workspace.press(analysis, "Show all ")
    assert workspace.until(workspace.modal).text == ""
    workspace.press(analysis, "Post to channel")
    [root] = workspace.until(lambda: posted(workspace))
    assert root.text == analysis.text
