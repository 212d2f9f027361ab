"""Buttons."""

import json

import pytest

from tests.bot.slack.door import Door, words
from tests.core.examples import instance_id

ONE = json.dumps({"instance_id": instance_id(1)})
ASK, PAGES, SHARE = "ask:analyze_ec2_vulnerabilities", "pages:get_inspector_findings", "share:get_inspector_findings"


def test_analyse_answers_below_the_card(door: Door) -> None:
    door.click(ASK, ONE)
    [answer] = door.slack.responses
    assert "web-1: risk" in answer["text"]
    assert answer["replace_original"] is False


def test_analyse_on_the_home_tab_opens_a_modal_and_fills_it(door: Door) -> None:
    door.click_in_view(ASK, ONE)
    assert door.slack.told("views.open")[0]["trigger_id"] == "1.2"
    [update] = door.slack.told("views.update")
    assert update["view_id"] == "V1"
    assert "web-1: risk" in words(update["view"])


def test_show_all_opens_a_modal_whose_pages_turn(door: Door) -> None:
    door.click(PAGES)
    first = door.slack.told("views.update")[-1]["view"]
    assert "Page 1 of 1" in words(first)
    door.click_in_view("turn:1", "1", type="modal", private_metadata=first["private_metadata"])
    assert door.slack.told("views.update")[-1]["view_id"] == "V0"
    assert "Page 1 of 1" in words(door.slack.told("views.update")[-1]["view"])


@pytest.mark.parametrize(
    ("action_id", "value"),
    [
        ("ask:drop_tables", "{}"),
        (ASK, "not json"),
        (ASK, "[1]"),
        (ASK, "{}"),
        (ASK, json.dumps({"instance_id": "<!channel>"})),
        (ASK, json.dumps({"instance": 1})),
        ("pages:os_system", "{}"),
    ],
)
def test_what_a_button_carries_is_not_believed(door: Door, action_id: str, value: str) -> None:
    door.click(action_id, value)
    [answer] = door.slack.responses
    assert "<!channel>" not in words(answer)
    assert door.account.asked == []


def test_a_list_that_an_operation_does_not_have_is_refused_in_the_modal(door: Door) -> None:
    door.click("pages:get_health")
    assert "There is no longer list of this." in words(door.slack.told("views.update")[-1]["view"])


def test_what_goes_wrong_is_said_in_the_modal_that_is_open(door: Door) -> None:
    door.account.failing = {"findings"}
    door.click(PAGES)
    assert "AccessDenied" in words(door.slack.told("views.update")[-1]["view"])


def test_a_guest_presses_in_vain(door: Door) -> None:
    door.click(ASK, ONE, user="UGUS")
    assert "guest" in words(door.slack.responses[0])


def test_while_restarting_a_click_is_told_so(door: Door) -> None:
    door.restarting = True
    door.click(ASK, ONE)
    assert "restarting" in words(door.slack.responses[0])


def test_a_click_is_acknowledged_when_the_answer_cannot_be_delivered(door: Door) -> None:
    def gone(method: str) -> None:
        if method == "response_url":
            raise TimeoutError

    door.slack.fails = gone
    assert door.click(SHARE) == ""


def test_of_two_copies_of_a_posted_card_the_one_that_nobody_knows_goes_when_it_is_clicked(door: Door) -> None:
    metadata = {"event_type": "sre_outbox", "event_payload": {"key": "share:1"}}
    for ts in ("1.1", "2.2"):
        door.click(ASK, ONE, message={"metadata": metadata}, container={"message_ts": ts})
    assert door.slack.told("chat.delete") == [{"channel": "C1", "ts": "2.2"}]
    assert len(door.slack.responses) == 2


def test_a_message_with_other_metadata_is_left_alone(door: Door) -> None:
    door.click(ASK, ONE, message={"metadata": {"event_type": "theirs", "event_payload": {"key": "share:1"}}})
    assert door.slack.told("chat.delete") == []
