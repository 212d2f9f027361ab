"""What people and pipelines changed shortly before an alert."""

from datetime import timedelta

from core.causes.signs import words_of
from core.causes.writes import WITHIN, changes_before
from core.gaps import Gap
from core.strands import CHANGES
from workflows.explaining.case import Case, Gathered
from workflows.trail import Trail

# The alarm comes some minutes after what it tells of.
_ALARMED_LATE = timedelta(minutes=1)
# https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
LATE = timedelta(minutes=6)


class ChangeCollector:
    """Reads CloudTrail's writes before the alert."""

    about = "changes shortly before it"

    def __init__(self, trail: Trail) -> None:
        self._trail = trail

    def collect(self, case: Case) -> Gathered:
        """Changes that can have caused it, newest first."""
        until = min(case.alarmed_at + _ALARMED_LATE, case.now)
        told = self._trail.events(until - WITHIN, until, afresh=True)
        found = changes_before(told.events, case.subject, " ".join(words_of(case.alert)), until)
        # Reads cause nothing, so that those which are not read yet are not missed here.
        missed = tuple(gap for gap in told.gaps if CHANGES.about in gap.what or "events" in gap.what)
        if case.now - case.alarmed_at < LATE:
            why = "CloudTrail tells of changes about five minutes late"
            missed = (*missed, Gap(what="changes of the last minutes", why=why, by_choice=True))
        return Gathered(evidence=found, gaps=missed)
