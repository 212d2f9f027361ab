"""The record of one machine while it is worked on: each side effect is written down before it is asked for.

An effect whose answer was lost is looked for by its mark before anything is repeated: changes happen at most once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.actor import Actor, Door
from core.clock import Clock
from core.errors import AssistantError, Conflict, Upstream
from core.patching.states import Step
from core.patching.workflow import Intent, MachineRun, Workflow
from services.aws.changes.writer import may_have_happened
from services.store import Audit, Changes, Delete, Put, Store
from workflows.patching.crash import CrashPoints
from workflows.patching.locks import Lease, Leases
from workflows.patching.outcome import Halt, Wait
from workflows.patching.records import Machine
from workflows.patching.timing import Timing

Result = Mapping[str, str]
Search = Callable[[Intent], Result | None]
Act = Callable[[str], Result]


@dataclass(frozen=True, slots=True)
class Desk:
    """What every ledger of one execution is written with.

    `watched_since` is when this process began to look: what took long before may have had nobody who carried it on.
    """

    store: Store
    clock: Clock
    timing: Timing
    leases: Leases
    lease: Lease
    crashes: CrashPoints
    workflow: Workflow
    watched_since: datetime
    permalink: str = ""

    def audit(self, action: str, detail: Mapping[str, str]) -> Audit:
        """A row about the patch, in the name of whoever let it run."""
        workflow = self.workflow
        votes = ", ".join(vote.user_id for vote in workflow.counted) or workflow.auto_rule
        told = {"digest": workflow.digest, "approved_by": votes, "permalink": self.permalink, **detail}
        return Audit(Actor(Door.SCHEDULER, user_id=approver(workflow)), action, workflow.workflow_id, told)


def approver(workflow: Workflow) -> str:
    """Who let it run: whoever broke the glass, or whoever approved last; empty where a rule did."""
    if workflow.break_glass:
        return workflow.break_glass.user_id
    return max(workflow.counted, key=lambda vote: vote.at).user_id if workflow.counted else ""


class Ledger:
    """One machine's record. Every write expects the version that was read, and so fails once somebody else took over.

    Methods raise Conflict then, and nothing more may be done.
    """

    def __init__(self, desk: Desk, machine: Machine) -> None:
        if machine.run.fence > desk.lease.fence:
            raise Conflict("Somebody else has taken this execution over.")
        self._desk = desk
        self.machine = machine

    @property
    def run(self) -> MachineRun:
        """The record as it is now."""
        return self.machine.run

    def learn(self, **facts: str) -> None:
        """Remember facts before the step ends."""
        if any(self.run.facts.get(name) != value for name, value in facts.items()):
            self._save(self.run.model_copy(update={"facts": {**self.run.facts, **facts}}))

    def note(self, sentence: str) -> bool:
        """Say what the machine waits for; whether that is news."""
        if sentence == self.run.note:
            return False
        self._save(self.run.model_copy(update={"note": sentence}))
        return True

    def move(
        self,
        step: Step,
        facts: Result,
        note: str,
        puts: tuple[Put, ...] = (),
        deletes: tuple[Delete, ...] = (),
    ) -> None:
        """Go to another step, in one transaction with its audit row and whatever belongs to it."""
        before, now = self.machine.step, self._desk.clock.now()
        after = self.run.model_copy(update={"facts": {**self.run.facts, **facts}, "since": now, "note": note})
        detail = {"machine": self.run.instance_id, "from": before.value, "to": step.value, "note": note}
        put = self.machine.moved(step, after)
        changes = Changes((put, *puts), deletes, (self._desk.audit("patch step", detail),))
        versions = self._desk.store.commit(changes)
        self.machine = Machine(after, step, versions[0])

    def once(self, name: str, search: Search, act: Act, *, patience: int = 1) -> Result:
        """Do something at most once, whatever happens in between; what it led to.

        Args:
            name: Of the effect, among those of this machine.
            search: What the effect led to, by its mark; None where it cannot be found.
            act: Does it, given the mark.
            patience: How many times as long as usual it may take until it can be found.

        Raises:
            Halt: whether it happened cannot be told yet.
            AssistantError: AWS refused; it did not happen.
        """
        intent = self.run.intents.get(name)
        if intent and intent.done_at:
            return intent.result
        if intent:
            found = search(intent)
            if found is not None:
                return self._done(name, intent, found, "found")
            self._check_settled(intent, name, patience)
        return self._act(name, act)

    def _act(self, name: str, act: Act) -> Result:
        mark = f"sre:{self.run.workflow_id}:{self.run.instance_id}:{name.replace(' ', '-')}"
        intent = Intent(mark=mark, asked_at=self._desk.clock.now())
        self._desk.leases.check(self._desk.lease)
        self._keep(name, intent, "aws asked", {})
        self._desk.crashes.reach(f"aws {name}", "before")
        try:
            result = act(mark)
        except AssistantError as error:
            if isinstance(error, Upstream) and may_have_happened(error):
                raise self._later(f"Whether “{name}” happened is being looked up: {error.sentence}") from error
            self._withdraw(name, error)
            raise
        self._desk.crashes.reach(f"aws {name}", "after")
        return self._done(name, intent, result, "done")

    def _check_settled(self, intent: Intent, name: str, patience: int) -> None:
        since = max(intent.asked_at, self.run.adopted_at or intent.asked_at)
        if self._desk.clock.now() < since + timedelta(seconds=self._desk.timing.settle_s * patience):
            raise self._later(f"Whether “{name}” happened is being looked up.")

    def _later(self, note: str) -> Halt:
        return Halt(Wait(self._desk.clock.now() + timedelta(seconds=self._desk.timing.poll_s), note))

    def _done(self, name: str, intent: Intent, result: Result, how: str) -> Result:
        done = intent.model_copy(update={"done_at": self._desk.clock.now(), "result": dict(result)})
        self._keep(name, done, f"aws {how}", result)
        return done.result

    def _withdraw(self, name: str, error: AssistantError) -> None:
        left = {key: intent for key, intent in self.run.intents.items() if key != name}
        detail = {"machine": self.run.instance_id, "effect": name, "result": error.sentence}
        after = self.run.model_copy(update={"intents": left})
        self._save(after, self._desk.audit("aws refused", detail))

    def _keep(self, name: str, intent: Intent, action: str, result: Result) -> None:
        detail = {"machine": self.run.instance_id, "effect": name, "mark": intent.mark, **result}
        after = self.run.model_copy(update={"intents": {**self.run.intents, name: intent}})
        self._save(after, self._desk.audit(action, detail))

    def _save(self, after: MachineRun, *audits: Audit) -> None:
        put = self.machine.moved(self.machine.step, after)
        version = self._desk.store.commit(Changes((put,), audits=audits))[0]
        self.machine = Machine(after, self.machine.step, version)

    @property
    def now(self) -> datetime:
        """The present."""
        return self._desk.clock.now()
