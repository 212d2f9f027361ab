"""One machine's turn: its step is entered, and what it comes to is written down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import assert_never

from core.errors import AssistantError, Cause, Conflict, Upstream
from core.patching.course import after_failure, straight
from core.patching.plan import Plan
from core.patching.states import Step
from core.patching.stopping import may_be_left
from services.store import Put
from workflows.patching.hands import Hands
from workflows.patching.holds import hold_of, new_hold
from workflows.patching.ledger import Desk, Ledger
from workflows.patching.locks import MachineLocks
from workflows.patching.outcome import Failed, Halt, Next, Outcome, Unsure, Wait
from workflows.patching.records import Machine
from workflows.patching.steps import STEPS
from workflows.patching.steps.checks import agent, alarms, none_of, own_targets, status_checks
from workflows.patching.steps.job import House, Job
from workflows.patching.steps.roll_back import NOTHING

# Only a person can mend these; until then nothing goes on.
_FOR_PEOPLE = frozenset({Cause.DENIED, Cause.EXPIRED})
_LEAVE_AS_IT_IS = frozenset({Step.PRECHECK, Step.DRAIN, Step.BACKUP})
_UNCLEAR_WHEN_LATE = frozenset({Step.INSTALL, Step.ROLLBACK})


@dataclass(frozen=True, slots=True)
class Turned:
    """How a machine is after its turn. `news` is a sentence for people who have to act, empty: none.

    `unknown`: whether it is well while it bakes cannot be told, so the next wave has to wait.
    """

    machine: Machine
    look_again: datetime
    changed: bool
    news: str = ""
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """What the machines of one patch are worked on with."""

    desk: Desk
    plan: Plan
    hands: Hands
    house: House
    locks: MachineLocks


def turn(work: Work, machine: Machine, *, stopping: str) -> Turned:
    """Enter its step once. `stopping` says why nothing is begun on it ("Another machine has failed"), or nothing.

    Raises:
        Conflict: somebody else carries the patch on.
        Upstream: the store does not answer.
    """
    ledger = Ledger(work.desk, machine)
    if machine.step is Step.PLANNED:
        return _begin(work, ledger, stopping=stopping)
    if stopping and machine.step is not Step.RELEASE and may_be_left(machine.step, machine.run.intents):
        return _moved(work, ledger, Step.RELEASE, f"{stopping}, so nothing is begun on this one.")
    work.desk.crashes.reach(machine.step.value, "before")
    outcome = _late(work, ledger, _outcome(work, ledger))
    work.desk.crashes.reach(machine.step.value, "after")
    return _applied(work, ledger, outcome)


def bake(work: Work, machine: Machine, until: datetime) -> Turned:
    """Look at a machine that is done: while it bakes it must stay well; raises as `turn`."""
    ledger = Ledger(work.desk, machine)
    job = _job(work, ledger)
    work.desk.crashes.reach("bake", "before")
    try:
        none_of(job, chain(alarms(job), status_checks(job), agent(job), own_targets(job)))
    except Halt as halt:
        outcome = halt.outcome
    except AssistantError as error:
        outcome = _troubled(work, ledger, error)
    else:
        work.desk.crashes.reach("bake", "after")
        return Turned(machine, ledger.now + timedelta(seconds=work.desk.timing.poll_s), changed=False)
    watched = max(until, work.desk.watched_since)
    if isinstance(outcome, Wait) and ledger.now >= watched + work.desk.timing.deadline(Step.VERIFY):
        outcome = Failed(f"Whether it is still well cannot be learnt. {outcome.note}")
    if isinstance(outcome, Wait):
        return Turned(machine, outcome.until, changed=False, unknown=True)
    return _applied(work, ledger, outcome)


def _begin(work: Work, ledger: Ledger, *, stopping: str) -> Turned:
    if stopping:
        return _moved(work, ledger, Step.SKIPPED, f"{stopping}, so nothing was begun on this one.")
    try:
        lock = work.locks.claim(ledger.run.instance_id, ledger.run.workflow_id, ledger.now)
    except Conflict as error:
        return _moved(work, ledger, Step.SKIPPED, error.sentence)
    ledger.move(Step.PRECHECK, {}, "", puts=(lock,))
    return Turned(ledger.machine, ledger.now, changed=True)


def _outcome(work: Work, ledger: Ledger) -> Outcome:
    try:
        return STEPS[ledger.machine.step](_job(work, ledger))
    except Halt as halt:
        return halt.outcome
    except Conflict:
        raise
    except AssistantError as error:
        return _troubled(work, ledger, error)


def _job(work: Work, ledger: Ledger) -> Job:
    machine = work.plan.machine(ledger.run.instance_id)
    return Job(ledger, work.hands, work.plan, machine, work.desk.workflow, work.desk.timing, work.house)


def _troubled(work: Work, ledger: Ledger, error: AssistantError) -> Outcome:
    """What an error of AWS's comes to: whatever may pass is waited for."""
    again = ledger.now + timedelta(seconds=work.desk.timing.poll_s)
    if isinstance(error, Upstream) and error.cause in _FOR_PEOPLE:
        return Wait(again, f"It is paused: {error}", urgent=True)
    if isinstance(error, Upstream) and error.retryable:
        return Wait(again, error.sentence)
    return Failed(str(error), untouched="install" not in ledger.run.intents)


