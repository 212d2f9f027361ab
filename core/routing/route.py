"""The decision: who looks at an alert first, how sure that is, and why."""

from enum import StrEnum

from core.alerts.alert import Alert
from core.model import Model
from core.routing.evidence import pointers, summed

_ENOUGH = 1.5
_SOFTENING = 2.0
_SURE_ENOUGH = 0.4
_REASONS = 3


class Specialist(StrEnum):
    """Whose field an alert belongs to."""

    NETWORK = "network"
    DATABASE = "database"
    KUBERNETES = "kubernetes"
    RESOURCE = "resource"
    APPLICATION = "application"
    SECURITY = "security"


class Route(Model):
    """Who looks first. `confidence` is from 0 to 1.

    Where nothing fits well, `abstained` is set and the confidence is low; the card says that nobody fits, and the
    nearest one looks first. Where nothing fits at all, that is the application specialist: what people notice shows
    there.
    """

    specialist: Specialist
    confidence: float
    why: str
    abstained: bool = False
    others: tuple[Specialist, ...] = ()


def route(alert: Alert) -> Route:
    """Who an alert is for."""
    found = list(pointers(alert))
    totals = summed(found)
    ranked = sorted(Specialist, key=lambda one: -totals.get(one, 0.0))
    best, second = (totals.get(one, 0.0) for one in ranked[:2])
    # Two that are nearly as strong make unsure, and so does little evidence.
    confidence = round(best / (best + second + _SOFTENING), 2) if best else 0.0
    others = tuple(one for one in ranked[1:] if totals.get(one, 0.0) >= best / 2 > 0)
    if best < _ENOUGH or confidence < _SURE_ENOUGH:
        leaning = f"; {ranked[0].value} is nearest" if best else ""
        return Route(
            specialist=ranked[0] if best else Specialist.APPLICATION,
            confidence=min(confidence, _SURE_ENOUGH),
            why=f"No specialist fits well{leaning}. A person should say whose it is.",
            abstained=True,
            others=others,
        )
    reasons = sorted((one for one in found if one.specialist == ranked[0]), key=lambda one: -one.weight)
    because = list(dict.fromkeys(one.because for one in reasons))[:_REASONS]
    return Route(specialist=ranked[0], confidence=confidence, why="; ".join(because), others=others)
