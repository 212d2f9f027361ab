"""The figures of each part for GET /metrics: queues, pools, jobs and approvals."""

from collections.abc import Callable, Iterator
from datetime import datetime

from prometheus_client.core import Metric

from bot.meter import Gauges, gauge, gauges
from bot.pools import Pool
from bot.scheduler import Scheduler
from core.clock import Clock
from core.patching.states import State
from services.slack.outbox import Outbox
from services.store import Store
from workflows.alerts.arrivals import Arrivals
from workflows.alerts.batch import INCIDENT, OPEN_STATES
from workflows.bulletins.posture import last_postures
from workflows.patching.records import PATCH
from workflows.team import Team

_UNDER_WAY = (State.WAITING, State.APPROVED, State.SCHEDULED, State.RUNNING, State.ROLLING_BACK, State.NEEDS_HUMAN)


def outbox_figures(outbox: Outbox) -> Gauges:
    """Messages for Slack."""

    def look() -> Iterator[Metric]:
        seen = outbox.health()
        yield gauge("sre_outbox_waiting", "Messages that wait for Slack.", seen.queued)
        yield gauge("sre_outbox_oldest_seconds", "Age of the message that has waited longest.", seen.oldest_age_s)
        yield gauge("sre_outbox_dead", "Messages that Slack refused for good.", seen.dead)

    return look


def pool_figures(*pools: Pool) -> Gauges:
    """Work that is held, running or waiting, and how much there is room for."""

    def look() -> Iterator[Metric]:
        loads = [(pool.name, *pool.load) for pool in pools]
        yield gauges("sre_pool_held", "Work that runs or waits.", "pool", ((name, held) for name, held, _ in loads))
        yield gauges("sre_pool_room", "Work there is room for.", "pool", ((name, room) for name, _, room in loads))

    return look


def job_figures(scheduler: Scheduler) -> Gauges:
    """Recurring jobs; what never ran in this state has no time of a success."""

    def look() -> Iterator[Metric]:
        yield gauge("sre_scheduler_still_seconds", "How long ago the clock was looked at.", scheduler.still_for_s)
        seen = [(sight.job.name, sight.standing) for sight in scheduler.sights() if sight.standing]
        succeeded = ((name, at.timestamp()) for name, each in seen if (at := each.succeeded_at))
        yield gauges("sre_job_succeeded_timestamp_seconds", "When a job last went well.", "job", succeeded)
        yield gauges("sre_job_seconds", "How long its last run took.", "job", ((n, each.took_s) for n, each in seen))
        failed = ((name, 1.0 if each.failure else 0.0) for name, each in seen)
        yield gauges("sre_job_failed", "Whether its last run failed.", "job", failed)

    return look


def alert_figures(store: Store, clock: Clock, taken: Callable[[], int]) -> Gauges:
    """Alerts that were taken in and wait, and incidents by state."""
    arrivals = Arrivals(store, clock)

    def look() -> Iterator[Metric]:
        yield gauge("sre_alerts_taken", "Alerts stored since the start.", taken())
        yield gauge("sre_alerts_waiting", "Alerts stored and not read yet.", arrivals.count_waiting())
        yield gauge("sre_alerts_dead", "Alerts that could not be read.", arrivals.count_dead())
        counts = ((state.value, store.count(INCIDENT, state=state)) for state in OPEN_STATES)
        yield gauges("sre_incidents", "Incidents that are not over.", "state", counts)

    return look


def patch_figures(store: Store, clock: Clock) -> Gauges:
    """Patches that are not over, by state, and how long the one that has waited longest has."""

    def look() -> Iterator[Metric]:
        counts = ((state, store.count(PATCH, state=state)) for state in _UNDER_WAY)
        yield gauges("sre_patches", "Patches by state.", "state", counts)
        ages = ((state, _age_s(store, state, clock.now())) for state in _UNDER_WAY)
        yield gauges("sre_patches_oldest_seconds", "Age of the oldest patch in a state.", "state", ages)

    return look


def posture_figures(store: Store) -> Gauges:
    """Findings of the fleet as the last look saw them; nothing before the first look."""

    def look() -> Iterator[Metric]:
        for last in last_postures(store)[-1:]:
            counts = (("critical", last.critical), ("high", last.high), ("known_exploited", last.exploited))
            yield gauges("sre_findings", "Findings at the last look, by severity.", "severity", counts)
            yield gauge("sre_findings_timestamp_seconds", "When the fleet was looked at last.", last.at.timestamp())
            yield gauge("sre_instances_unscanned", "Instances that Inspector does not scan.", last.unscanned)

    return look


def team_gauges(team: Team) -> Gauges:
    """What the team and the assistant are judged by, over thirty days; nothing of what never happened."""

    def look() -> Iterator[Metric]:
        seen = team.figures()
        for name, help_text, value in (
            ("sre_incident_acknowledge_seconds", "Mean time to acknowledge an incident.", seen.acknowledged_s),
            ("sre_incident_resolve_seconds", "Mean time until an incident is over.", seen.resolved_s),
            ("sre_explanations_right", "Share of judged explanations that were right; partly counts half.", seen.right),
        ):
            if value is not None:
                yield gauge(name, help_text, value)
        yield gauges("sre_explanations_judged", "Explanations by what people said.", "judgement", seen.judged.items())
        yield gauge("sre_model_usd", "US dollars that models cost.", team.model_usd())

    return look


def _age_s(store: Store, state: State, now: datetime) -> float:
    oldest = store.find(PATCH, state=state, limit=1)
    return (now - oldest[0].created).total_seconds() if oldest else 0.0
