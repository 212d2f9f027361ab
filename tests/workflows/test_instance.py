from collections.abc import Callable
from typing import Any

import pytest

from core.answers.instance import InstancePage, ScheduledEvent, StatusCheck
from core.compliance import Standing
from core.errors import NotFound
from core.progress import Silent
from tests.core.examples import NOW, StillClock, finding, instance, instance_id
from tests.workflows.fakes import Account
from tests.workflows.instances import WELL, Checks, pages
from tests.workflows.measurements import CPU, Machine, steady
from tests.workflows.systems_manager import Patching, patch, patching_of

ONE = instance(1, instance_type="t3.large")


def page_of(
    account: Account | None = None,
    machine: Machine | None = None,
    patching: Patching | None = None,
    checks: Checks | None = None,
) -> InstancePage:
    account = account or Account(instances=(ONE,), findings=(finding(1),))
    told = patching or patching_of(ONE)
    return pages(account, StillClock(), machine or Machine(), told, checks).of(ONE.instance_id, Silent())


def test_a_page_joins_what_every_section_knows() -> None:
    page = page_of(patching=patching_of(ONE, missing=[patch()]))
    assert page.identity.instance == ONE
    assert (page.identity.system, page.identity.managed, page.identity.online) == ("Amazon Linux", True, True)
    assert page.health
    assert page.health.checks == WELL
    assert page.risk
    assert page.risk.counts.high == 1
    assert page.compliance
    assert page.compliance.patches.standing is Standing.NON_COMPLIANT
    assert page.next_window
    assert page.summary.startswith("web-1: ")


@pytest.mark.parametrize(
    ("breaks", "section"),
    [
        (lambda told: told["account"].failing.add("findings"), "risk"),
        (lambda told: told["patching"].refused.update(scans={ONE.instance_id}), ""),
        (lambda told: told["machine"].failing.add("listed"), ""),
    ],
)
def test_a_section_that_fails_says_so_and_the_others_stand(
    breaks: Callable[[dict[str, Any]], object], section: str
) -> None:
    told: dict[str, Any] = {
        "account": Account(instances=(ONE,), findings=(finding(1),)),
        "machine": Machine(),
        "patching": patching_of(ONE),
    }
    breaks(told)
    page = page_of(**told)
    assert page.partial
    assert section == "" or getattr(page, section) is None
    assert page.identity.instance == ONE
    assert page.health
    assert "of this page missing" in page.summary


def test_checks_that_could_not_be_asked_are_a_gap_and_not_good() -> None:
    page = page_of(checks=Checks(failing=True))
    assert page.partial[0].what == "EC2's status checks"
    assert page.health
    assert page.health.checks == ()


def test_a_failing_check_and_what_aws_has_scheduled_come_first() -> None:
    impaired = StatusCheck(name="system", status="impaired", since=NOW)
    page = page_of(checks=Checks((impaired, *WELL[1:]), (ScheduledEvent(what="instance reboot", not_before=NOW),)))
    assert page.health
    assert page.health.words.startswith("its system status check fails; AWS has scheduled: instance reboot")


def test_a_check_without_a_result_is_not_called_well() -> None:
    page = page_of(checks=Checks((StatusCheck(name="instance", status="insufficient-data"),)))
    assert page.health
    assert "no result yet" in page.health.words


def test_an_instance_that_systems_manager_does_not_know_is_not_managed() -> None:
    assert page_of(patching=Patching()).identity.managed is False


def test_whether_it_is_managed_stays_unknown_where_that_could_not_be_asked() -> None:
    told = patching_of(ONE)
    told.refused["nodes"] = {ONE.instance_id}
    assert page_of(patching=told).identity.managed is None


def test_an_instance_that_does_not_exist_is_not_found() -> None:
    account = Account(instances=(ONE,))
    with pytest.raises(NotFound):
        pages(account, StillClock(), Machine(), Patching()).of(instance_id(9), Silent())


def test_what_was_unusual_in_a_week_is_on_the_page() -> None:
    usual = steady()
    spike = Machine({CPU: lambda time: 99.0 if NOW.timestamp() - time < 3600 * 5 else usual(time)})
    anomalies = page_of(machine=spike).anomalies
    assert anomalies
    assert anomalies[0].direction == "high"


def test_progress_counts_the_sections() -> None:
    said: list[tuple[int, int | None]] = []

    class Told(Silent):
        def say(self, what: str, done: int = 0, total: int | None = None) -> None:
            del what
            said.append((done, total))

    pages(Account(instances=(ONE,)), StillClock(), Machine(), Patching()).of(ONE.instance_id, Told())
    assert said[-1] == (7, 7)
