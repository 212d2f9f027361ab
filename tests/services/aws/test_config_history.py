import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.resource_history import ResourceHistory
from services.aws.config_history import ConfigHistory
from services.aws.session import Aws
from tests.services.aws.wire import Asked, Wire, aws_error, fails

NOW = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)
SINCE = NOW - timedelta(hours=24)


def item(hours_ago: float, **configuration: Any) -> Mapping[str, Any]:  # noqa: ANN401  any JSON
    return {
        "configurationItemCaptureTime": NOW - timedelta(hours=hours_ago),
        "configurationItemStatus": "OK",
        "configuration": json.dumps(configuration),
        "relatedEvents": ["e-1"],
    }


def asked_for(aws: Aws) -> ResourceHistory:
    return ConfigHistory(aws).of("AWS::EC2::SecurityGroup", "sg-1", SINCE, NOW)


def test_the_items_of_a_span_come_with_the_one_before_it(aws: Aws, wire: Wire) -> None:
    rows = [item(2, open=True), item(30, open=False), item(300)]
    wire.on("config", "GetResourceConfigHistory", lambda _: {"configurationItems": rows})
    told = asked_for(aws)
    assert [each.configuration for each in told.items] == [{"open": True}, {"open": False}]
    assert (told.items[0].events, told.gaps) == (("e-1",), ())


def test_no_further_page_is_asked_for_once_the_span_is_behind(aws: Aws, wire: Wire) -> None:
    def page(asked: Asked) -> dict[str, object]:
        begin = int(asked.get("nextToken", "0"))
        return {"configurationItems": [item(begin + 20)], "nextToken": str(begin + 20)}

    wire.on("config", "GetResourceConfigHistory", page)
    assert len(asked_for(aws).items) == 2
    assert len(wire.asked) == 2


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("ResourceNotDiscoveredException", "AWS Config has never recorded it."),
        ("NoAvailableConfigurationRecorderException", "AWS Config is not enabled in us-west-2."),
    ],
)
def test_what_config_does_not_record_is_a_line_and_no_error(aws: Aws, wire: Wire, code: str, why: str) -> None:
    made = getattr(aws.client("config").exceptions, code)
    wire.on("config", "GetResourceConfigHistory", fails(made({"Error": {"Code": code, "Message": ""}}, "Get")))
    (gap,) = asked_for(aws).gaps
    assert (gap.why, gap.by_choice) == (why, True)


def test_a_refusal_is_a_gap(aws: Aws, wire: Wire) -> None:
    wire.on("config", "GetResourceConfigHistory", fails(aws_error("AccessDeniedException", status=400)))
    (gap,) = asked_for(aws).gaps
    assert "refused GetResourceConfigHistory" in gap.why


def test_an_item_that_cannot_be_read_is_empty(aws: Aws, wire: Wire) -> None:
    rows = [{**item(2), "configuration": "{"}, {**item(3), "configuration": "[]"}]
    wire.on("config", "GetResourceConfigHistory", lambda _: {"configurationItems": rows})
    assert [each.configuration for each in asked_for(aws).items] == [{}, {}]
