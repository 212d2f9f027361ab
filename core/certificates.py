"""When certificates end, and how urgent that is."""

from datetime import datetime, timedelta

from core.alerts.alert import AlertLevel
from core.model import Model

_STEPS = (
    (timedelta(days=2), AlertLevel.CRITICAL),
    (timedelta(days=7), AlertLevel.HIGH),
    (timedelta(days=30), AlertLevel.MEDIUM),
)


class KeptCertificate(Model):
    """A certificate of AWS Certificate Manager. `renews`: AWS renews it by itself, at best 60 days before its end."""

    arn: str
    domain: str
    ends: datetime | None
    in_use: bool
    renews: bool


def urgency(ends: datetime, now: datetime) -> AlertLevel | None:
    """How urgent it is that a certificate ends then; None: not yet. What is over is critical."""
    return next((level for within, level in _STEPS if ends - now <= within), None)


def ends_in(ends: datetime, now: datetime) -> str:
    """`expires in 12 days`, `expired 3 hours ago`."""
    left = ends - now
    amount = abs(left)
    count, unit = (amount.days, "day") if amount >= timedelta(days=2) else (int(amount.total_seconds() // 3600), "hour")
    said = f"{count} {unit}{'' if count == 1 else 's'}"
    return f"expired {said} ago" if left <= timedelta() else f"expires in {said}"
