from typing import Any

import pytest

from core.errors import Cause
from core.findings import Severity
from services.aws.gathering import Bounds, Gathering
from services.aws.portions import Portion
from tests.services.aws.wire import wire_finding


def page(*severities: str, first: int = 1) -> Any:  # noqa: ANN401  findings as the wire has them
    return [wire_finding(first + number, severity) for number, severity in enumerate(severities)]


def gathering(*parts: Portion, limit: int = 2) -> Gathering:
    return Gathering(Bounds(limit, 5.0), parts, None)


@pytest.mark.parametrize("quota", [1, 3])
def test_below_the_limit_every_portion_goes_on(quota: int) -> None:
    gathered = gathering(Portion((), (Severity.HIGH,), quota=quota), limit=9)
    assert gathered.take(gathered.reads[0], page("HIGH"), more=True)


def test_beyond_the_limit_a_portion_goes_on_until_its_quota() -> None:
    first, second = Portion((), (Severity.CRITICAL,), quota=1), Portion((), (Severity.LOW,), quota=2)
    gathered = gathering(first, second)
    one, other = gathered.reads
    assert not gathered.take(one, page("CRITICAL", "CRITICAL"), more=True)
    assert gathered.take(other, page("LOW", first=3), more=True)
    assert not gathered.take(other, page("LOW", first=4), more=True)
    assert (one.capped, other.capped) == (True, True)


def test_a_finding_of_two_portions_is_kept_once() -> None:
    gathered = gathering(Portion((), ()), Portion((), ()))
    for read in gathered.reads:
        gathered.take(read, page("HIGH"), more=False)
    assert [len(read.findings) for read in gathered.reads] == [1, 0]


def test_what_comes_after_the_end_is_not_taken_and_what_is_not_done_ran_out_of_time() -> None:
    gathered = gathering(Portion((), ()))
    [read] = gathered.reads
    gathered.close()
    assert not gathered.take(read, page("HIGH"), more=True)
    assert (read.findings, read.error and read.error.cause) == ([], Cause.TIMED_OUT)
    assert [gap.what for gap in read.gaps()] == ["findings"]