def _late(work: Work, ledger: Ledger, outcome: Outcome) -> Outcome:
    """What takes too long has failed; of what changes a machine nobody can say how far it came.

    The time in which no process carried it on does not count.
    """
    step, since = ledger.machine.step, max(ledger.run.since, work.desk.watched_since)
    if not isinstance(outcome, Wait) or ledger.now < since + work.desk.timing.deadline(step):
        return outcome
    sentence = f"It took too long. {outcome.note}".strip()
    # What waits for people's permission could not go back either.
    unclear = step in _UNCLEAR_WHEN_LATE or (outcome.urgent and step not in _LEAVE_AS_IT_IS)
    return Unsure(sentence) if unclear else Failed(sentence, untouched=True)


def _applied(work: Work, ledger: Ledger, outcome: Outcome) -> Turned:
    match outcome:
        case Next(step, facts):
            releases = step in {Step.SKIPPED, Step.ROLLED_BACK}
            run = ledger.run
            deletes = work.locks.release(run.instance_id, run.workflow_id) if releases else ()
            after = straight(work.plan, step)
            holds, held = _held(work, ledger) if after is Step.ROLLED_BACK else ((), {})
            note = run.facts.get("why", "") if releases else ""
            ledger.move(after, {**facts, **held}, note, puts=holds, deletes=deletes)
            return Turned(ledger.machine, ledger.now, changed=True)
        case Wait(until, note, urgent):
            news = ledger.note(note)
            return Turned(ledger.machine, until, news, note if news and urgent else "")
        case Failed(sentence, untouched):
            step = after_failure(
                ledger.machine.step, untouched=untouched, rollback_approved=work.plan.rollback_approved
            )
            return _moved(work, ledger, step, sentence)
        case Unsure(sentence):
            return _moved(work, ledger, Step.NEEDS_HUMAN, sentence)
        case _:
            assert_never(outcome)


def _held(work: Work, ledger: Ledger) -> tuple[tuple[Put, ...], Mapping[str, str]]:
    """What went back is held there; a drill, and a machine on which nothing was installed, hold nothing."""
    run, machine = ledger.run, work.plan.machine(ledger.run.instance_id)
    if work.plan.drill or run.facts.get("way") == NOTHING:
        return (), {}
    hold = hold_of(machine, run.workflow_id, ledger.now, run.facts.get("why", ""))
    return (new_hold(hold),), {"held": ", ".join(dict.fromkeys(each.name for each in hold.packages))}


def _moved(work: Work, ledger: Ledger, step: Step, sentence: str) -> Turned:
    """Leave the straight way, and say why."""
    run = ledger.run
    deletes = work.locks.release(run.instance_id, run.workflow_id) if step is Step.SKIPPED else ()
    ledger.move(step, {"why": run.facts.get("why") or sentence}, sentence, deletes=deletes)
    return Turned(ledger.machine, ledger.now, changed=True, news=sentence)
