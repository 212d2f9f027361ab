"""What AWS Health tells, where the account may ask it."""

from collections.abc import Mapping
from datetime import UTC, datetime

import boto3
import pytest

from core.errors import Upstream
from sandbox.aws.server import running
from services.aws.health_events import HealthEvents, NoSupportPlan
from services.aws.session import Aws
from tests.services.aws.wire import Wire, aws_error, fails

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)


def test_open_issues_of_the_region_and_of_all_come_newest_first_over_pages(aws: Aws, wire: Wire) -> None:
    def page(asked: Mapping[str, object]) -> Mapping[str, object]:
        if "nextToken" in asked:
            return {"events": [{"service": "EC2", "eventTypeCode": "AWS_EC2_ISSUE", "startTime": AT}]}
        return {"events": [{"service": "SES", "eventTypeCode": "AWS_SES_ISSUE"}], "nextToken": "more"}

    wire.on("health", "DescribeEvents", page)
    found = HealthEvents(aws).open_issues("eu-west-1")
    assert [(each.service, each.began) for each in found] == [("EC2", AT), ("SES", None)]
    assert wire.asked[0]["filter"] == {
        "regions": ["eu-west-1", "global"],
        "eventTypeCategories": ["issue"],
        "eventStatusCodes": ["open"],
    }


def test_a_basic_support_plan_may_not_ask_and_a_refusal_is_no_empty_answer(
    aws: Aws, wire: Wire, session: boto3.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire.on("health", "DescribeEvents", fails(aws_error("AccessDeniedException", status=400)))
    with pytest.raises(Upstream):
        HealthEvents(aws).open_issues("eu-west-1")
    with running(fleet=1, findings=0) as sandbox:
        monkeypatch.setenv("AWS_ENDPOINT_URL", sandbox.url)
        with pytest.raises(NoSupportPlan):
            HealthEvents(Aws("us-east-1", session=session)).open_issues("us-west-2")
