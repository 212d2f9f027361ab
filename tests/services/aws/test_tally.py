"""How often AWS was asked, and what that costs."""

from collections.abc import Callable
from typing import Any

from services.aws.tally import Tally


class Client:
    """The events of a client."""

    def __init__(self) -> None:
        self.handlers: dict[str, Callable[..., None]] = {}
        self.context: dict[str, Any] = {}

    def register(self, event_name: str, handler: Callable[..., None]) -> None:
        self.handlers[event_name] = handler

    def comes(self, operation: str, **answer: Any) -> None:  # noqa: ANN401  as botocore parsed it
        self.handlers["response-received"](
            f"response-received.{operation}", parsed_response=answer, context=self.context
        )


def tally() -> tuple[Tally, Client]:
    made, client = Tally(), Client()
    made.set_for(client)
    return made, client


def test_each_metric_that_is_asked_for_costs_something() -> None:
    made, client = tally()
    client.handlers["before-parameter-build.cloudwatch.GetMetricData"](params={"MetricDataQueries": [{}] * 500})
    assert round(made.usd(), 6) == 0.005


def test_logs_cost_by_what_was_read_and_once() -> None:
    made, client = tally()
    client.comes("logs.GetQueryResults", status="Running", statistics={"bytesScanned": 1024.0**3})
    client.comes("logs.GetQueryResults", status="Complete", statistics={"bytesScanned": 2 * 1024.0**3})
    client.comes("logs.GetQueryResults", Error={"Code": "Throttling"})
    assert made.usd() == 0.01


def test_other_calls_cost_nothing() -> None:
    made, client = tally()
    client.comes("ec2.DescribeInstances", Reservations=[])
    assert made.usd() == 0
    assert made.counts() == {("ec2", "DescribeInstances", "answered"): 1}


def test_whoever_listens_hears_of_each_attempt_and_when_it_began() -> None:
    heard: list[tuple[str, str, str, int]] = []
    made, client = Tally(lambda *told: heard.append(told)), Client()
    made.set_for(client)
    client.handlers["before-call"](context=client.context)
    client.comes("ec2.DescribeInstances", Error={"Code": "RequestLimitExceeded"})
    client.comes("ec2.DescribeInstances", Reservations=[])
    assert [told[:3] for told in heard] == [
        ("ec2", "DescribeInstances", "throttled"),
        ("ec2", "DescribeInstances", "answered"),
    ]
    assert 0 < heard[0][3] < heard[1][3]
