import pytest

from core.alerts import AlertLevel
from core.causes.reporting import report_of
from core.causes.severity import judged_severity
from tests.core.causes.knowledge import fact, plumbing, scene

SEEN, TOLD = fact("pressure_low"), fact("told_leak", told=True)


@pytest.mark.parametrize(
    ("sent", "facts", "judged"),
    [
        (AlertLevel.LOW, [SEEN, TOLD], AlertLevel.HIGH),
        (AlertLevel.CRITICAL, [SEEN, TOLD], AlertLevel.CRITICAL),
        (AlertLevel.UNKNOWN, [TOLD], AlertLevel.HIGH),
        (AlertLevel.LOW, [TOLD], AlertLevel.LOW),
        (AlertLevel.MEDIUM, [], AlertLevel.MEDIUM),
        (AlertLevel.UNKNOWN, [], AlertLevel.UNKNOWN),
    ],
)
def test_it_rises_with_what_was_measured_and_never_falls(
    sent: AlertLevel, facts: list[object], judged: AlertLevel
) -> None:
    report = report_of([plumbing()], scene(*facts), ())  # type: ignore[arg-type]
    level, why = judged_severity(sent, report, (plumbing(),))
    assert level is judged
    assert why
