"""Who is answered where, at the door of the real process."""

import json

import pytest
from slack_sdk import WebClient

from sandbox.slack.seed import GUEST, PARTNER, RITA, SECRET, SRE_OPS, STRANGER
from tests.e2e.account import WEB_1
from tests.e2e.conftest import House
from tests.e2e.workspace import Shown, Workspace


def bait(house: House, channel: str) -> Shown:
    """A message of the assistant with one of its buttons, where it would not post by itself."""
    button = {
        "type": "button",
        "text": {"type": "plain_text", "text": "Analyse web-1"},
        "action_id": "ask:analyze_ec2_vulnerabilities",
        "value": json.dumps({"instance_id": WEB_1}),
    }
    client = WebClient(house.given["SLACK_BOT_TOKEN"], base_url=house.given["SLACK_API_URL"])
    client.chat_postMessage(channel=channel, text="bait", blocks=[{"type": "actions", "elements": [button]}])
    return house.workspace.messages(RITA, channel)[-1]


def test_a_guest_is_refused_with_the_way_that_is_open(workspace: Workspace) -> None:
    for line in ("/sre-vuln-check", f"/sre-vuln-analyze {WEB_1}", "/sre-health", "/sre-help"):
        card = workspace.type(line, user=GUEST)
        assert "does not answer guest accounts" in card.words
        assert "CVE-" not in card.words


def test_a_guest_is_refused_at_a_button_too(house: House) -> None:
    answer = house.workspace.press_for_answer(bait(house, SRE_OPS), "Analyse", user=GUEST)
    assert "does not answer guest accounts" in answer.words


def test_a_person_of_another_team_is_refused_at_a_button(house: House) -> None:
    answer = house.workspace.press_for_answer(bait(house, PARTNER), "Analyse", user=STRANGER, channel=PARTNER)
    assert "belongs to another workspace" in answer.words
    assert "CVE-" not in answer.words


def test_nobody_is_answered_where_another_organisation_reads(house: House) -> None:
    card = house.workspace.type("/sre-vuln-check", channel=PARTNER)
    assert "People of another organisation can read this channel" in card.words
    answer = house.workspace.press_for_answer(bait(house, PARTNER), "Analyse", channel=PARTNER)
    assert "People of another organisation can read this channel" in answer.words


@pytest.mark.parametrize("channel", [SECRET, f"D{RITA[1:]}"], ids=["a private channel", "a direct message"])
def test_members_are_answered_in_closed_rooms(workspace: Workspace, channel: str) -> None:
    assert "12 instances" in workspace.type("/sre-vuln-check", channel=channel).text


@pytest.mark.parametrize("value", ["{", "[]", '{"instance_id":"nonsense"}', '{"other":1}'])
def test_a_button_whose_value_was_tampered_with_is_refused(house: House, value: str) -> None:
    button = {
        "type": "button",
        "text": {"type": "plain_text", "text": "Go"},
        "action_id": "ask:analyze_ec2_vulnerabilities",
        "value": value,
    }
    client = WebClient(house.given["SLACK_BOT_TOKEN"], base_url=house.given["SLACK_API_URL"])
    client.chat_postMessage(channel=SRE_OPS, text="odd", blocks=[{"type": "actions", "elements": [button]}])
    answer = house.workspace.press_for_answer(house.workspace.messages()[-1], "Go")
    assert "Something broke" not in answer.words
    assert ":warning:" in answer.words
