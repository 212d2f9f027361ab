"""What databases are busy with, as Performance Insights answers it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from sandbox.aws.pi.planted import Load, Watched
from sandbox.aws.server import Aws, running
from tests.sandbox.aws.clients import Boto, Json

LOCK, CPU = ("Lock", "transactionid"), ("CPU", "CPU")
DATABASE = {
    "DBInstanceClass": "db.m5.large",
    "Engine": "postgres",
    "AllocatedStorage": 20,
    "MasterUsername": "shop",
    "MasterUserPassword": "not-a-secret",
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Aws]:
    with running(fleet=12, findings=0, debug=True) as started:
        yield started


def client(sandbox: Aws, service: str) -> Boto:
    session: Any = boto3.Session("sandbox", "sandbox", region_name=sandbox.world.account.region)
    made: Boto = session.client(service, endpoint_url=sandbox.url)
    return made


@pytest.fixture(scope="module")
def watched(sandbox: Aws) -> tuple[Boto, str, datetime]:
    """A client, the resource id of a database that began to wait for locks half an hour ago, and now."""
    account = sandbox.world.account
    now = account.timeline.now()
    client(sandbox, "rds").create_db_instance(DBInstanceIdentifier="shop-db", **DATABASE)
    before = Load(now - timedelta(days=30), {CPU: 1.0})
    after = Load(now - timedelta(minutes=30), {CPU: 1.0, LOCK: 6.0}, {"UPDATE orders SET state = ?": 5.0})
    resource_id = account.state.of(Watched).switch_on(account, "shop-db", after, before)
    return client(sandbox, "pi"), resource_id, now


def asked(resource_id: str, until: datetime, minutes: float = 15, **more: object) -> Json:
    return {
        "ServiceType": "RDS",
        "Identifier": resource_id,
        "StartTime": until - timedelta(minutes=minutes),
        "EndTime": until,
        "Metric": "db.load.avg",
        "GroupBy": {"Group": "db.wait_event"},
        **more,
    }


def totals(told: Json) -> dict[str, float]:
    return {each["Dimensions"]["db.wait_event.name"]: each["Total"] for each in told["Keys"]}


def test_rds_says_for_which_database_it_is_switched_on(sandbox: Aws, watched: tuple[Boto, str, datetime]) -> None:
    rds = client(sandbox, "rds")
    rds.create_db_instance(DBInstanceIdentifier="plain-db", **DATABASE)
    told = {each["DBInstanceIdentifier"]: each for each in rds.describe_db_instances()["DBInstances"]}
    assert told["shop-db"]["PerformanceInsightsEnabled"] is True
    assert told["shop-db"]["DbiResourceId"] == watched[1]
    assert not told["plain-db"].get("PerformanceInsightsEnabled")
    assert told["plain-db"]["DbiResourceId"] != watched[1]


def test_sessions_are_averaged_over_the_span_and_the_most_come_first(watched: tuple[Boto, str, datetime]) -> None:
    pi, resource_id, now = watched
    assert list(totals(pi.describe_dimension_keys(**asked(resource_id, now))).items()) == [
        ("transactionid", 6.0),
        ("CPU", 1.0),
    ]
    hour = totals(pi.describe_dimension_keys(**asked(resource_id, now, 60)))
    assert hour == {"transactionid": pytest.approx(3.0, abs=0.01), "CPU": pytest.approx(1.0, abs=0.01)}
    assert totals(pi.describe_dimension_keys(**asked(resource_id, now - timedelta(hours=1)))) == {"CPU": 1.0}


def test_statements_come_without_their_values_and_as_many_as_asked_for(watched: tuple[Boto, str, datetime]) -> None:
    pi, resource_id, now = watched
    group = {"Group": "db.sql_tokenized", "Dimensions": ["db.sql_tokenized.statement"], "Limit": 1}
    [key] = pi.describe_dimension_keys(**asked(resource_id, now, GroupBy=group))["Keys"]
    assert key == {"Dimensions": {"db.sql_tokenized.statement": "UPDATE orders SET state = ?"}, "Total": 5.0}


def test_keys_come_page_by_page(watched: tuple[Boto, str, datetime]) -> None:
    pi, resource_id, now = watched
    first = pi.describe_dimension_keys(**asked(resource_id, now, MaxResults=1))
    second = pi.describe_dimension_keys(**asked(resource_id, now, MaxResults=1, NextToken=first["NextToken"]))
    assert (list(totals(first)), list(totals(second))) == (["transactionid"], ["CPU"])
    assert "NextToken" not in second


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"Identifier": "db-NOBODY"}, "NotAuthorizedException"),
        ({"StartTime": datetime(2020, 1, 1).astimezone()}, "InvalidArgumentException"),
        ({"EndTime": datetime(2020, 1, 1).astimezone()}, "InvalidArgumentException"),
        ({"PeriodInSeconds": 7}, "InvalidArgumentException"),
        ({"Metric": "db.load.max"}, "InvalidArgumentException"),
        ({"GroupBy": {"Group": "db.weather"}}, "InvalidArgumentException"),
        ({"GroupBy": {"Group": "db.wait_event", "Dimensions": ["db.user.name"]}}, "InvalidArgumentException"),
        ({"GroupBy": {"Group": "db.wait_event", "Limit": 26}}, "ValidationException"),
        ({"PartitionBy": {"Group": "db.wait_event"}}, "InvalidArgumentException"),
        ({"NextToken": "made-up"}, "InvalidArgumentException"),
    ],
)
def test_what_performance_insights_refuses(watched: tuple[Boto, str, datetime], more: Json, code: str) -> None:
    pi, resource_id, now = watched
    with pytest.raises(ClientError) as told:
        pi.describe_dimension_keys(**asked(resource_id, now, **more))
    assert told.value.response["Error"]["Code"] == code
