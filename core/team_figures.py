"""What a team is judged by: how soon incidents are taken up and over, and how often explanations were right."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta

from core.alerts.incident import Incident
from core.model import Model


class TeamFigures(Model):
    """Of one span. Seconds are means over incidents, None where there was none.

    `judged` counts what people said of explanations: right, partly, wrong.
    """

    acknowledged_s: float | None = None
    resolved_s: float | None = None
    judged: Mapping[str, int] = {}

    @property
    def right(self) -> float | None:
        """The share of judged explanations that were right, partly right ones counting half; None without any."""
        total = sum(self.judged.values())
        return (self.judged.get("right", 0) + self.judged.get("partly", 0) / 2) / total if total else None


def team_figures(incidents: Iterable[Incident], judgements: Iterable[str]) -> TeamFigures:
    """The figures of incidents and of what was said about their explanations."""
    known = list(incidents)
    taken = [each.acknowledged_at - each.first_seen for each in known if each.acknowledged_at]
    over = [each.resolved_at - each.first_seen for each in known if each.resolved_at]
    return TeamFigures(acknowledged_s=_mean(taken), resolved_s=_mean(over), judged=dict(Counter(judgements)))


def _mean(spans: list[timedelta]) -> float | None:
    return sum(each.total_seconds() for each in spans) / len(spans) if spans else None
