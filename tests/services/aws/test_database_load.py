"""What Performance Insights tells of a database."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.errors import NotFound, Upstream
from services.aws.database_load import Busy, DatabaseLoad
from services.aws.rds import Database, Rds
from services.aws.session import Aws
from tests.services.aws.wire import Wire, aws_error, fails

NOW = datetime(2026, 11, 20, 2, 10, tzinfo=UTC)


def key(name: str, total: float, **more: str) -> Mapping[str, Any]:
    return {"Dimensions": {"db.wait_event.name": name, **more}, "Total": total}


def test_what_sessions_wait_for_comes_with_its_kind_the_most_first(aws: Aws, wire: Wire) -> None:
    lock = key("transactionid", 6.5, **{"db.wait_event.type": "Lock"})
    pages: Mapping[str, Mapping[str, Any]] = {"": {"Keys": [key("CPU", 0.5)], "NextToken": "n"}, "n": {"Keys": [lock]}}
    wire.on("pi", "DescribeDimensionKeys", lambda asked: pages[asked.get("NextToken", "")])
    found = DatabaseLoad(aws).by("db.wait_event", "db-ABC", NOW - timedelta(minutes=15), NOW)
    assert found == (
        Busy(what="transactionid", kind="Lock", sessions=6.5),
        Busy(what="CPU", kind="", sessions=0.5),
    )
    assert (wire.asked[0]["Identifier"], wire.asked[0]["GroupBy"]["Group"]) == ("db-ABC", "db.wait_event")


def test_statements_come_without_their_values(aws: Aws, wire: Wire) -> None:
    told = {"Dimensions": {"db.sql_tokenized.statement": "SELECT ? FROM t"}, "Total": 2.0}
    wire.on("pi", "DescribeDimensionKeys", lambda _: {"Keys": [told]})
    [found] = DatabaseLoad(aws).by("db.sql_tokenized", "db-ABC", NOW, NOW)
    assert found.what == "SELECT ? FROM t"


def test_a_refusal_is_no_idle_database(aws: Aws, wire: Wire) -> None:
    wire.on("pi", "DescribeDimensionKeys", fails(aws_error("NotAuthorizedException", status=400)))
    with pytest.raises(Upstream):
        DatabaseLoad(aws).by("db.wait_event", "db-ABC", NOW, NOW)


@pytest.mark.parametrize(
    ("told", "switched_on"),
    [
        ({"PerformanceInsightsEnabled": True, "DbiResourceId": "db-ABC"}, True),
        ({"PerformanceInsightsEnabled": False, "DbiResourceId": "db-ABC"}, False),
        ({"DbiResourceId": "db-ABC"}, False),
    ],
)
def test_rds_says_whether_it_is_switched_on(
    aws: Aws, wire: Wire, told: Mapping[str, Any], *, switched_on: bool
) -> None:
    wire.on("rds", "DescribeDBInstances", lambda _: {"DBInstances": [told]})
    assert Rds(aws).database("shop-db") == Database(resource_id="db-ABC", insights=switched_on)


def test_a_database_that_is_gone_is_not_found(aws: Aws, wire: Wire) -> None:
    wire.on("rds", "DescribeDBInstances", fails(aws_error("DBInstanceNotFound", status=404)))
    with pytest.raises(NotFound):
        Rds(aws).database("shop-db")
