"""Writes down how the fleet stands at each look, one record a day, and reads the last days."""

from datetime import datetime, timedelta

from core.posture import SCHEMA, Posture
from services.store import Order, Put, Store
from workflows.bulletins.looking import Look

KIND = "posture"
_KEPT = timedelta(days=400)
_DAYS = 14


def posture_put(seen: Look, now: datetime) -> Put:
    """The change that keeps today's; the last look of a day stands for it."""
    exploited = {each.vulnerability_id for each in seen.findings if each.known_exploited or each.exploit_observed}
    posture = Posture(
        day=now.date(),
        at=now,
        critical=seen.counts.critical,
        high=seen.counts.high,
        exploited=len(exploited),
        instances=len(seen.labels),
        unscanned=seen.unscanned,
        partial=seen.partial,
    )
    doc = posture.model_dump(mode="json")
    return Put(KIND, posture.day.isoformat(), doc, expect=None, expires=now + _KEPT, schema=SCHEMA)


def last_postures(store: Store) -> tuple[Posture, ...]:
    """Those of the last two weeks at most, oldest first."""
    found = store.find(KIND, limit=_DAYS, order=Order.NEWEST)
    return tuple(sorted((Posture.model_validate(each.doc) for each in found), key=lambda each: each.day))
