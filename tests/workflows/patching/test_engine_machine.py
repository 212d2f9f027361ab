"""Whatever is lost, killed or unwell, and in whatever order: no change happens twice, and every path is a legal one."""

from collections import Counter

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from core.patching.states import STEP_ENDS, State, Step, step_may_follow
from core.patching.stopping import INSTALLATION
from tests.core.patching.examples import WEB_1, WEB_2
from tests.workflows.patching.executions import WORKFLOW, Execution
from tests.workflows.patching.people import AARON, MovedClock, Office, person
from tests.workflows.reporting import memory_store

MACHINES = st.sampled_from([WEB_1, WEB_2])
ONCE = (
    "send Install",
    "send SRE-UndoTransaction",
    "snapshots",
    "reboot",
    "root volume",
    "send Scan",
    "keep",
    "call back",
)
KINDS = st.sampled_from([*ONCE, "list", "inventory", "send SRE-MachineFacts", "send SRE-HealthCheck"])
FATES = st.sampled_from(["after", "before", "killed", "dead"])
OVER = frozenset({State.VERIFIED, State.STOPPED, State.ROLLED_BACK, State.NEEDS_HUMAN})


def installed(machine: "Patching") -> bool:
    """What ends a patch early is not tried before anything has happened."""
    return bool(machine.execution.land.effects[WEB_1, "send Install"])


class Patching(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        clock = MovedClock()
        self.execution = Execution(memory_store(clock), clock)
        self.ended: dict[str, Step] = {}
        self.over: State | None = None
        self.begun_when_stopped: set[str] | None = None

    @rule(turns=st.integers(5, 40), seconds=st.sampled_from([2, 6, 31]))
    def go_on(self, turns: int, seconds: int) -> None:
        for _ in range(turns):
            self.execution.turn()
            self.execution.clock.advance(seconds=seconds)

    @rule(fates=st.dictionaries(KINDS, FATES, min_size=1))
    def lose_answers(self, fates: dict[str, str]) -> None:
        self.execution.land.losing |= fates

    @rule(name=MACHINES, healthy=st.booleans(), undo_works=st.booleans())
    def fall_ill(self, name: str, *, healthy: bool, undo_works: bool) -> None:
        body = self.execution.land.bodies[name]
        body.healthy, body.undo_works = healthy, undo_works

    @precondition(installed)
    @rule(name=MACHINES, state=st.sampled_from(["OK", "ALARM", "INSUFFICIENT_DATA"]))
    def raise_alarm(self, name: str, state: str) -> None:
        self.execution.land.bodies[name].alarm = state

    @precondition(installed)
    @rule(name=MACHINES)
    def opt_out(self, name: str) -> None:
        self.execution.land.bodies[name].opted_in = False

    @rule()
    def press_stop(self) -> None:
        office = Office(self.execution.store, self.execution.clock)
        ruling = office.approvals.brake(person(AARON), WORKFLOW, self.execution.patch.workflow.digest, "")
        if ruling.counts:
            self.begun_when_stopped = {name for name in (WEB_1, WEB_2) if self._asked_to_install(name)}

    @rule(name=MACHINES, deaf=st.booleans())
    def go_deaf(self, name: str, *, deaf: bool) -> None:
        """Installations do not reach it for a while."""
        self.execution.land.bodies[name].deaf = "Install" if deaf else ""

    def _asked_to_install(self, name: str) -> bool:
        machine = self.execution.records.machine(WORKFLOW, name)
        return bool(machine and INSTALLATION in machine.run.intents)

    @invariant()
    def once_stopped_nothing_is_begun_on_another_machine(self) -> None:
        if self.begun_when_stopped is not None:
            installed_on = {name for name in (WEB_1, WEB_2) if self._asked_to_install(name)}
            assert installed_on <= self.begun_when_stopped

    @invariant()
    def nothing_that_began_is_called_back(self) -> None:
        for sent in self.execution.land.commands:
            assert not (sent.result and sent.result.details == "Cancelled" and sent.result.started)

    @rule()
    def stall(self) -> None:
        """Nobody looks for longer than a lease lasts."""
        self.execution.clock.advance(seconds=50)

    @invariant()
    def nothing_happens_twice(self) -> None:
        effects = self.execution.land.effects
        assert not {key: count for key, count in effects.items() if key[1] in ONCE and count > 1}

    @invariant()
    def the_audit_log_is_a_legal_path(self) -> None:
        at: dict[str, Step] = {}
        seen: Counter[tuple[str, str, str]] = Counter()
        for row in self.execution.audit():
            if row.entry.action == "patch step":
                name, before, after = (str(row.entry.detail[key]) for key in ("machine", "from", "to"))
                assert at.get(name, Step.PLANNED) == before
                assert step_may_follow(Step(before), Step(after))
                at[name] = Step(after)
                seen[name, before, after] += 1
        assert all(count == 1 for count in seen.values())

    @invariant()
    def nothing_leaves_an_end(self) -> None:
        state = self.execution.patch.state
        assert self.over in {None, state}
        self.over = state if state in OVER else None
        for name in (WEB_1, WEB_2):
            machine = self.execution.records.machine(self.execution.patch.workflow.workflow_id, name)
            step = machine.step if machine else Step.PLANNED
            assert self.ended.get(name) in {None, step, Step.DONE}
            if step in STEP_ENDS:
                self.ended[name] = step

    def teardown(self) -> None:
        if hasattr(self, "execution"):
            self.execution.land.losing.clear()
            assert self.execution.run(1500) in OVER


TestPatching = Patching.TestCase
TestPatching.settings = settings(max_examples=20, stateful_step_count=25, deadline=None)
