"""How sure a recommendation is."""

from datetime import timedelta

import pytest

from core.findings import Finding, Fix
from core.fleet import Coverage
from core.report.certainty import certainty
from tests.core.examples import NOW, SCANNED, finding
from tests.core.report.examples import judged_of

OLD = Coverage(scanned=True, last_scanned=NOW - timedelta(days=4))


@pytest.mark.parametrize(
    ("found", "scan", "gaps", "value", "basis"),
    [
        (finding(), SCANNED, 0, 0.95, "fix named for all; exploitation known for all; all scanned in the last 3 days"),
        (finding(fix=Fix.NO), SCANNED, 0, 0.47, "fix named for none"),
        (finding(facts_known=False), SCANNED, 0, 0.76, "exploitation known for none"),
        (finding(), OLD, 0, 0.66, "none scanned in the last 3 days"),
        (finding(), None, 0, 0.66, "none scanned in the last 3 days"),
        (finding(), SCANNED, 1, 0.76, "the report is partial"),
    ],
)
def test_what_is_missing_lowers_it_and_is_said(
    found: Finding, scan: Coverage | None, gaps: int, value: float, basis: str
) -> None:
    sure = certainty(judged_of(found), [scan], NOW, gaps)
    assert sure.value == pytest.approx(value, abs=0.01)
    assert basis in sure.basis


def test_a_part_is_said_in_per_cent() -> None:
    some = judged_of(finding(1), finding(2, fix=Fix.NO), finding(3))
    assert "fix named for 67 %" in certainty(some, [SCANNED], NOW, 0).basis
