from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.aws.clients import Boto, Clients, Json

GROUP, BASTION = "/ec2/secure", "i-033e0c347d41e994b"
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def logs(client: Clients) -> Boto:
    return client("logs")


def ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def asked(days: float = 7, **more: object) -> Json:
    now = datetime.now(UTC)
    return {"logGroupName": GROUP, "startTime": ms(now - days * DAY), "endTime": ms(now), **more}


def lines(logs: Boto, question: Json) -> list[Json]:
    pages = logs.get_paginator("filter_log_events").paginate(**question)
    return [event for page in pages for event in page["events"]]


def test_lines_of_a_week_come_in_several_pages_and_in_the_order_of_time(logs: Boto) -> None:
    first = logs.filter_log_events(**asked())
    assert "nextToken" in first
    found = lines(logs, asked())
    times = [each["timestamp"] for each in found]
    assert len(found) > len(first["events"])
    assert times == sorted(times)
    assert len({each["eventId"] for each in found}) == len(found)


def test_a_page_takes_no_more_than_was_asked_for_and_no_line_is_lost(logs: Boto) -> None:
    whole = [each["eventId"] for each in lines(logs, asked(days=1))]
    parts = [each["eventId"] for each in lines(logs, asked(days=1, limit=7))]
    assert parts == whole


def test_patterns_of_words_choose_lines_of_one_machine(logs: Boto) -> None:
    told = lines(logs, asked(logStreamNamePrefix=BASTION, filterPattern="?Accepted ?Failed"))
    assert {each["logStreamName"] for each in told} == {BASTION}
    assert all("Accepted" in each["message"] or "Failed" in each["message"] for each in told)
    assert len([each for each in told if "Failed password for root from 192.0.2.51" in each["message"]]) == 60


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"logGroupName": "/nowhere"}, "ResourceNotFoundException"),
        ({"nextToken": "x"}, "InvalidParameterException"),
        ({"logStreamNames": ["a"], "logStreamNamePrefix": "a"}, "InvalidParameterException"),
        ({"filterPattern": "{ $.a = 1 }"}, "InvalidParameterException"),
    ],
)
def test_a_wrong_question_is_refused(logs: Boto, more: Json, code: str) -> None:
    with pytest.raises(ClientError) as caught:
        logs.filter_log_events(**{**asked(), **more})
    assert caught.value.response["Error"]["Code"] == code
