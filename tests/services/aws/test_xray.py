"""What X-Ray tells, by its own shapes and on the sandbox."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from core.causes.components import merged
from core.causes.measures import Traffic
from core.causes.traced import TracedGraph, known_of_traces
from core.errors import Cause, Upstream
from sandbox.aws.faults import Fault
from sandbox.aws.server import Aws as Sandbox
from sandbox.aws.server import running
from services.aws.session import Aws
from services.aws.xray import XRay
from tests.services.aws.wire import Wire, aws_error, fails, paged

NOW = datetime(2026, 11, 20, 2, 10, tzinfo=UTC)
BEFORE = NOW - timedelta(hours=1)


@pytest.fixture(scope="module")
def shared() -> Iterator[Sandbox]:
    with running(fleet=2, findings=0) as sandbox:
        yield sandbox


@pytest.fixture
def account(shared: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    monkeypatch.setenv("AWS_ENDPOINT_URL", shared.url)
    yield shared
    shared.world.faults.clear()


@pytest.fixture
def xray(account: Sandbox, session: boto3.Session) -> XRay:
    return XRay(Aws(account.world.account.region, session=session))


def _lately() -> tuple[datetime, datetime]:
    now = datetime.now(UTC)
    return now - timedelta(hours=3), now


def test_every_page_of_the_graph_is_read_and_what_lacks_a_number_is_left_out(aws: Aws, wire: Wire) -> None:
    shop: dict[str, Any] = {
        "ReferenceId": 1, "Name": "shop", "Names": ["shop"], "Type": "AWS::EC2::Instance",
        "Edges": [{"ReferenceId": 2}, {"StartTime": NOW}],
    }  # fmt: skip
    cart: dict[str, Any] = {"ReferenceId": 2, "Name": "cart"}
    wire.on("xray", "GetServiceGraph", paged("Services", [[shop], [], [cart, {"Name": "odd"}]]))
    found = XRay(aws).graph(BEFORE, NOW)
    assert [(each.ref, each.name, each.kind) for each in found.nodes] == [
        (1, "shop", "AWS::EC2::Instance"),
        (2, "cart", ""),
    ]
    assert found.calls == ((1, 2),)
    assert [asked["EndTime"] for asked in wire.asked] == [NOW, NOW, NOW]


def test_counts_of_a_service_come_page_by_page_oldest_first_at_the_beginning_of_their_period(
    aws: Aws, wire: Wire
) -> None:
    statistics = {
        "TotalCount": 40, "TotalResponseTime": 8.0, "FaultStatistics": {"TotalCount": 2},
        "ErrorStatistics": {"ThrottleCount": 1, "OtherCount": 5, "TotalCount": 6},
    }  # fmt: skip
    late = {"Timestamp": NOW + timedelta(seconds=7), "ServiceSummaryStatistics": statistics}
    early = {"Timestamp": NOW - timedelta(minutes=1), "ServiceSummaryStatistics": {"TotalCount": 3}}
    wire.on("xray", "GetTimeSeriesServiceStatistics", paged("TimeSeriesServiceStatistics", [[late], [early]]))
    found = XRay(aws).traffic("cart", BEFORE, NOW, 60)
    assert found == (
        Traffic(at=NOW.timestamp() - 60, calls=3, failed=0, seconds=0.0),
        Traffic(at=NOW.timestamp(), calls=40, failed=3, seconds=8.0),
    )
    assert wire.asked[0]["EntitySelectorExpression"] == 'service("cart")'
    assert wire.asked[1]["NextToken"] == "1"


def test_a_refusal_is_no_empty_graph(aws: Aws, wire: Wire) -> None:
    wire.on("xray", "GetServiceGraph", fails(aws_error("AccessDeniedException", status=403)))
    with pytest.raises(Upstream) as refused:
        XRay(aws).graph(BEFORE, NOW)
    assert refused.value.cause is Cause.DENIED
    assert "xray:GetServiceGraph" in refused.value.advice


def test_the_shop_s_graph_is_read_whole(xray: XRay) -> None:
    around = merged((known_of_traces(xray.graph(*_lately())),))
    assert set(around.calls.callees("checkout-api")) == {"payments", "cart", "orders-db"}
    assert set(around.calls.callees("payments")) == {"payments-db", "api.pay.example.com::remote"}
    assert around.calls.callers("shop-web") == ()


def test_a_service_has_a_count_for_every_minute(xray: XRay) -> None:
    since, until = _lately()
    found = xray.traffic("checkout-api", since, until, 60)
    assert len(found) >= 178
    assert all(each.calls > 0 and 0.1 < each.seconds / each.calls < 0.3 for each in found)
    assert xray.traffic("nobody", since, until, 60) == ()


def test_a_region_that_traces_nothing_has_an_empty_graph(account: Sandbox, session: boto3.Session) -> None:
    del account
    assert XRay(Aws("eu-central-1", session=session)).graph(*_lately()) == TracedGraph()


def test_throttling_is_waited_out(account: Sandbox, xray: XRay) -> None:
    account.world.faults.put({"xray:GetServiceGraph": Fault(error="ThrottledException", times=1)})
    assert xray.graph(*_lately()).nodes
