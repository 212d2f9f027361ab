"""Changes to a machine that may explain what its metrics do."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from core.answers.metrics import MetricAnomaly
from core.changes import Change, Kind

# What somebody did to a machine shows within half an hour, if it shows at all.
_WITHIN = timedelta(minutes=30)
# A value stands for the time after its beginning: what it shows may be caused a period later.
_SLACK = timedelta(minutes=5)
_WORDS: dict[Kind, str] = {
    "deployment": "a deployment",
    "patch": "a patch run",
    "restart": "a restart",
    "configuration": "a change of its configuration",
}


def telling(changes: Iterable[Change]) -> list[Change]:
    """Those that can show in metrics, newest first; who logged in or opened a port does not."""
    return [each for each in changes if each.kind in _WORDS]


def weight(change: Change) -> int:
    """Its place among others: what explains most is least."""
    return list(_WORDS).index(change.kind)


def word_of(change: Change) -> str:
    """Its kind in one word, for a picture."""
    return {"configuration": "change"}.get(change.kind, change.kind)


def explained(anomaly: MetricAnomaly, changes: Sequence[Change]) -> MetricAnomaly:
    """The anomaly with the last telling change before it in words; that it came first proves nothing."""
    for change in telling(changes):
        since = anomaly.start - change.at
        if -_SLACK < since <= _WITHIN:
            minutes = max(0, round(since.total_seconds() / 60))
            when = f"{minutes} min after" if minutes else "together with"
            return anomaly.model_copy(update={"after": f"{when} {_WORDS[change.kind]}"})
    return anomaly
