"""An incident for tests of deliveries."""

from core.alerts.alert import Alert
from core.alerts.incident import Incident, Member
from core.alerts.scale import AlertState
from tests.core.examples import NOW


def incident(**more: object) -> Incident:
    alert = Alert(fingerprint="f1", title="Disk use of web-1 is above 90", service="shop", at=NOW)
    member = Member(alert=alert, count=1, state=AlertState.FIRING, last_seen=NOW)
    made = {
        "id": "inc-0001",
        "state": "open",
        "severity": "high",
        "title": alert.title,
        "first_seen": NOW,
        "last_seen": NOW,
        "members": (member,),
    }
    return Incident.model_validate({**made, **more})
