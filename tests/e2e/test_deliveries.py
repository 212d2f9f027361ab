"""An incident arrives once at every place besides Slack; with SRE_FAULTS=long, also where one of them was down."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import boto3
import pytest

from sandbox.ports import free_port
from sandbox.receivers.jira import TOKEN, USER
from sandbox.receivers.teams import PATH, SIGNATURE
from sandbox.slack.seed import ALERTS, RITA
from tests.e2e.conftest import House, open_house
from tests.e2e.processes import Json, asked, part
from tests.e2e.test_alerts import KEY, sent, shown
from tests.faults.waiting import LONG, waited_for

RULES = [
    {"name": "tickets", "to": "jira", "project": "OPS", "on_resolve": "Done"},
    {"name": "leads", "to": "email", "sender": "bot@example.com", "recipients": ["sre@example.com"]},
    {"name": "chat", "to": "teams"},
]


class Places:
    """Where things arrive."""

    def __init__(self, house: House, url: str) -> None:
        self.house, self.url = house, url

    def got(self, place: str) -> list[Json]:
        entries: list[Json] = asked(self.url, "GET", f"/control/received?place={place}")[1]["entries"]
        return entries

    def until(self, place: str, count: int) -> list[Json]:
        """What a place has, once it is so much; it is told a moment after Slack."""
        waited_for(lambda: len(self.got(place)) >= count, 60)
        return self.got(place)


@pytest.fixture
def places(aws_url: str, tmp_path: Path) -> Iterator[Places]:
    """A house that tells incidents to Jira, mail, Teams and a topic."""
    session = boto3.Session("example", "example", region_name="us-west-2")
    topics, queues = session.client("sns", endpoint_url=aws_url), session.client("sqs", endpoint_url=aws_url)
    topic = topics.create_topic(Name="pager")["TopicArn"]
    queue = queues.create_queue(QueueName="pager")["QueueUrl"]
    arn = queues.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    topics.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    smtp_port = free_port()
    with ExitStack() as stack:
        url = stack.enter_context(part("sandbox.receivers", "--port", "0", "--smtp-port", str(smtp_port)))
        house = open_house(
            stack,
            tmp_path,
            aws_url,
            SRE_ALERT_CHANNEL=ALERTS,
            SRE_ALERT_KEYS=f"*={KEY}",
            SRE_DELIVERIES=json.dumps([*RULES, {"name": "pager", "to": "sns", "topic": topic}]),
            JIRA_URL=url,
            JIRA_USER=USER,
            JIRA_API_TOKEN=TOKEN,
            SRE_TEAMS_URL=f"{url}{PATH}?sig={SIGNATURE}",
            SRE_SMTP_URL=f"smtp://127.0.0.1:{smtp_port}",
        )
        yield Places(house, url)
        messages = queues.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
        told = [json.loads(json.loads(each["Body"])["Message"]) for each in messages]
        assert [each["state"] for each in told].count("open") == 1


def test_every_place_is_told_once_of_the_beginning_and_once_of_the_end(places: Places) -> None:
    if LONG:  # two places that fail at first are tried again after a minute
        asked(places.url, "POST", "/control/faults", {"failing": {"teams": 503}, "lost": {"/rest/api/3/issue": 1}})
    places.house.bot.health_when(lambda health: bool(health["parts"]))
    assert sent(places.house, title="Queue of orders grows", severity="high", service="orders") == 200
    card = shown(places.house, "Queue of orders grows")
    [mail] = places.until("email", 1)
    assert "Queue of orders grows" in mail["subject"]
    asked(places.url, "POST", "/control/faults", {})
    places.until("teams", 1)
    places.until("jira", 1)
    places.house.workspace.press(card, "Resolve", RITA, ALERTS)
    places.until("email", 2)
    places.until("teams", 2)
    done = places.until("jira", 3)
    assert [each["did"] for each in done] == ["created", "commented", "moved"]
    assert (len(places.got("email")), len(places.got("teams"))) == (2, 2)
