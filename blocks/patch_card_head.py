"""The first sentence of a patch card, which is also its notification: what it is, how bad, how it stands."""

from collections import Counter
from collections.abc import Callable, Mapping
from html import unescape
from types import MappingProxyType
from typing import assert_never

from blocks.marks import State as Mark
from blocks.rollback_head import returns, way_back_head
from blocks.text import date, inert, plural, utc
from core.patching.plan import Plan
from core.patching.standing import Standing
from core.patching.states import State, Step


def head(standing: Standing) -> str:
    """One sentence, for every state its own."""
    if standing.plan.undoes:
        return way_back_head(standing, machines(standing.plan), votes(standing))
    return _SENTENCES[standing.state](standing, machines(standing.plan))


def plain_head(standing: Standing) -> str:
    """The same for a terminal or a program."""
    window = standing.workflow.window
    return unescape(head(standing).replace(date(window.start), utc(window.start)) if window else head(standing))


def state_mark(standing: Standing) -> Mark:
    """The one mark of the card."""
    match standing.state:
        case State.WAITING:
            return Mark.WAITING
        case State.APPROVED | State.SCHEDULED | State.RUNNING | State.ROLLING_BACK:
            return Mark.WORKING
        case State.VERIFIED:
            return Mark.GOOD
        case State.ROLLED_BACK if standing.plan.drill:
            return Mark.GOOD
        case State.STOPPED | State.ROLLED_BACK | State.REJECTED | State.EXPIRED | State.VOID | State.HANDLED:
            return Mark.WARNING
        case State.NEEDS_HUMAN:
            return Mark.CRITICAL
        case _:
            assert_never(standing.state)


def machines(plan: Plan) -> str:
    """`web-1`, or `3 machines`."""
    return inert(plan.machines[0].name, 60) if len(plan.machines) == 1 else plural(len(plan.machines), "machine")


def closes(plan: Plan) -> str:
    """`closes 31 findings, 4 known exploited`."""
    if plan.undoes:
        return returns(plan)
    return f"closes {_findings(plan)}"


def votes(standing: Standing) -> str:
    """`needs 2 approvals`, or `1 of 2 approvals`."""
    have = len(standing.workflow.counted)
    return f"{have} of {standing.needed} approvals" if have else f"needs {plural(standing.needed, 'approval')}"


def done(standing: Standing) -> str:
    """`1 of 3 done`, or how many are rolled back, and what is in trouble."""
    steps = Counter(each.step for each in standing.machines)
    total = len(standing.plan.machines)
    if standing.state is State.ROLLING_BACK:
        return f"{steps[Step.ROLLED_BACK]} of {total} rolled back"
    needs = "needed" if standing.state is State.HANDLED else "needs"
    back = steps[Step.ROLLED_BACK] + steps[Step.ROLLBACK] + steps[Step.VERIFY_ROLLBACK]
    trouble = [
        f"{count} {word}"
        for count, word in ((back, "rolled back"), (steps[Step.NEEDS_HUMAN], f"{needs} a person"))
        if count
    ]
    return ", ".join([f"{steps[Step.DONE]} of {total} verified", *trouble])


def _findings(plan: Plan) -> str:
    exploited = f", {plan.risk.known_exploited:,} known exploited" if plan.risk.known_exploited else ""
    return f"{plural(plan.risk.findings, 'finding')}{exploited}"


def _critical(standing: Standing) -> str:
    return ", critical" if standing.workflow.criticality == "critical" else ""


def _starts(standing: Standing) -> str:
    window = standing.workflow.window
    return f"starts {date(window.start)}" if window else "starts as soon as it may"


def _closed(standing: Standing) -> str:
    """Only what every machine has verified is called closed."""
    left = [each for each in standing.machines if each.step is not Step.DONE]
    if left or len(standing.machines) < len(standing.plan.machines):
        return done(standing)
    return f"{_findings(standing.plan)} closed, all verified"


def _back(standing: Standing, which: str) -> str:
    """Where nothing was installed there was nothing to roll back."""
    steps = {each.step for each in standing.machines}
    if steps and steps <= {Step.SKIPPED, Step.DONE}:
        patched = f"{done(standing)}, the rest is" if Step.DONE in steps else "nothing was changed, and it is"
        return f"Patch of {which}: stopped, {patched} vulnerable as before"
    back, total = sum(each.step is Step.ROLLED_BACK for each in standing.machines), len(standing.plan.machines)
    some = which if back == total else f"{back} of {which}"
    return f"Rolled back {some}: {_vulnerable(standing, whole=back == total)}"


def _vulnerable(standing: Standing, *, whole: bool) -> str:
    patched = sum(each.step is Step.DONE for each in standing.machines)
    if patched:
        return f"{done(standing)}; what is rolled back is vulnerable again"
    return f"{'vulnerable again, ' if whole else 'all are vulnerable, '}{_findings(standing.plan)} open"


def _under_way(standing: Standing) -> str:
    return "Stopping the patch of" if standing.workflow.stop else "Patching"


def _kept(standing: Standing) -> str:
    patched = sum(each.step is Step.DONE for each in standing.machines)
    return f"{done(standing)}, the rest is vulnerable as before" if patched else "nothing was installed"


def _rejected(standing: Standing) -> str:
    ending = standing.workflow.ending
    own = ending is not None and ending.user_id == standing.workflow.requested_by
    return "withdrawn" if own else "rejected"


_SENTENCES: Mapping[State, Callable[[Standing, str], str]] = MappingProxyType(
    {
        State.WAITING: lambda it, which: f"Patch {which}: {closes(it.plan)}{_critical(it)}; {votes(it)}",
        State.APPROVED: lambda it, which: f"Patch {which}: approved, starts as soon as it may; {closes(it.plan)}",
        State.SCHEDULED: lambda it, which: f"Patch {which}: approved, {_starts(it)}; {closes(it.plan)}",
        State.RUNNING: lambda it, which: f"{_under_way(it)} {which}: {done(it)}",
        State.VERIFIED: lambda it, which: f"Patched {which}: {_closed(it)}",
        State.STOPPED: lambda it, which: f"Patch of {which}: stopped, {_kept(it)}",
        State.ROLLING_BACK: lambda it, which: f"Rolling back {which}: {done(it)}",
        State.ROLLED_BACK: _back,
        State.REJECTED: lambda it, which: f"Patch of {which}: {_rejected(it)}, nothing was changed",
        State.EXPIRED: lambda _, which: f"Patch of {which}: expired, nothing was changed",
        State.VOID: lambda _, which: f"Patch of {which}: void, because what it was planned for has changed",
        State.NEEDS_HUMAN: lambda _, which: f"Patch of {which}: stopped, a person has to look at it",
        State.HANDLED: lambda it, which: f"Patch of {which}: stopped, a person has looked at it; {done(it)}",
    }
)
