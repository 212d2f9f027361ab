"""An alert explained: what it is, how bad, what caused it, what that rests on, and what to do."""

from datetime import datetime

from core.alerts.alert import AlertLevel
from core.causes.evidence import Evidence
from core.causes.hypothesis import Hypothesis, Moment, Step, Verdict
from core.confidence import Confidence
from core.gaps import Gap
from core.model import Model
from core.place import Place


class ExplainedAlert(Model):
    """The alert as its sender told it. `at` is None where it named no time; texts are a stranger's."""

    title: str
    message: str = ""
    source: str
    service: str = ""
    resource: str = ""
    at: datetime | None = None
    severity: AlertLevel
    count: int = 1


class KeyMetric(Model):
    """One metric around the onset: a value in `unit` for each period from `start` on, None where none was measured.

    `before` and `now` are means before the change and after it, None without a change; `changed_at` is when it came.
    """

    label: str
    unit: str
    start: datetime
    period_s: int
    values: tuple[float | None, ...]
    before: float | None = None
    now: float | None = None
    changed_at: datetime | None = None
    ramp: bool = False


class Similar(Model):
    """An earlier incident like this one, and the cause that people confirmed."""

    incident_id: str
    cause: str
    at: datetime
    right: bool = True


class Explanation(Model):
    """The answer about one alert; the evidence, the timeline and the gaps are those of everything that was gathered.

    `impact` says who loses what, `since` when (None: not known). `root_cause` is a sentence that says when no cause
    stands out; `supports` are the ids of the evidence that it rests on, and `others` the remaining hypotheses.
    `severity_judged` is never below what was sent. `worded_by` names the model that worded it, and is empty for our own
    words; `cost_usd` is what that cost. `partial` is what of `gaps` failed; `judged_as` is the key by which people say
    whether it was right.
    """

    incident_id: str = ""
    specialist: str
    specialist_title: str
    route_why: str = ""
    alert: ExplainedAlert
    severity_judged: AlertLevel
    severity_why: str
    impact: str
    since: datetime | None = None
    verdict: Verdict
    cause: str = ""
    cause_title: str = ""
    root_cause: str
    confidence: Confidence
    supports: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...]
    timeline: tuple[Moment, ...]
    immediate_actions: tuple[Step, ...]
    prevention: tuple[str, ...]
    others: tuple[Hypothesis, ...] = ()
    check_next: str = ""
    runbook: str = ""
    metrics: tuple[KeyMetric, ...] = ()
    similar: tuple[Similar, ...] = ()
    gaps: tuple[Gap, ...] = ()
    partial: tuple[Gap, ...] = ()
    summary: str
    worded_by: str = ""
    cost_usd: float = 0.0
    place: Place
    judged_as: str = ""

    @property
    def cited(self) -> tuple[Evidence, ...]:
        """The evidence that the root cause rests on."""
        return tuple(each for each in self.evidence if each.id in self.supports)
