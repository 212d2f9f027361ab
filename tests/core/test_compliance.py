from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.compliance import Known, PatchRules, Standing, standings
from tests.core.examples import NOW, instance
from tests.workflows.systems_manager import node, scan

RULES = PatchRules()
DAY = timedelta(days=1)
OLD = NOW - timedelta(days=40)


def stands(known: Known, state: str = "running") -> list[Standing]:
    return [each for each, _ in standings(instance(state=state), known, RULES, NOW)]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (Known(node=node(), scan=scan()), [Standing.COMPLIANT]),
        (Known(node=node(), scan=scan(missing=1)), [Standing.NON_COMPLIANT]),
        (Known(node=node(), scan=scan(failed=1)), [Standing.NON_COMPLIANT]),
        (Known(node=node(), scan=scan(rejected=1)), [Standing.NON_COMPLIANT]),
        (Known(node=node(), scan=scan(pending_reboot=1)), [Standing.PENDING_REBOOT]),
        (Known(node=node(), scan=scan(ended=OLD)), [Standing.STALE]),
        (Known(node=node(online=False), scan=scan()), [Standing.CONNECTION_LOST]),
        (Known(node=node()), [Standing.NEVER_SCANNED]),
        (Known(), [Standing.UNMANAGED]),
        (Known(scan=scan()), [Standing.UNMANAGED]),
        (Known(node=node(), asked_scan=False), [Standing.UNKNOWN]),
        (Known(asked_node=False), [Standing.UNKNOWN]),
        (Known(asked_node=False, asked_scan=False), [Standing.UNKNOWN]),
        (Known(scan=scan(), asked_node=False), [Standing.COMPLIANT]),
    ],
)
def test_each_way_to_stand_has_its_own_answer(known: Known, expected: list[Standing]) -> None:
    assert stands(known) == expected


def test_whatever_is_wrong_besides_is_said_too() -> None:
    known = Known(node=node(online=False), scan=scan(missing=3, pending_reboot=1, ended=OLD))
    assert stands(known) == [
        Standing.NON_COMPLIANT,
        Standing.PENDING_REBOOT,
        Standing.STALE,
        Standing.CONNECTION_LOST,
    ]


@pytest.mark.parametrize(
    "known", [Known(), Known(node=node(online=False)), Known(node=node(online=False), scan=scan())]
)
def test_a_stopped_instance_is_named_as_such_and_never_compliant(known: Known) -> None:
    [(stand, reason)] = standings(instance(state="stopped"), known, RULES, NOW)
    assert "is stopped" in reason
    assert stand is not Standing.COMPLIANT


@given(
    missing=st.integers(0, 1),
    failed=st.integers(0, 1),
    pending=st.integers(0, 1),
    days=st.floats(0, 14),
    online=st.booleans(),
    running=st.booleans(),
)
def test_only_a_fresh_clean_scan_of_a_machine_that_is_heard_of_is_compliant(
    missing: int, failed: int, pending: int, days: float, *, online: bool, running: bool
) -> None:
    counts = scan(missing=missing, failed=failed, pending_reboot=pending, ended=NOW - days * DAY)
    good = not (missing or failed or pending) and days <= 7 and online and running
    found = stands(Known(node=node(online=online), scan=counts), "running" if running else "stopped")
    assert (found == [Standing.COMPLIANT]) is good
