"""Grave stories in the account's events."""

from collections.abc import Mapping
from datetime import timedelta

from tests.core.examples import NOW, StillClock
from tests.workflows.fakes import Account
from tests.workflows.reporting import memory_store
from tests.workflows.security.watching import WrittenTrail, rulings, watch
from tests.workflows.watching.box import Inbox
from workflows.watching.stories import Stories


def event(api: str, number: int, **request: object) -> dict[str, object]:
    return {
        "eventID": f"e-{number}",
        "eventTime": NOW.isoformat().replace("+00:00", "Z"),
        "eventSource": "cloudtrail.amazonaws.com",
        "eventName": api,
        "awsRegion": "us-west-2",
        "sourceIPAddress": "198.51.100.7",
        "userAgent": "aws-cli/2",
        "readOnly": False,
        "userIdentity": {
            "type": "IAMUser",
            "userName": "mallory",
            "arn": "arn:aws:iam::123456789012:user/mallory",
            "accountId": "123456789012",
        },
        "requestParameters": request,
    }


class Watch:
    def __init__(self, *events: Mapping[str, object]) -> None:
        self.clock, self.inbox = StillClock(), Inbox()
        self.trail = WrittenTrail()
        self.store = memory_store(self.clock)
        self.happens(*events)

    def happens(self, *events: Mapping[str, object]) -> None:
        self.trail.turns.append((events, NOW - timedelta(hours=3), ()))

    def look(self) -> list[str]:
        """The titles of all that was raised by now; each look reads anew."""
        security = watch(Account(), self.trail, rulings(self.store, self.clock), self.clock)
        Stories(security, self.store, self.inbox).look(self.clock.now())
        return [alert.title for alert in self.inbox.alerts]


STOPPED = event("StopLogging", 1, name="arn:aws:cloudtrail:us-west-2:123456789012:trail/main")


def test_a_grave_story_is_raised_once_with_who_did_it() -> None:
    watching = Watch(STOPPED)
    [title] = watching.look()
    assert "CloudTrail was stopped" in title
    assert watching.inbox.alerts[0].labels["actor"].endswith("mallory")
    assert watching.look() == [title]


def test_a_story_that_goes_on_without_getting_worse_is_not_raised_again() -> None:
    watching = Watch(STOPPED)
    watching.look()
    watching.happens(STOPPED, event("DescribeTrails", 2))
    assert len(watching.look()) == 1


def test_ordinary_work_wakes_nobody() -> None:
    assert Watch(event("DescribeTrails", 1), event("CreateTags", 2)).look() == []
