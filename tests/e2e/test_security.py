"""Security events, the events themselves, and changes of configuration: at every door, over the sandbox's last day."""

import json
from pathlib import Path

import anyio
import pytest
from mcp import Client, StdioServerParameters

from sandbox.slack.seed import RITA
from tests.e2e.account import WEB_1
from tests.e2e.conftest import House
from tests.e2e.processes import AGENT, Json, command, part_of
from tests.e2e.workspace import Shown

ASK = "/sre-security-events"
READING = "Still reading"
RULE = """
title: A security group was changed by hand
logsource: {product: aws, service: cloudtrail}
detection: {chosen: {eventName: AuthorizeSecurityGroupIngress}, condition: chosen}
level: medium
tags: [attack.persistence]
"""


def whole(house: House, line: str) -> Shown:
    """The whole answer to a line, which may have replaced a part."""
    first = house.workspace.type(line)

    def now() -> Shown | None:
        latest = [each for each in house.workspace.messages() if each.ts == first.ts]
        return latest[-1] if latest and READING not in latest[-1].words else None

    return house.workspace.until(now, seconds=40)


def told(house: House, *words: str) -> Json:
    """What the terminal tells."""
    ran = command(house.given, *words, "--json")
    assert ran.returncode == 0, ran.stderr
    answer: Json = json.loads(ran.stdout)
    return answer


@pytest.fixture(scope="module")
def day(calm_house: House) -> Json:
    """The last day, once all of it has been read."""
    for _ in range(8):
        answer = told(calm_house, "monitor", "security-events", "--last", "24h")
        if not [gap for gap in answer["partial"] if not gap["by_choice"]]:
            return answer
    raise AssertionError(answer["partial"])


def test_the_three_stories_of_the_last_day_are_three_stories(day: Json) -> None:
    severe = [each for each in day["alerts"] if each["severity"] in ("critical", "high", "medium")]
    assert {each["actor"].rpartition("/")[2][:2] for each in severe} == {"ci", "aa", "i-"}
    assert len(severe) == len({each["alert_id"] for each in severe}) == 3
    assert " in 24h; worst: " in day["security_summary"]["sentence"]
    assert all(each["evidence"] and each["next_steps"] and each["source_ips"] for each in severe)


def test_the_card_tells_them_and_a_click_opens_the_records_behind(house: House, day: Json) -> None:
    card = whole(house, ASK)
    assert card.text == day["security_summary"]["sentence"]
    for alert in day["alerts"][:3]:
        assert alert["title"][:60] in card.words
    house.workspace.press(card, "Show ")
    modal = house.workspace.until(house.workspace.modal)
    assert '"eventSource"' in modal.words or '"requestParameters"' in modal.words
    assert "Page 1 of " in modal.words


def test_an_mcp_client_gets_the_same_stories(house: House, day: Json) -> None:
    async def called() -> Json:
        server = StdioServerParameters(command=str(AGENT), args=["mcp"], env=dict(house.given))
        async with Client(server) as client:
            result = await client.call_tool("monitor_security_events", {"time_range": "24h"})
            return dict(result.structured_content or {})

    alerts = anyio.run(called)["alerts"]
    assert [each["title"] for each in alerts] == [each["title"] for each in day["alerts"]]


def test_a_quiet_machine_is_called_quiet_with_what_was_looked_at(house: House, day: Json) -> None:
    assert day["alerts"]
    card = whole(house, f"{ASK} {WEB_1}")
    assert card.text.startswith("web-1: nothing suspicious in ")
    assert "Looked at " in card.words


def test_events_are_listed_and_changes_are_judged(house: House, day: Json) -> None:
    assert day["alerts"]
    assert " events in the last 24h" in whole(house, "/sre-cloudtrail").text
    changes = whole(house, "/sre-config-changes")
    assert "worst: " in changes.text
    for said in (" → ", "Controls: ", "Made safer", "Terraform"):
        assert said in changes.words
    listed = told(house, "monitor", "config-changes", "--last", "24h")
    assert listed["summary"] == changes.text
    assert listed["compliance_status"]["non_compliant"]
    events = told(house, "analyze", "cloudtrail", "--instance", WEB_1, "--last", "24h")
    assert events["summary"].startswith("web-1: ")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (f"{ASK} yesterday", "“yesterday” is neither "),
        (f"{ASK} 91d", "“91d” is too long: at most 90d"),
        ("/sre-config-changes 5m", "“5m” is too short"),
        ("/sre-cloudtrail i-web", "“i-web” is not an instance id"),
    ],
)
def test_a_wrong_word_gets_one_sentence_and_an_example(house: House, line: str, said: str) -> None:
    card = house.workspace.type(line)
    assert card.text.startswith(said)
    assert f"Try `{line.partition(' ')[0]} " in card.text


def test_a_muted_rule_is_counted_by_name_until_it_is_lifted(house: House, day: Json) -> None:
    worst = day["alerts"][0]["evidence"][0]
    house.workspace.press(whole(house, ASK), "Mute a rule")
    dialog = house.workspace.until(house.workspace.modal)
    values = {
        "rule": {"chosen": {"type": "static_select", "selected_option": {"value": worst["rule"]}}},
        "reason": {"text": {"type": "plain_text_input", "value": "a drill"}},
        "length": {"chosen": {"type": "static_select", "selected_option": {"value": "7"}}},
    }
    house.workspace.submit(dialog, values)
    house.workspace.until(lambda: [each for each in house.workspace.messages() if "is muted until" in each.text])
    try:
        card = whole(house, ASK)
        assert f"muted, of which {worst['count']} severe" in card.words
        assert f"by <@{RITA}>: a drill" in card.words
        rules = house.workspace.type("/sre-rules")
        assert worst["rule"] in rules.words
        audit = told(house, "audit", "list")["rows"]
        assert ("mute a rule", f"rule:{worst['rule']}", RITA) in [
            (row["action"], row["subject"], row["user_id"]) for row in audit
        ]
    finally:
        house.workspace.press_for_answer(house.workspace.type("/sre-rules"), "Lift")
    assert " muted" not in whole(house, ASK).words


def test_without_cloudtrail_nothing_is_called_quiet(storm: House) -> None:
    with storm.account.failing(cloudtrail_LookupEvents={"error": "AccessDeniedException"}):
        card = whole(storm, f"{ASK} 90d")
    # Whatever was read before stands; what could not be asked is named, and the card is not good.
    assert "cloudtrail:LookupEvents" in card.words
    assert ":white_check_mark:" not in card.words


def test_rules_of_the_teams_own_count_and_a_bad_one_is_named(calm_house: House, tmp_path: Path, day: Json) -> None:
    assert day["alerts"]
    (tmp_path / "group.yml").write_text(RULE)
    (tmp_path / "broken.yml").write_text("title: [")
    given = {**calm_house.given, "SRE_SIGMA_DIR": str(tmp_path)}
    ran = command(given, "monitor", "security-events", "--last", "24h", "--json")
    answer = json.loads(ran.stdout)
    rules = [part["rule"] for alert in answer["alerts"] for part in alert["evidence"]]
    assert "own-group" in rules
    assert [gap["why"].partition(":")[0] for gap in answer["partial"] if gap["by_choice"]] == ["broken.yml"]
    doctor = command(given, "doctor")
    assert "1 in use from" in doctor.stdout
    assert "broken.yml" in doctor.stdout


def test_health_says_nothing_of_own_rules_where_there_are_none(house: House) -> None:
    assert part_of(house.bot.health()[1], "own rules") == {}
