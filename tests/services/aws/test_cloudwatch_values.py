from datetime import UTC, datetime
from math import inf, nan
from typing import Any, cast

import pytest

from core.errors import Cause
from services.aws.cloudwatch_values import Values

TIMES = (0.0, 300.0, 600.0)


def values_of(*results: dict[str, Any]) -> Values:
    values = Values(TIMES, 300)
    for result in results:
        values.take(cast("Any", {"MetricDataResults": [result]}))
    return values


def told(points: dict[float, float], status: str = "Complete") -> dict[str, Any]:
    moments = [datetime.fromtimestamp(each, UTC) for each in points]
    return {"Id": "m0", "StatusCode": status, "Timestamps": moments, "Values": list(points.values())}


def test_a_value_belongs_to_the_period_it_falls_into() -> None:
    assert values_of(told({10.0: 1.0, 899.0: 3.0})).of("m0") == (1.0, None, 3.0)


def test_what_lies_outside_and_what_is_no_number_is_left_out() -> None:
    assert values_of(told({-1.0: 1.0, 900.0: 2.0, 0.0: nan, 300.0: inf})).of("m0") == (None, None, None)


@pytest.mark.parametrize("status", ["PartialData", "InternalError", "Forbidden", ""])
def test_what_is_not_complete_is_no_series(status: str) -> None:
    assert values_of(told({0.0: 1.0}, status)).of("m0") is None


def test_a_metric_nobody_told_of_is_no_series() -> None:
    values = values_of()
    assert values.of("m0") is None
    assert "no answer" in values.error.sentence


def test_what_the_role_may_not_read_is_denied_and_what_broke_can_be_asked_again() -> None:
    assert values_of(told({}, "Forbidden")).error.cause is Cause.DENIED
    assert values_of(told({}, "InternalError")).error.retryable
