from datetime import timedelta

import pytest

from core.changes import Change, Kind
from core.metrics.causes import explained, telling, weight
from tests.core.examples import NOW
from tests.core.metrics.answers import UNUSUAL


def change(minutes_before: float, kind: Kind = "deployment") -> Change:
    at = NOW - timedelta(minutes=minutes_before)
    return Change(at=at, kind=kind, what="x", by="ana", event_name="X", event_id=f"{kind}{minutes_before}")


def test_a_change_shortly_before_is_named_with_its_distance() -> None:
    assert explained(UNUSUAL, [change(6)]).after == "6 min after a deployment"


def test_the_last_of_several_changes_is_named() -> None:
    assert explained(UNUSUAL, [change(3, "restart"), change(6)]).after == "3 min after a restart"


@pytest.mark.parametrize("minutes", [31, -6])
def test_a_change_long_before_or_after_explains_nothing(minutes: float) -> None:
    assert explained(UNUSUAL, [change(minutes)]).after == ""


def test_a_value_may_begin_before_what_it_shows() -> None:
    assert explained(UNUSUAL, [change(-3)]).after == "together with a deployment"


def test_a_login_is_no_cause() -> None:
    assert explained(UNUSUAL, [change(6, "security")]).after == ""
    assert telling([change(1, "security"), change(2, "other"), change(3, "patch")]) == [change(3, "patch")]


def test_a_deployment_outweighs_a_change_of_configuration() -> None:
    assert weight(change(1)) < weight(change(1, "configuration"))
