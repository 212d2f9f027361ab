"""Messages in the alert's log group that were not there before it began."""

from datetime import datetime, timedelta

from core.causes.evidence import Evidence
from services.aws.insights import Insights
from workflows.explaining.case import Case, Gathered, unasked

_BEFORE, _EARLIER = timedelta(minutes=15), timedelta(hours=2)
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Pattern.html
_QUERY = (
    "filter @message like /(?i)error|exception|fatal|timeout/ | pattern @message | sort @sampleCount desc | limit 20"
)
_SHOWN = 3


class LogCollector:
    """Compares patterns of errors before and after, by Logs Insights."""

    about = "new errors in the logs"

    def __init__(self, insights: Insights) -> None:
        self._insights = insights

    def collect(self, case: Case) -> Gathered:
        """Patterns of errors since shortly before the alert that the two hours before did not have."""
        group = case.subject.log_group
        if not group:
            return unasked(self.about, "the alert names no log group")
        onset = case.alarmed_at - _BEFORE
        before = self._patterns(group, onset - _EARLIER, onset)
        now = self._patterns(group, onset, case.now)
        new = {pattern: count for pattern, count in now.items() if pattern not in before}
        facts = [_fact(group, pattern, count, onset) for pattern, count in list(new.items())[:_SHOWN]]
        if not new:
            said = f"The errors in {group} are those of before."
            facts.append(Evidence(kind="no_new_errors", source="CloudWatch Logs", said=said, component=group))
        return Gathered(evidence=tuple(facts))

    def _patterns(self, group: str, since: datetime, until: datetime) -> dict[str, str]:
        rows = self._insights.rows(group, _QUERY, since, until)
        return {row.get("@pattern", ""): row.get("@sampleCount", "1") for row in rows if row.get("@pattern")}


def _fact(group: str, pattern: str, count: str, onset: datetime) -> Evidence:
    return Evidence(
        kind="new_error_pattern",
        source="CloudWatch Logs",
        said=f"A message that was not in {group} before came {count} times.",
        quoted=pattern,
        component=group,
        first_seen=onset,
        values={"log_group": group, "error_count": count},
        query=_QUERY,
    )
