"""What a step works with, and what several of them do."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from core.patching.inspection import Inspection
from core.patching.plan import Plan, PlannedMachine
from core.patching.workflow import Intent, Workflow
from services.aws.changes.documents import ON_WINDOWS
from services.aws.changes.ssm_commands import Invocation
from workflows.patching.hands import Hands
from workflows.patching.ledger import Act, Ledger, Result, Search
from workflows.patching.outcome import Failed, Halt, Wait
from workflows.patching.timing import Timing

FACTS, UNDO, HEALTH, PATCH = "SRE-MachineFacts", "SRE-UndoTransaction", "SRE-HealthCheck", "AWS-RunPatchBaseline"


FOR_PEOPLE = "for_people"
"""The fact that says why no program may bring a machine back by its root volume; empty: one may."""
# The document of AWS has a step for each system, and tells the output of the one that is named.
_PATCH_STEPS = {False: "PatchLinux", True: "PatchWindows"}


@dataclass(frozen=True, slots=True)
class House:
    """What a team has settled for every change; `calendars` are change calendars that have to be open."""

    calendars: tuple[str, ...] = ()
    require_alarm: bool = True
    least_free_mib: int = 512
    least_boot_free_mib: int = 64
    health_tries: int = 3


@dataclass(frozen=True, slots=True)
class Job:
    """One machine's step, entered anew each time."""

    ledger: Ledger
    hands: Hands
    plan: Plan
    machine: PlannedMachine
    workflow: Workflow
    timing: Timing
    house: House

    @property
    def instance_id(self) -> str:
        """The machine."""
        return self.machine.instance_id

    @property
    def facts(self) -> Mapping[str, str]:
        """What earlier steps have learnt."""
        return self.ledger.run.facts

    @property
    def overrides(self) -> tuple[str, ...]:
        """The packages that are approved for it, by the ids of the override list."""
        return tuple(package.override for package in self.machine.packages)

    def once(self, name: str, search: Search, act: Act, *, patience: int = 1) -> Result:
        """See `Ledger.once`."""
        return self.ledger.once(name, search, act, patience=patience)

    def later(self, note: str) -> Halt:
        """To be raised where something is under way."""
        return Halt(Wait(self.ledger.now + timedelta(seconds=self.timing.poll_s), note))

    def ran(self, name: str, document: str, parameters: Mapping[str, list[str]]) -> Invocation:
        """A document that has ended on the machine; sent at most once under this name.

        Raises:
            Halt: it has not ended.
        """
        commands = self.hands.commands

        def search(intent: Intent) -> Result | None:
            found = commands.find(self.instance_id, intent.mark, intent.asked_at)
            return {"command_id": found} if found else None

        def send(mark: str) -> Result:
            sent = commands.send(self.instance_id, document, parameters, mark, self.timing.deliver_s)
            return {"command_id": sent}

        command_id = self.once(name, search, send)["command_id"]
        step = _PATCH_STEPS[self.machine.windows] if document == PATCH else ""
        invocation = commands.invocation(command_id, self.instance_id, step)
        if invocation is None or not invocation.over:
            raise self.later(f"The command “{name}” is {_words(invocation)}.")
        return invocation

    def inspected(self, name: str, *, untouched: bool = True) -> Inspection:
        """What the machine says about itself, asked at most once under this name.

        `untouched`: nothing has been changed on it so far.

        Raises:
            Halt: it has not answered, or could not.
        """
        invocation = self.ran(name, self.own(FACTS), {"Packages": list(self.overrides)})
        if not invocation.well:
            raise Halt(Failed(f"The machine could not say how it is ({invocation.sentence}).", untouched))
        return Inspection.read(invocation.stdout)

    def own(self, document: str) -> str:
        """The name of one of our documents for its system."""
        return f"{document}{ON_WINDOWS}" if self.machine.windows else document

    def baseline(self, operation: str) -> dict[str, list[str]]:
        """The parameters of the patching document: all machines of a system share one snapshot of the baseline."""
        shared = str(uuid5(NAMESPACE_URL, f"sre:{self.workflow.workflow_id}:{self.machine.system}"))
        return {"Operation": [operation], "SnapshotId": [shared], "RebootOption": ["NoReboot"]}

    def versions_before(self) -> Mapping[str, str]:
        """The versions that were installed before the change, by override id."""
        told: dict[str, str] = json.loads(self.facts.get("versions", "{}"))
        return told


def versions_of(inspection: Inspection) -> str:
    """The installed versions as a fact."""
    return json.dumps({name: version or "" for name, version in inspection.packages.items()}, sort_keys=True)


def _words(invocation: Invocation | None) -> str:
    if invocation is None or invocation.details == "Pending":
        return "on its way"
    if invocation.details == "Delayed":
        return "held up, as the machine does not take it"
    return "running"
