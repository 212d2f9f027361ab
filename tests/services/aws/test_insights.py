from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.errors import Upstream
from services.aws.deadline import answering_within
from services.aws.insights import Insights
from services.aws.session import Aws
from tests.services.aws.wire import Wire, aws_error, fails

NOW = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)
ROW = [{"field": "srcAddr", "value": "192.0.2.51"}, {"field": "flows", "value": "7"}]


def asked_for(aws: Aws, slept: list[float] | None = None) -> tuple[Mapping[str, str], ...]:
    sleep = (slept if slept is not None else []).append
    return Insights(aws, sleep).rows("/vpc/flow", "limit 1", NOW - timedelta(hours=1), NOW)


@pytest.fixture
def begun(wire: Wire) -> Wire:
    wire.on("logs", "StartQuery", lambda _: {"queryId": "q-1"})
    wire.on("logs", "StopQuery", lambda _: {"success": True})
    return wire


def test_rows_are_told_by_their_fields_once_the_query_is_done(aws: Aws, begun: Wire) -> None:
    states = iter(["Scheduled", "Running", "Complete"])
    begun.on("logs", "GetQueryResults", lambda _: {"status": next(states), "results": [ROW]})
    slept: list[float] = []
    assert asked_for(aws, slept) == ({"srcAddr": "192.0.2.51", "flows": "7"},)
    assert len(slept) == 2
    assert begun.asked[0]["startTime"] == int((NOW - timedelta(hours=1)).timestamp())


@pytest.mark.parametrize("status", ["Failed", "Cancelled", "Timeout"])
def test_a_query_that_ends_without_a_result_is_an_error(aws: Aws, begun: Wire, status: str) -> None:
    begun.on("logs", "GetQueryResults", lambda _: {"status": status})
    with pytest.raises(Upstream, match=status):
        asked_for(aws)


def test_a_query_nobody_waits_for_any_more_is_stopped(aws: Aws, begun: Wire) -> None:
    begun.on("logs", "GetQueryResults", lambda _: {"status": "Running"})
    with answering_within(0.6), pytest.raises(Upstream, match="when the time was up"):
        Insights(aws).rows("/vpc/flow", "limit 1", NOW, NOW)
    assert begun.asked[-1] == {"queryId": "q-1"}


def test_a_group_that_is_not_there_is_an_error_with_its_name(aws: Aws, wire: Wire) -> None:
    wire.on("logs", "StartQuery", fails(aws_error("ResourceNotFoundException", status=400)))
    error: Any
    with pytest.raises(Upstream, match="There is no log group /vpc/flow") as error:
        asked_for(aws)
    assert not error.value.retryable
