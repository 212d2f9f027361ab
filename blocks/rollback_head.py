"""The first sentence of the card of a way back on demand, and what such a plan is called."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from blocks.text import date, plural
from core.patching.plan import Plan
from core.patching.standing import Standing
from core.patching.states import State, Step


def kind(plan: Plan) -> str:
    """What people call the plan."""
    return "drill" if plan.drill else "rollback" if plan.undoes else "patch"


def verb(plan: Plan) -> str:
    """What is done to the machine."""
    return "Rehearse the way back of" if plan.drill else "Roll back" if plan.undoes else "Patch"


def returns(plan: Plan) -> str:
    """`brings back 31 findings, 4 known exploited`."""
    if plan.drill:
        return "brings it back from a fresh backup"
    exploited = f", {plan.risk.known_exploited:,} known exploited" if plan.risk.known_exploited else ""
    return f"brings back {plural(plan.risk.findings, 'finding')}{exploited}"


def way_back_head(standing: Standing, which: str, votes: str) -> str:
    """One sentence, for every state its own."""
    sentences = _DRILLS if standing.plan.drill else _ROLLBACKS
    return sentences[standing.state](standing, which, votes)


def _critical(standing: Standing) -> str:
    return ", critical" if standing.workflow.criticality == "critical" else ""


def _starts(standing: Standing) -> str:
    window = standing.workflow.window
    return f"starts {date(window.start)}" if window else "starts as soon as it may"


def _stopped(standing: Standing) -> str:
    """A way back that was never begun has left the machine as it was."""
    if all(each.step is Step.SKIPPED for each in standing.machines):
        return "not begun, nothing was changed; a person has to look at it"
    return "stopped, a person has to look at it"


def _withdrawn(standing: Standing) -> str:
    ending = standing.workflow.ending
    own = ending is not None and ending.user_id == standing.workflow.requested_by
    return "withdrawn" if own else "rejected"


def _open(standing: Standing) -> str:
    return f"{plural(standing.plan.risk.findings, 'finding')} open"


_Sentence = Callable[[Standing, str, str], str]
_ROLLBACKS: Mapping[State, _Sentence] = MappingProxyType(
    {
        State.WAITING: lambda it, which, votes: f"Roll back {which}: {returns(it.plan)}{_critical(it)}; {votes}",
        State.APPROVED: lambda it, which, _: f"Roll back {which}: approved, starts soon; {returns(it.plan)}",
        State.SCHEDULED: lambda it, which, _: f"Roll back {which}: approved, {_starts(it)}; {returns(it.plan)}",
        State.RUNNING: lambda _, which, __: f"Rolling back {which}: being prepared",
        State.ROLLING_BACK: lambda _, which, __: f"Rolling back {which}: under way",
        State.ROLLED_BACK: lambda it, which, _: f"Rolled back {which}: vulnerable again, {_open(it)}",
        State.VERIFIED: lambda _, which, __: f"Rolled back {which}",
        State.STOPPED: lambda _, which, __: f"Rollback of {which}: stopped",
        State.REJECTED: lambda it, which, _: f"Rollback of {which}: {_withdrawn(it)}, nothing was changed",
        State.EXPIRED: lambda _, which, __: f"Rollback of {which}: expired, nothing was changed",
        State.VOID: lambda _, which, __: f"Rollback of {which}: void, because the machine has changed since",
        State.NEEDS_HUMAN: lambda it, which, _: f"Rollback of {which}: {_stopped(it)}",
        State.HANDLED: lambda _, which, __: f"Rollback of {which}: stopped, a person has looked at it",
    }
)
_DRILLS: Mapping[State, _Sentence] = MappingProxyType(
    {
        State.WAITING: lambda _, which, votes: f"Rehearse the way back of {which}; {votes}",
        State.APPROVED: lambda _, which, __: f"Drill on {which}: approved, starts as soon as it may",
        State.SCHEDULED: lambda it, which, _: f"Drill on {which}: approved, {_starts(it)}",
        State.RUNNING: lambda _, which, __: f"Drill on {which}: being prepared",
        State.ROLLING_BACK: lambda _, which, __: f"Drill on {which}: on its way back",
        State.ROLLED_BACK: lambda _, which, __: f"Drill on {which}: the way back works",
        State.VERIFIED: lambda _, which, __: f"Drill on {which}: the way back works",
        State.STOPPED: lambda _, which, __: f"Drill on {which}: stopped",
        State.REJECTED: lambda it, which, _: f"Drill on {which}: {_withdrawn(it)}, nothing was changed",
        State.EXPIRED: lambda _, which, __: f"Drill on {which}: expired, nothing was changed",
        State.VOID: lambda _, which, __: f"Drill on {which}: void, because the machine has changed since",
        State.NEEDS_HUMAN: lambda it, which, _: f"Drill on {which}: {_stopped(it)}",
        State.HANDLED: lambda _, which, __: f"Drill on {which}: stopped, a person has looked at it",
    }
)
