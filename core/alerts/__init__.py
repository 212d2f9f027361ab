"""Alerts from any sender, in one shape."""

from core.alerts.alert import Alert, AlertLevel, AlertState
from core.alerts.incident import Incident, IncidentState, Member
from core.alerts.normalising import normalise

__all__ = ["Alert", "AlertLevel", "AlertState", "Incident", "IncidentState", "Member", "normalise"]
