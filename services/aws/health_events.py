"""What AWS says is wrong with its own services; only accounts with a support plan for it are told."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from core.model import Model
from services.aws.persistence import every_page
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_health.type_defs import DescribeEventsResponseTypeDef

_NO_PLAN = "SubscriptionRequiredException"
_MOST = 20


class HealthEvent(Model):
    """An open issue. `service` and `code` are AWS's words, such as EC2 and AWS_EC2_OPERATIONAL_ISSUE."""

    service: str
    code: str
    began: datetime | None = None


class NoSupportPlan(Exception):
    """The account has no support plan with AWS Health.

    Source: https://docs.aws.amazon.com/health/latest/ug/health-api.html
    """


class HealthEvents:
    """Asks AWS Health, which answers for all regions in us-east-1; `aws` is for that region."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def open_issues(self, region: str) -> tuple[HealthEvent, ...]:
        """What is wrong now in a region or everywhere, newest first.

        Raises:
            NoSupportPlan: the account may not ask.
            Upstream: AWS Health did not answer.
        """
        found: list[HealthEvent] = []
        for page in every_page(partial(self._page, (region, "global"))):
            found += [
                HealthEvent(
                    service=each.get("service", ""),
                    code=each.get("eventTypeCode", ""),
                    began=each["startTime"].astimezone(UTC) if "startTime" in each else None,
                )
                for each in page.get("events", [])
            ]
            if len(found) >= _MOST:
                break
        return tuple(sorted(found, key=lambda one: one.began.timestamp() if one.began else 0.0, reverse=True))

    def _page(self, regions: Sequence[str], token: str) -> "DescribeEventsResponseTypeDef":
        with self._aws.asking("health", "DescribeEvents"):
            try:
                return self._aws.client("health").describe_events(
                    filter={
                        "regions": list(regions),
                        "eventTypeCategories": ["issue"],
                        "eventStatusCodes": ["open"],
                    },
                    **({"nextToken": token} if token else {}),  # type: ignore[arg-type]  # the name of a field
                )
            except ClientError as error:
                if error.response.get("Error", {}).get("Code") == _NO_PLAN:
                    raise NoSupportPlan from error
                raise
