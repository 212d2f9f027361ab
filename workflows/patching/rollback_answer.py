"""A way back on demand, told to whoever asked for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from core.answers.approval import ApprovalRequest
from core.answers.rollback import PackageBefore, RestoredState, Rollback, Status
from core.gaps import Gap
from core.patching.plan import Plan, PlannedMachine
from core.patching.rehearsal_back import rehearse_back
from core.patching.standing import Standing
from core.patching.states import State, Step
from core.patching.undoing import checks_of
from core.place import Place


@dataclass(frozen=True, slots=True)
class Told:
    """What there is to tell: the plan, and how it stands where people were asked."""

    plan: Plan
    standing: Standing | None = None
    request: ApprovalRequest | None = None
    gaps: tuple[Gap, ...] = ()


def answered(told: Told, place: Place) -> Rollback:
    """The answer of every door."""
    plan, standing = told.plan, told.standing
    mine = standing.machines[0] if standing and standing.machines else None
    status = _status(plan, standing)
    ending = standing.workflow.ending if standing else None
    return Rollback(
        rollback_status=status,
        restored_state=_restored(plan),
        verification_results=checks_of(plan, mine.run if mine else None, mine.step if mine else Step.PLANNED),
        request=told.request,
        calls=rehearse_back(plan),
        ended=" ".join([ending.sentence, *ending.details]) if ending else "",
        summary=_summary(told, status),
        drill=plan.drill,
        partial=(*told.gaps, *(told.request.partial if told.request else ())),
        place=place,
    )


def _status(plan: Plan, standing: Standing | None) -> Status:
    if standing is None:
        return "dry run"
    match standing.state:
        case State.WAITING | State.REJECTED | State.EXPIRED | State.VOID:
            return "waiting for approval"
        case State.APPROVED | State.SCHEDULED:
            return "approved"
        case State.RUNNING | State.ROLLING_BACK:
            return "under way"
        case State.ROLLED_BACK | State.VERIFIED:
            return "rehearsed" if plan.drill else "rolled back"
        case State.NEEDS_HUMAN | State.HANDLED | State.STOPPED:
            return "needs a person"
        case _:
            assert_never(standing.state)


def _restored(plan: Plan) -> RestoredState:
    machine, undoes = plan.machines[0], plan.undoes
    facts = undoes.facts if undoes else {}
    return RestoredState(
        instance_id=machine.instance_id,
        name=machine.name,
        rollback_id=undoes.workflow_id if undoes else "",
        way=undoes.way if undoes else "",
        root_snapshot=facts.get("root_snapshot", ""),
        backed_up_at=undoes.backed_up_at if undoes else None,
        kept_until=undoes.kept_until if undoes else None,
        packages=tuple(
            PackageBefore(
                name=package.name,
                closed_by=package.fixed_in,
                back_to=package.installed,
                findings=len(package.vulnerability_ids),
            )
            for package in machine.packages
        ),
        vulnerability_ids=_returning(machine),
        known_exploited=plan.risk.known_exploited,
        lost=plan.not_covered,
    )


def _returning(machine: PlannedMachine) -> tuple[str, ...]:
    return tuple(sorted({name for package in machine.packages for name in package.vulnerability_ids}))


def _summary(told: Told, status: Status) -> str:
    plan, by = told.plan, told.standing.workflow.workflow_id if told.standing else ""
    name, undoes = plan.machines[0].name, plan.undoes.workflow_id if plan.undoes else ""
    what = f"A drill of the way back on {name}" if plan.drill else f"The rollback of {name} from {undoes}"
    said: Mapping[Status, str] = {
        "dry run": f"{what}: nothing was asked of anybody and nothing is changed",
        "waiting for approval": f"{what} waits for {_approvals(told.request)} as {by}",
        "approved": f"{what} is approved as {by}",
        "under way": f"{what} is under way as {by}",
        "rolled back": f"{name} is rolled back from {undoes} by {by}: it is vulnerable again",
        "rehearsed": f"The way back was rehearsed on {name} by {by}, and works",
        "needs a person": f"{what} stopped: a person has to look at it ({by})",
    }
    return said[status]


def _approvals(request: ApprovalRequest | None) -> str:
    needed = request.approvals_needed if request else 1
    return "one approval" if needed == 1 else f"{needed} approvals"
