"""What a database is busy with, by RDS Performance Insights."""

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from core.model import Model
from services.aws.persistence import every_page
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_pi.type_defs import DescribeDimensionKeysRequestTypeDef, DescribeDimensionKeysResponseTypeDef

# https://docs.aws.amazon.com/performance-insights/latest/APIReference/API_DescribeDimensionKeys.html
_METRIC = "db.load.avg"
_MOST = 10
Group = Literal["db.wait_event", "db.sql_tokenized"]


class Busy(Model):
    """Sessions that were at one thing on average; `kind` and `what` are Performance Insights' words for it."""

    what: str
    kind: str
    sessions: float


class DatabaseLoad:
    """Asks Performance Insights in one region."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def by(self, group: Group, resource_id: str, since: datetime, until: datetime) -> tuple[Busy, ...]:
        """What sessions waited for, or which statements they ran, in a span; the most first, ten at most.

        Args:
            group: Wait events, or statements without their values.
            resource_id: As Performance Insights knows the database (db-…).
            since: The beginning.
            until: The end.

        Raises:
            Upstream: Performance Insights did not answer.
        """

        def ask(token: str) -> "DescribeDimensionKeysResponseTypeDef":
            wanted: DescribeDimensionKeysRequestTypeDef = {
                "ServiceType": "RDS",
                "Identifier": resource_id,
                "StartTime": since,
                "EndTime": until,
                "Metric": _METRIC,
                "GroupBy": {"Group": group, "Limit": _MOST},
            }
            if token:
                wanted["NextToken"] = token
            with self._aws.asking("pi", "DescribeDimensionKeys"):
                return self._aws.client("pi").describe_dimension_keys(**wanted)

        found = [each for page in every_page(ask, "NextToken") for each in page.get("Keys", [])]
        told = [
            Busy(
                what=_first(each.get("Dimensions", {}), f"{group}.name", f"{group}.statement"),
                kind=each.get("Dimensions", {}).get(f"{group}.type", ""),
                sessions=each.get("Total", 0.0),
            )
            for each in found
        ]
        return tuple(sorted(told, key=lambda one: -one.sessions)[:_MOST])


def _first(dimensions: dict[str, str], *names: str) -> str:
    return next((dimensions[name] for name in names if dimensions.get(name)), "")
