"""Which alerts a silence means."""

from datetime import UTC, datetime, timedelta

import pytest

from core.alerts.alert import Alert
from core.alerts.scale import AlertLevel
from core.alerts.silence import Silence, parse_matchers, silencing
from core.errors import BadRequest

AT = datetime(2026, 11, 2, 10, tzinfo=UTC)
ALERT = Alert(
    fingerprint="f1", title="Disk full", service="orders", severity=AlertLevel.HIGH, labels={"env": "Production"}
)


def silence(text: str, hours: float = 1) -> Silence:
    until = AT + timedelta(hours=hours)
    return Silence(id=text, matchers=parse_matchers(text), author="U1", reason="r", created=AT, until=until)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("title=Disk*", True),
        ("title=disk full", True),
        ("service=orders, env=production", True),
        ("severity=high", True),
        ("service=orders, env=staging", False),
        ("service!=orders", False),
        ("env!=staging", True),
        ("team=payments", False),
        ("title=[D]isk full", True),
    ],
)
def test_all_matchers_have_to_fit(text: str, fits: bool) -> None:  # noqa: FBT001
    assert silence(text).fits(ALERT, AT) is fits


def test_one_that_is_over_means_nothing() -> None:
    assert not silence("title=Disk*").fits(ALERT, AT + timedelta(hours=1))


def test_of_several_the_longest_is_named() -> None:
    found = silencing([silence("title=Disk*", 1), silence("env=prod*", 5), silence("service=x", 9)], ALERT, AT)
    assert found is not None
    assert found.id == "env=prod*"


@pytest.mark.parametrize("text", ["", " , ", "title=*", "a=?, b=*", "title", "=x", "title="])
def test_what_means_everything_or_nothing_is_refused(text: str) -> None:
    with pytest.raises(BadRequest):
        parse_matchers(text)
