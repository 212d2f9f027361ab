from datetime import timedelta

import pytest

from core.actor import Actor, Door
from core.answers.approval import ApprovalRequest
from core.answers.patch import PatchOrder
from core.errors import NotAllowed
from core.findings import Package
from core.patching.states import State
from core.progress import Silent
from services.store import Store
from tests.core.examples import NOW, StillClock, finding
from tests.core.patching.test_approval import workflow
from tests.workflows.fakes import Account
from tests.workflows.patching.fleet import ONE, TWO, planner
from tests.workflows.reporting import memory_store
from tests.workflows.systems_manager import patching_of
from workflows.patching.orders import Order, Orders
from workflows.patching.proposals import Proposals
from workflows.patching.records import Records, new_patch

RITA = Actor(Door.SLACK, "T0SANDBOX1", "U0REQUEST1", "C0SREOPS01")
RPM = Package(name="openssl", version="3.0.7-18", fixed_in="3.0.7-27", arch="X86_64")
ACCOUNT = Account(instances=(ONE, TWO), findings=(finding(1, packages=(RPM,)),))


class Asking:
    """Puts every plan before people, or refuses."""

    def __init__(self, *, refuses: bool = False, by_rule: bool = False) -> None:
        self.asked: list[tuple[str, str]] = []
        self._refuses = refuses
        self._state = State.APPROVED if by_rule else State.WAITING

    def create(self, actor: Actor, plan_id: str) -> ApprovalRequest:
        if self._refuses:
            raise NotAllowed("The assistant is in analysis mode.")
        self.asked.append((actor.user_id, plan_id))
        return ApprovalRequest(
            workflow_id="w-20261120-abc123",
            approval_url="https://sandbox.slack.com/archives/C0SREOPS01/p1",
            estimated_duration="40m",
            expected_s=2400,
            plan_id=plan_id,
            digest="d" * 64,
            criticality="non_critical",
            state=self._state,
            approvals_needed=2,
            approvers=("S0APPROVER",),
            approve_by=NOW + timedelta(hours=24),
            asked_before=False,
            summary="Patch 1 machine",
        )


def ordered(
    asking: Asking, account: Account = ACCOUNT, store: Store | None = None, *, dry_run: bool = False
) -> PatchOrder:
    store = store or memory_store(StillClock())
    proposals = Proposals(planner(account, patching_of(ONE, TWO), StillClock()), store)
    orders = Orders(proposals, asking, Records(store))
    return orders.take(RITA, Order((), "all", rollback=True, dry_run=dry_run), Silent())


def test_an_order_is_planned_and_put_before_people_in_the_name_of_whoever_asked() -> None:
    asking = Asking()
    answer = ordered(asking)
    assert (answer.patch_status, asking.asked) == ("waiting for approval", [("U0REQUEST1", answer.plan.plan_id)])  # type: ignore[union-attr]
    assert answer.summary.endswith("It waits for 2 approvals as w-20261120-abc123")
    assert answer.rollback_plan[1].startswith("Where the package manager can")


def test_a_dry_run_tells_every_call_and_asks_nobody() -> None:
    asking = Asking()
    answer = ordered(asking, dry_run=True)
    assert (answer.patch_status, asking.asked, answer.request) == ("dry run", [], None)
    assert [each.call for each in answer.calls][:2] == ["ec2:CreateSnapshots", "s3:PutObject"]


def test_nobody_is_asked_where_nothing_can_be_installed() -> None:
    asking = Asking()
    answer = ordered(asking, Account(instances=(ONE, TWO)))
    assert (answer.patch_status, asking.asked, answer.plan) == ("nothing to install", [], None)
    assert {each.name for each in answer.left_out} == {"web-1", "web-2"}


def test_a_rule_that_approved_it_is_told() -> None:
    assert ordered(Asking(by_rule=True)).patch_status == "approved by a rule"


def test_a_refused_request_is_told_as_such() -> None:
    with pytest.raises(NotAllowed):
        ordered(Asking(refuses=True))


def test_how_earlier_patches_went_is_told_and_none_is_not_called_success() -> None:
    assert (ordered(Asking()).success_rate, ordered(Asking()).earlier_patches) == (None, 0)
    store = memory_store(StillClock())
    for number, state in enumerate((State.VERIFIED, State.VERIFIED, State.ROLLED_BACK, State.REJECTED)):
        store.put(new_patch(workflow(workflow_id=f"w-20261119-{number:06x}"), state, None))
    answer = ordered(Asking(), store=store)
    assert (round(answer.success_rate or 0, 2), answer.earlier_patches) == (0.67, 3)
