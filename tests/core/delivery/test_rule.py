"""Where incidents go besides Slack."""

import pytest
from pydantic import ValidationError

from core.alerts.incident import IncidentState
from core.alerts.scale import AlertLevel
from core.delivery.rule import DeliveryRule
from tests.core.delivery.examples import TICKETS
from tests.workflows.delivery.incidents import incident


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"to": "jira"}, "needs the key of a project"),
        ({"to": "email", "recipients": ("a@example.com",)}, "needs recipients and a sender"),
        ({"to": "email", "recipients": ("a@b, c@d.example",), "sender": "x@example.com"}, "is no mail address"),
        ({"to": "sns", "topic": "pager"}, "needs the ARN of a topic"),
        ({"to": "pager"}, "'jira', 'email', 'teams' or 'sns'"),
        ({"to": "teams", "name": "two words"}, "should match pattern"),
    ],
)
def test_what_is_missing_is_named(more: dict[str, object], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        DeliveryRule.model_validate({"name": "x", **more})


def test_only_what_is_grave_enough_and_of_its_kind_goes_there() -> None:
    assert TICKETS.wants(incident(severity=AlertLevel.CRITICAL))
    assert not TICKETS.wants(incident(severity=AlertLevel.MEDIUM))
    narrow = TICKETS.model_copy(update={"specialists": ("database",)})
    assert not narrow.wants(incident(specialist="network"))
    assert narrow.wants(incident(specialist="database"))


def test_what_is_silenced_does_not_begin_to_be_told() -> None:
    assert not TICKETS.wants(incident(state=IncidentState.SILENCED))
