"""Which alerts are alike: the same thing, told in the same words but for numbers, ids and times."""

import hashlib
import re

from core.alerts.alert import Alert

_NUMBERS = re.compile(r"\b(?:[0-9a-f]{8,}|\d[\d.,:%-]*)\b", re.IGNORECASE)


def likeness(alert: Alert) -> str:
    """The same short word for alike alerts; one that only names another number is alike."""
    said = _NUMBERS.sub("#", alert.title.lower())
    about = alert.service.lower() or alert.resource.lower()
    metrics = ",".join(sorted(alert.metrics))
    return hashlib.sha256("\x1f".join((about, metrics, " ".join(said.split()))).encode()).hexdigest()[:16]
