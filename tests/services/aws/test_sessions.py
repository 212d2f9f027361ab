from datetime import UTC, datetime, timedelta

import pytest

from core.errors import Upstream
from services.aws.session import Aws
from services.aws.sessions import Sessions
from tests.core.examples import StillClock
from tests.services.aws.wire import Asked, Wire, aws_error, fails

BASTION = "i-033e0c347d41e994b"


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


def session(number: int, began: datetime, **more: object) -> dict[str, object]:
    return {
        "SessionId": f"rita-{number}",
        "Target": BASTION,
        "StartDate": began,
        "Owner": "arn:aws:sts::123456789012:assumed-role/operations/rita",
        "Status": "Terminated",
        **more,
    }


def test_open_and_ended_sessions_are_told_newest_first(aws: Aws, wire: Wire, clock: StillClock) -> None:
    began = clock.now() - timedelta(hours=3)

    def answer(asked: Asked) -> dict[str, object]:
        if asked["State"] == "Active":
            return {"Sessions": [session(2, began + timedelta(hours=1), Status="Connected")]}
        return {
            "Sessions": [session(1, began, EndDate=began + timedelta(minutes=9)), session(3, began, Status="Failed")]
        }

    wire.on("ssm", "DescribeSessions", answer)
    told = Sessions(aws, clock).of(BASTION, began)
    assert told[0].session_id == "rita-2"
    assert [each.accepted for each in told if each.session_id == "rita-3"] == [False]
    assert told[0].who == "assumed-role/operations/rita"
    assert {each.ended for each in told} == {None, began + timedelta(minutes=9)}


def test_no_more_than_thirty_days_are_asked_for(aws: Aws, wire: Wire, clock: StillClock) -> None:
    wire.on("ssm", "DescribeSessions", lambda _: {"Sessions": []})
    Sessions(aws, clock).of(BASTION, clock.now() - timedelta(days=90))
    oldest = (clock.now() - timedelta(days=30)).astimezone(UTC)
    assert wire.asked[0]["Filters"][1] == {"key": "InvokedAfter", "value": f"{oldest:%Y-%m-%dT%H:%M:%SZ}"}


def test_a_refusal_is_raised(aws: Aws, wire: Wire, clock: StillClock) -> None:
    wire.on("ssm", "DescribeSessions", fails(aws_error("AccessDeniedException", status=400)))
    with pytest.raises(Upstream, match="refused DescribeSessions"):
        Sessions(aws, clock).of(BASTION, clock.now())
