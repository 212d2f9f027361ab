from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.aws.clients import Boto, Clients

BASTION = "i-033e0c347d41e994b"


@pytest.fixture(scope="module")
def ssm(client: Clients) -> Boto:
    return client("ssm")


def test_sessions_of_a_machine_are_told_newest_first_with_their_end(ssm: Boto) -> None:
    found = ssm.describe_sessions(State="History", Filters=[{"key": "Target", "value": BASTION}])["Sessions"]
    begins = [each["StartDate"] for each in found]
    assert len(found) > 5
    assert begins == sorted(begins, reverse=True)
    assert all(each["EndDate"] > each["StartDate"] and each["Owner"].endswith("/rita") for each in found)
    assert ssm.describe_sessions(State="Active")["Sessions"] == []


def test_filters_and_pages_part_them(ssm: Boto) -> None:
    since = (datetime.now(UTC) - timedelta(days=10)).strftime("%Y-%m-%dT%H:%M:%SZ")
    lately = ssm.describe_sessions(State="History", Filters=[{"key": "InvokedAfter", "value": since}])["Sessions"]
    before = ssm.describe_sessions(State="History", Filters=[{"key": "InvokedBefore", "value": since}])["Sessions"]
    page = ssm.describe_sessions(State="History", MaxResults=2)
    rest = ssm.get_paginator("describe_sessions").paginate(State="History", PaginationConfig={"PageSize": 2})
    assert len(page["Sessions"]) == 2
    assert sum(len(each["Sessions"]) for each in rest) == len(lately) + len(before)


def test_a_wrong_question_is_refused(ssm: Boto) -> None:
    with pytest.raises(ClientError, match="InvalidFilterKey"):
        ssm.describe_sessions(State="History", Filters=[{"key": "InvokedAfter", "value": "yesterday"}])
    with pytest.raises(ClientError, match="InvalidNextToken"):
        ssm.describe_sessions(State="History", NextToken="x")
