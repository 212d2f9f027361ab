"""Words for how bad something is, and whether it still is."""

import pytest

from core.alerts.levels import level_of, level_of_number, state_of
from core.alerts.scale import AlertLevel, AlertState, rank


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("CRITICAL", "critical"),
        ("Sev-2", "high"),
        ("P3", "medium"),
        ("3 - High", "high"),
        ("warning", "medium"),
        ("Informational", "info"),
        ("page", "critical"),
        ("", "unknown"),
        ("purple", "unknown"),
    ],
)
def test_levels(said: str, level: str) -> None:
    assert level_of(said) is AlertLevel(level)


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("Triggered", "firing"),
        ("DOWN -> UP", "resolved"),
        ("UP -> DOWN", "firing"),
        ("incident.acknowledged", "acknowledged"),
        ("acked", "acknowledged"),
        ("NON_COMPLIANT", "firing"),
        ("COMPLIANT", "resolved"),
        ("build failed", "firing"),
        ("not ok", "firing"),
        ("unsuccessful", "firing"),
        ("tuesday", "unknown"),
    ],
)
def test_states(said: str, state: str) -> None:
    assert state_of(said) is AlertState(state)


def test_numbers_are_read_on_their_scale_and_no_other() -> None:
    assert level_of_number("9", worst=10, least=0) is AlertLevel.CRITICAL
    assert level_of_number("1", worst=1, least=5) is AlertLevel.CRITICAL
    assert level_of_number("900", worst=10, least=0) is AlertLevel.UNKNOWN
    assert level_of_number("x", worst=10, least=0) is AlertLevel.UNKNOWN


def test_what_nobody_rated_is_not_the_least() -> None:
    assert rank(AlertLevel.HIGH) < rank(AlertLevel.UNKNOWN) < rank(AlertLevel.MEDIUM)
