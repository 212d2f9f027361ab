"""Traces, as a collector on this machine gets them."""

import time
from collections.abc import Iterator
from threading import Thread

import pytest

from core.errors import NotFound
from services.tracing import OpenTelemetry
from tests.collector import Collector, attributes, collecting

SECRET = "AKIA" + "IOSFODNN7EXAMPLE"


@pytest.fixture
def collector() -> Iterator[Collector]:
    with collecting() as server:
        yield server


def test_a_call_to_aws_belongs_to_the_operation_that_asked(collector: Collector) -> None:
    tracer = OpenTelemetry(f"{collector.url}/", "1.2.3")
    began = time.time_ns()
    with tracer.span("get_health", door="slack"):
        tracer.called("ec2", "DescribeInstances", "throttled", began)
    tracer.stop()
    operation, call = collector.spans["get_health"], collector.spans["ec2.DescribeInstances"]
    assert call.parent_span_id == operation.span_id
    assert call.start_time_unix_nano == began
    assert (attributes(operation), attributes(call)["sre.answer"]) == ({"door": "slack"}, "throttled")
    assert call.status.code == call.status.STATUS_CODE_ERROR
    assert collector.resource["service.name"] == "sre-assistant"
    assert collector.resource["service.version"] == "1.2.3"


def test_an_error_is_told_by_its_name_and_never_by_its_words(collector: Collector) -> None:
    tracer = OpenTelemetry(collector.url, "1")
    with pytest.raises(NotFound), tracer.span("explain_alert"):
        raise NotFound(f"There is no {SECRET}.")
    tracer.stop()
    span = collector.spans["explain_alert"]
    assert (span.status.message, len(span.events)) == ("NotFound", 0)
    assert SECRET.encode() not in span.SerializeToString()


def test_a_collector_that_is_away_holds_nothing_up() -> None:
    tracer = OpenTelemetry("http://127.0.0.1:9", "1")
    for number in range(5_000):
        with tracer.span(f"n{number}"):
            pass
    stopping = Thread(target=tracer.stop, daemon=True)
    stopping.start()
    stopping.join(30)
    assert not stopping.is_alive()
