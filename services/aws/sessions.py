"""Sessions of Systems Manager: who was on a machine, and until when."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from core.clock import Clock
from core.logins import Login
from services.aws.persistence import every_page
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_ssm.literals import SessionStateType
    from mypy_boto3_ssm.type_defs import DescribeSessionsResponseTypeDef

# https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeSessions.html: 200 a page; the history
# goes back 30 days.
_PAGE_SIZE = 200
KEPT = timedelta(days=30)
_TOKEN = "NextToken"  # noqa: S105  the name of a field


class Sessions:
    """Asks Systems Manager."""

    def __init__(self, aws: Aws, clock: Clock) -> None:
        self._aws = aws
        self._clock = clock

    def of(self, instance_id: str, since: datetime) -> tuple[Login, ...]:
        """The sessions on a machine that began since a moment, newest first; those that failed too.

        Raises:
            Upstream: Systems Manager did not answer.
        """
        begin = max(since, self._clock.now() - KEPT)
        states: tuple[SessionStateType, ...] = ("Active", "History")
        found = (login for state in states for login in self._told(state, instance_id, begin))
        return tuple(sorted(found, key=lambda each: each.at, reverse=True))

    def _told(self, state: "SessionStateType", instance_id: str, begin: datetime) -> Iterator[Login]:
        def ask(token: str) -> "DescribeSessionsResponseTypeDef":
            with self._aws.asking("ssm", "DescribeSessions"):
                return self._aws.client("ssm").describe_sessions(
                    State=state,
                    MaxResults=_PAGE_SIZE,
                    Filters=[
                        {"key": "Target", "value": instance_id},
                        {"key": "InvokedAfter", "value": f"{begin.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"},
                    ],
                    **({_TOKEN: token} if token else {}),
                )

        for page in every_page(ask, _TOKEN):
            yield from (login for each in page.get("Sessions", []) for login in _login(each))


def _login(wire: Mapping[str, Any]) -> Iterator[Login]:
    began, ended = wire.get("StartDate"), wire.get("EndDate")
    if began is None:
        return
    yield Login(
        at=began.astimezone(UTC),
        way="Session Manager",
        accepted=wire.get("Status") != "Failed",
        who=str(wire.get("Owner") or "").rpartition(":")[2],
        session_id=wire.get("SessionId") or "",
        ended=ended.astimezone(UTC) if ended else None,
    )
