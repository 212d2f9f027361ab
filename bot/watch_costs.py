"""What `sre-agent doctor` says about the watches of metrics: how much they look at, and what that costs."""

from collections.abc import Iterator

from bot.settings import Settings
from core.answers.health import Part, State
from core.errors import AssistantError
from core.thresholds.cost import usd_a_month
from core.thresholds.rule import Threshold
from workflows.watching import anomalies
from workflows.watching.anomalies import MOST_SERIES, usual_rules
from workflows.watching.measuring import PERIOD_S, Measuring


def watch_parts(settings: Settings, measuring: Measuring) -> Iterator[Part]:
    """One for each watch that somebody wants."""
    if settings.sre_thresholds:
        yield _part("limits", settings.sre_thresholds, measuring, PERIOD_S)
    if settings.sre_anomaly_tags:
        rules = usual_rules(settings.sre_anomaly_tags)
        yield _part("anomaly watch", rules, measuring, anomalies.PERIOD_S, MOST_SERIES)


def _part(
    name: str, rules: tuple[Threshold, ...], measuring: Measuring, every_s: float, most: int | None = None
) -> Part:
    try:
        found = len(measuring.subjects(rules).watched)
    except AssistantError as error:
        return Part(name=name, state=State.UNKNOWN, detail=error.sentence, advice=error.advice)
    if not found:
        advice = "Look at the tags: no running machine has a metric that is watched."
        return Part(name=name, state=State.LIMITED, detail="nothing is looked at", advice=advice)
    looked = min(found, most or found)
    cost = f"about {usd_a_month(looked, every_s):.2f} USD a month"
    if looked < found:
        detail = f"{looked:,} of {found:,} series, {cost}"
        return Part(name=name, state=State.LIMITED, detail=detail, advice="Name more tags, so that fewer are watched.")
    return Part(name=name, state=State.GOOD, detail=f"{found:,} series, {cost}")
