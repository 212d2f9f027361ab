"""Events of a database."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from services.aws.rds import Rds
from services.aws.session import Aws
from tests.services.aws.wire import Wire

NOW = datetime(2026, 11, 20, 2, 10, tzinfo=UTC)


def test_every_page_of_events_is_read_newest_first(aws: Aws, wire: Wire) -> None:
    old = {"Date": NOW - timedelta(hours=1), "Message": "DB instance restarted", "EventCategories": ["availability"]}
    new = {"Date": NOW, "Message": "Multi-AZ failover completed", "EventCategories": ["failover"]}
    pages: dict[str, Mapping[str, Any]] = {"": {"Events": [old], "Marker": "m"}, "m": {"Events": [new]}}
    wire.on("rds", "DescribeEvents", lambda asked: pages[asked.get("Marker", "")])
    found = Rds(aws).events("orders-db", NOW - timedelta(hours=2), NOW)
    assert [each.message for each in found] == ["Multi-AZ failover completed", "DB instance restarted"]
    assert wire.asked[0]["SourceType"] == "db-instance"
