"""Judged findings and a census for tests: each call names only what its test is about."""

from collections.abc import Sequence

from core.answers.report import Figures, Trend
from core.answers.vuln_check import InstanceFindings
from core.findings import Finding
from core.fleet import Instance
from core.gaps import Gap
from core.report.build import Census
from core.report.deadlines import DAYS
from core.report.judged import Judged, judged
from core.report.ledger import Ledger, Line
from tests.core.examples import NOW, PLACE, TODAY, entry, instance

FIRST = Trend(points=(), since=None, why_not="This is the first report on these instances.")


def lines_of(*found: Finding) -> list[Line]:
    ledger = Ledger()
    ledger.take(found)
    return ledger.lines({})


def judged_of(*found: Finding, instances: Sequence[Instance] = (instance(1),)) -> list[Judged]:
    return judged(lines_of(*found), {each.instance_id: each for each in instances}, TODAY, DAYS)


def census_of(
    *found: Finding, instances: Sequence[InstanceFindings] = (entry(1),), gaps: tuple[Gap, ...] = ()
) -> Census:
    return Census((), lines_of(*found), instances, gaps, PLACE)


def figures_of(number: int = 1, **more: object) -> Figures:
    made = {
        "report_id": f"r-20261120-{number:06x}",
        "made_at": NOW,
        "instances": 12,
        "unknown_instances": 0,
        "findings": 100,
        "critical": 4,
        "high": 9,
        "known_exploited": 0,
        "overdue": 0,
        "partial": False,
    }
    return Figures.model_validate({**made, **more})
