import pytest

from commands.resolve import resolve_vulnerabilities_by_criticality
from core.actor import Door
from core.errors import BadRequest, NotFound
from core.findings import Package
from tests.commands.caller import context_of
from tests.core.examples import StillClock, finding, instance_id
from tests.workflows.fakes import Account
from tests.workflows.patching.fleet import ONE, TWO
from tests.workflows.reporting import memory_store
from tests.workflows.systems_manager import patching_of
from workflows.patching.records import Records

RPM = Package(name="openssl", version="3.0.7-18", fixed_in="3.0.7-27", arch="X86_64")
JAR = Package(name="log4j-core", version="2.14.0", fixed_in="2.17.1", manager="JAR")
ACCOUNT = Account(instances=(ONE, TWO), findings=(finding(1, packages=(RPM,)), finding(2, packages=(JAR,))))


def test_the_plan_is_told_and_kept_as_it_was_told() -> None:
    store = memory_store(StillClock())
    answer = resolve_vulnerabilities_by_criticality(context_of(ACCOUNT, patching=patching_of(ONE, TWO), store=store))
    [plan] = answer.scheduled_patches
    assert (plan.machines, plan.closes, answer.approval_required) == (("web-1",), 1, True)
    kept = Records(store).plan(plan.plan_id)
    assert kept.digest == plan.digest
    assert kept.plan.machines[0].packages[0].override == "openssl.x86_64"


def test_what_no_patch_closes_is_work_for_people() -> None:
    answer = resolve_vulnerabilities_by_criticality(context_of(ACCOUNT, patching=patching_of(ONE, TWO)))
    assert [each.action for each in answer.immediate_actions] == ["Upgrade log4j-core on 1 instance"]
    assert answer.summary == "A patch of 1 of 2 instances closes 1 finding; 1 other finding needs people"


def test_nothing_is_stored_where_there_is_nothing_to_install() -> None:
    store = memory_store(StillClock())
    account = Account(instances=(ONE,), findings=(finding(2, packages=(JAR,)),))
    answer = resolve_vulnerabilities_by_criticality(context_of(account, patching=patching_of(ONE), store=store))
    assert (answer.scheduled_patches, answer.approval_required) == ((), False)
    assert store.count("plan") == 0


def test_without_a_rule_that_covers_the_plan_people_have_to_approve_it() -> None:
    ctx = context_of(ACCOUNT, patching=patching_of(ONE, TWO))
    answer = resolve_vulnerabilities_by_criticality(ctx, auto_approve=True)
    assert answer.approval_required
    assert "people have to approve" in answer.partial[-1].why


def test_an_unknown_instance_is_not_found() -> None:
    with pytest.raises(NotFound):
        resolve_vulnerabilities_by_criticality(context_of(ACCOUNT), (instance_id(9),))


@pytest.mark.parametrize("given", [{"criticality": "urgent"}, {"auto_approve": "maybe"}])
def test_what_cannot_be_read_gets_an_example(given: dict[str, object]) -> None:
    with pytest.raises(BadRequest) as told:
        resolve_vulnerabilities_by_criticality.call(context_of(ACCOUNT, Door.SLACK), given)
    assert "/sre-resolve" in told.value.advice
