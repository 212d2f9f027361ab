"""Times as senders write them."""

from datetime import UTC, datetime

import pytest

from core.alerts.times import moment

AT = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "said",
    [
        1_793_613_600,
        1_793_613_600_000,
        "1793613600000",
        1_793_613_600_000_000_000,
        "2026-11-02T10:00:00Z",
        "2026-11-02T10:00:00.000000000Z",
        "2026-11-02T11:00:00.000+0100",
        "2026-11-02T11:00:00+01.00",
        "2026-11-02 10:00:00 UTC",
        "2026/11/02 10:00:00 GMT",
        "Mon Nov 02 10:00:00 UTC 2026",
        "Mon, 02 Nov 2026 10:00:00 GMT",
        "Nov 2, 2026 10:00:00 AM",
    ],
)
def test_usual_forms_are_read(said: object) -> None:
    assert moment(said) == AT


@pytest.mark.parametrize(
    "said", [None, "", "redacted", 0, "0001-01-01T00:00:00Z", "9999-12-31T00:00:00Z", float("inf"), 10**30, [], "12:00"]
)
def test_what_is_no_time_of_an_alert_is_none(said: object) -> None:
    assert moment(said) is None
