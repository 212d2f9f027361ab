"""A report and rules for tests."""

from core.delivery.report import Report
from core.delivery.rule import DeliveryRule
from tests.core.examples import NOW

TICKETS = DeliveryRule(
    name="tickets", to="jira", project="OPS", on_acknowledge="Start", on_resolve="Done", severity="high"
)
MAIL = DeliveryRule(name="mail", to="email", recipients=("sre@example.com",), sender="bot@example.com")


def report(**more: object) -> Report:
    made = {
        "incident_id": "inc-0001",
        "title": "Disk use of web-1 is above 90",
        "state": "open",
        "severity": "high",
        "specialist": "resource",
        "service": "shop",
        "resource": "i-1",
        "message": "The last value is 97 %.",
        "count": 3,
        "things": 1,
        "owner": "",
        "first_seen": NOW,
        "last_seen": NOW,
        "resolved_at": None,
        "link": "https://acme.slack.com/archives/C1/p1",
        "cause": "Logs fill the disk",
        "confidence": "80% sure",
        "actions": ("journalctl --vacuum-size=1G",),
    }
    return Report.model_validate({**made, **more})
