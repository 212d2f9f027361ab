"""Carries approved patches out, a turn at a time: whatever stops the process, the next turn goes on from the store."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol, assert_never

from core.clock import Clock
from core.errors import Conflict
from core.patching.course import Bake, Course, End, NextWave, Working, course, stopped
from core.patching.ending import ending
from core.patching.plan import Plan
from core.patching.states import STEP_ENDS, State, Step
from core.patching.workflow import Ending, MachineRun, Workflow
from services.aws.changes.change_role import Execution
from services.aws.changes.fence import Fence
from services.store import Changes, Store
from workflows.patching.crash import CrashPoints
from workflows.patching.fence import LeaseFence
from workflows.patching.hands import Hands
from workflows.patching.ledger import Desk, approver
from workflows.patching.links import Links
from workflows.patching.locks import Lease, Leases, MachineLocks
from workflows.patching.machine_turn import Turned, Work, bake, turn
from workflows.patching.records import Machine, Patch, Records, new_machine
from workflows.patching.starting import Gate, Go, Later, Never
from workflows.patching.steps.job import House
from workflows.patching.telling import Telling
from workflows.patching.timing import Timing
from workflows.patching.undone import Undone, undone

_BEGUN = frozenset({State.RUNNING, State.ROLLING_BACK})
_AT_ONCE = 8


class Reaching(Protocol):
    """What makes the hands of an execution."""

    def hands(self, plan: Plan, execution: Execution, fence: Fence) -> Hands:
        """For exactly the machines of a plan."""
        ...


@dataclass(frozen=True, slots=True)
class Tools:
    """What every patch is carried out with."""

    store: Store
    clock: Clock
    timing: Timing
    leases: Leases
    reach: Reaching
    gate: Gate
    links: Links
    house: House
    crashes: CrashPoints


class Engine:
    """Takes turns at patches, for whoever holds their lease."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._records = Records(tools.store)
        self._locks = MachineLocks(tools.store)
        self._telling = Telling(tools.store)
        self._began = tools.clock.now()
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="machines")

    def turn(self, lease: Lease) -> datetime | None:
        """Do everything that can be done now; when to look again, None: nothing is left to do.

        Raises:
            Conflict: somebody else carries it on.
            Upstream: the store does not answer.
        """
        patch = self._records.patch(lease.workflow_id)
        if patch.state in {State.APPROVED, State.SCHEDULED}:
            return self._start(patch, self._desk(lease, patch.workflow))
        if patch.state in _BEGUN:
            return self._carry_on(patch, self._desk(lease, patch.workflow))
        return None

    def _desk(self, lease: Lease, workflow: Workflow) -> Desk:
        tools = self._tools
        link = tools.links.link(workflow.workflow_id)
        return Desk(
            tools.store, tools.clock, tools.timing, tools.leases, lease, tools.crashes, workflow, self._began, link
        )

    def _start(self, patch: Patch, desk: Desk) -> datetime | None:
        now = self._tools.clock.now()
        verdict = self._tools.gate.judge(patch.workflow, self._records.plan(patch.workflow.plan_id))
        match verdict:
            case Go():
                begun = patch.workflow.model_copy(update={"started_at": now})
                self._change(desk, patch, State.RUNNING, begun, "It begins.")
                return now
            case Later(until, sentence):
                self._telling.waits(self._records.standing(patch), sentence)
                return until
            case Never(state, sentence, details):
                ended = Ending(at=now, sentence=sentence, details=details)
                self._change(desk, patch, state, patch.workflow.model_copy(update={"ending": ended}), sentence)
                return None
            case _:
                assert_never(verdict)

    def _carry_on(self, patch: Patch, desk: Desk) -> datetime | None:
        plan = self._records.plan(patch.workflow.plan_id).plan
        taken_over = desk.lease.taken_over
        machines = self._machines(desk, plan)
        turned = self._turns(patch, desk, plan, machines)
        news = {each.machine.run.instance_id: each.news for each in turned if each.news}
        now_are = {**machines, **{each.machine.run.instance_id: each.machine for each in turned}}
        follows = course(plan, patch.workflow, _steps(now_are.values()), self._tools.clock.now())
        if any(each.unknown for each in turned):
            follows = Working(patch.state)
        again = self._followed(patch, desk, plan, follows)
        if taken_over:
            # Who died may not have told of it; the same line is not said twice.
            news |= {name: each.run.note for name, each in now_are.items() if each.step is Step.NEEDS_HUMAN}
        untold = taken_over or self._telling.owes(patch.workflow.workflow_id)
        if untold or any(each.changed for each in turned):
            self._telling.progress(self._records.standing(self._records.patch(patch.workflow.workflow_id)), news)
        return min([again, *(each.look_again for each in turned)]) if again else None

    def _turns(self, patch: Patch, desk: Desk, plan: Plan, machines: Mapping[str, Machine]) -> Sequence[Turned]:
        tools = self._tools
        execution = Execution(patch.workflow.workflow_id, approver(patch.workflow) or "rule")
        hands = tools.reach.hands(plan, execution, LeaseFence(tools.leases, desk.lease, tools.crashes))
        work = Work(desk, plan, hands, tools.house, self._locks)
        open_ones = [each for each in machines.values() if each.step not in STEP_ENDS]
        failed = stopped(_steps(machines.values()))
        stopping = "The patch was stopped" if patch.workflow.stop else "Another machine has failed" if failed else ""
        futures = [self._pool.submit(turn, work, each, stopping=stopping) for each in open_ones]
        failures = [future.exception() for future in futures]
        for failure in failures:
            if failure is not None:
                raise failure
        turned = [future.result() for future in futures]
        return [*turned, *(() if open_ones else self._baked(work, machines))]

    def _baked(self, work: Work, machines: Mapping[str, Machine]) -> Iterable[Turned]:
        """Those of the wave that are done, looked at again while they bake."""
        workflow = work.desk.workflow
        if workflow.baking_until is None or stopped(_steps(machines.values())):
            return []
        wave = work.plan.waves[workflow.wave].instance_ids
        return [bake(work, machines[name], workflow.baking_until) for name in wave]

    def _machines(self, desk: Desk, plan: Plan) -> Mapping[str, Machine]:
        """The machines of all waves so far. Whoever took the patch over makes them its own first."""
        workflow_id, found = desk.workflow.workflow_id, {}
        for number, wave in enumerate(plan.waves[: desk.workflow.wave + 1]):
            for name in wave.instance_ids:
                machine = self._records.machine(workflow_id, name) or self._new(desk, plan, number, name)
                found[name] = self._adopted(desk, machine)
        desk.lease.taken_over = False
        return found

    def _new(self, desk: Desk, plan: Plan, wave: int, instance_id: str) -> Machine:
        run = MachineRun(
            workflow_id=desk.workflow.workflow_id,
            instance_id=instance_id,
            wave=wave,
            facts=plan.undoes.facts if plan.undoes else {},
            since=self._tools.clock.now(),
            fence=desk.lease.fence,
        )
        return Machine(run, Step.PLANNED, self._tools.store.put(new_machine(run)))

    def _adopted(self, desk: Desk, machine: Machine) -> Machine:
        if machine.run.fence >= desk.lease.fence or machine.step in STEP_ENDS:
            return machine
        late = timedelta(seconds=0 if desk.lease.former_is_dead else self._tools.timing.late_s)
        settled = self._tools.clock.now() + late
        run = machine.run.model_copy(update={"fence": desk.lease.fence, "adopted_at": settled})
        return Machine(run, machine.step, self._tools.store.put(machine.moved(machine.step, run)))

    def _followed(self, patch: Patch, desk: Desk, plan: Plan, follows: Course) -> datetime | None:
        """Follow; where a person has stopped the patch meanwhile, the next turn goes by that."""
        try:
            return self._follow(patch, desk, plan, follows)
        except Conflict:
            found = self._records.patch(patch.workflow.workflow_id)
            if found.workflow.stop is None or patch.workflow.stop or found.state is not patch.state:
                raise
            self._tools.leases.check(desk.lease)
            return self._tools.clock.now()

    def _follow(self, patch: Patch, desk: Desk, plan: Plan, follows: Course) -> datetime | None:
        now, workflow = self._tools.clock.now(), patch.workflow
        match follows:
            case Working(state):
                if state is not patch.state and patch.state is State.RUNNING:
                    self._change(desk, patch, state, workflow, "The way back has begun.")
                return now + timedelta(seconds=self._tools.timing.poll_s)
            case Bake(until):
                if workflow.baking_until is None:
                    baking = workflow.model_copy(update={"baking_until": until})
                    self._change(desk, patch, patch.state, baking, f"Wave {workflow.wave + 1} is done, and is watched.")
                return min(until, now + timedelta(seconds=self._tools.timing.poll_s))
            case NextWave(number):
                return self._next_wave(desk, patch, plan, number)
            case End(state):
                self._end(desk, patch, plan, state)
                return None
            case _:
                assert_never(follows)

    def _next_wave(self, desk: Desk, patch: Patch, plan: Plan, number: int) -> datetime | None:
        now = self._tools.clock.now()
        if hindered := self._tools.gate.time_for(patch.workflow, plan, number):
            left = sum(len(wave.instance_ids) for wave in plan.waves[number:])
            sentence = f"It stopped after wave {number} of {len(plan.waves)}; {left} machines are unchanged. {hindered}"
            after = patch.workflow.model_copy(update={"ending": Ending(at=now, sentence=sentence)})
            self._change(desk, patch, State.NEEDS_HUMAN, after, sentence)
            return None
        after = patch.workflow.model_copy(update={"wave": number, "baking_until": None})
        self._change(desk, patch, patch.state, after, f"Wave {number + 1} begins.")
        return now

    def _end(self, desk: Desk, patch: Patch, plan: Plan, state: State) -> None:
        standing = self._records.standing(patch)
        how = ending(standing, self._tools.clock.now())
        also = undone(self._records, standing, self._tools.clock.now())
        self._change(desk, patch, state, patch.workflow.model_copy(update={"ending": how}), how.sentence, also)
        if state is State.NEEDS_HUMAN:
            return
        for machine in plan.machines:
            if deletes := self._locks.release(machine.instance_id, patch.workflow.workflow_id):
                self._tools.store.commit(Changes(deletes=deletes))

    def _change(
        self, desk: Desk, patch: Patch, state: State, after: Workflow, sentence: str, also: Undone | None = None
    ) -> None:
        """Put the patch into a state: one commit with its audit row, its card and its thread.

        `also` is what that changes in the patch that it took back.
        """
        if state is State.RUNNING or state in _BEGUN:
            self._tools.leases.check(desk.lease)
        standing = self._records.standing(patch).model_copy(update={"workflow": after, "state": state})
        detail = {"from": patch.state.value, "to": state.value, "plan": after.plan_id, "note": sentence}
        puts = (patch.moved(state, after, patch.due), *self._telling.changed(standing, sentence))
        audits = [desk.audit("patch", detail)]
        if also:
            told = {"from": also.before.value, "to": also.after.value, "by": after.workflow_id}
            audits.append(replace(desk.audit("patch", told), subject=also.workflow_id))
            puts = (*puts, *also.puts)
        desk.crashes.reach(f"patch {state.value}", "before")
        self._tools.store.commit(Changes(puts=puts, audits=tuple(audits)))
        desk.crashes.reach(f"patch {state.value}", "after")


def _steps(machines: Iterable[Machine]) -> Mapping[str, Step]:
    return {each.run.instance_id: each.step for each in machines}
