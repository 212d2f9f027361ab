"""The buttons of a card: analyse, the whole list in a modal, a post for the channel."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from sandbox.slack.seed import AARON, HIDDEN, RANDOM, RITA, SRE_OPS
from tests.e2e.conftest import House
from tests.e2e.processes import part_of
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


def turned_to(workspace: Workspace, number: int) -> Shown:
    """The modal as soon as it shows that page."""

    def page() -> Shown | None:
        modal = workspace.modal()
        return modal if modal and f"Page {number} of " in modal.words else None

    return workspace.until(page)


def test_show_all_opens_a_modal_that_turns_its_pages(workspace: Workspace, card: Shown) -> None:
    workspace.press(card, "Show all ")
    first = turned_to(workspace, 1)
    assert "Previous page" not in first.buttons
    workspace.press_in(first, "Next page")
    second = turned_to(workspace, 2)
    assert first.words.splitlines()[1:3] != second.words.splitlines()[1:3]
    workspace.press_in(second, "Previous page")
    assert turned_to(workspace, 1).words == first.words


def test_the_last_page_is_the_one_the_count_promises(workspace: Workspace, card: Shown) -> None:
    promised = int(next(text for text in card.buttons if text.startswith("Show all ")).removeprefix("Show all "))
    workspace.press(card, "Show all ")
    number, page = 1, turned_to(workspace, 1)
    while "Next page" in page.buttons:
        workspace.press_in(page, "Next page")
        number += 1
        page = turned_to(workspace, number)
    assert f"Page {number} of {number}, {promised} packages" in page.words
    assert number == -(-promised // 10)


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


def test_a_double_click_posts_once_even_where_each_click_asks_aws_anew(storm: House) -> None:
    card = storm.workspace.type("/sre-vuln-check high")
    with ThreadPoolExecutor(2) as hands:
        list(hands.map(lambda _: pressed_if_there(storm.workspace, card), range(2)))
    roots = storm.workspace.until(lambda: posted(storm.workspace))
    storm.workspace.until(lambda: storm.workspace.messages(AARON, SRE_OPS, roots[0].ts)[1:])
    storm.bot.health_when(lambda told: part_of(told, "messages")["detail"].startswith("0 waiting"))
    assert len(posted(storm.workspace)) == 1


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


def test_a_private_channel_without_the_assistant_gets_no_post_either(workspace: Workspace) -> None:
    card = workspace.type("/sre-vuln-check", channel=HIDDEN)
    refusal = workspace.press_for_answer(card, "Post to channel", channel=HIDDEN)
    assert "/invite @sre-assistant" in refusal.words


def test_the_buttons_of_an_analysis_work_too(workspace: Workspace) -> None:
    analysis = workspace.type("/sre-vuln-analyze i-0a554b5583dd70864")
    workspace.press(analysis, "Show all ")
    assert "web-1" in turned_to(workspace, 1).words
    workspace.press(analysis, "Post to channel")
    [root] = workspace.until(lambda: posted(workspace))
    assert root.text == analysis.text
