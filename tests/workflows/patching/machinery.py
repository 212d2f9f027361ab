"""Machines that can be changed, as simple as can be: they show effects late, lose answers, and count everything."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.answers.instance import ScheduledEvent, StatusCheck
from core.errors import Cause, NotAllowed, Upstream
from core.fleet import Instance
from core.patches import Node, Scan
from core.patching.plan import Plan, PlannedMachine
from services.aws.changes.change_role import Execution
from services.aws.changes.fence import Fence
from services.aws.changes.override_list import OverrideLists
from services.aws.changes.reboots import Reboots
from services.aws.changes.root_volumes import Replacement, RootVolumes
from services.aws.changes.scaling import Scaling
from services.aws.changes.snapshots import Snapshot, Snapshots
from services.aws.changes.ssm_commands import Commands, Invocation
from services.aws.changes.traffic import Target, Traffic
from services.aws.changes.volumes import Volumes
from services.aws.changes.watch import Alarm, Watch
from services.aws.ec2 import Ec2, Fleet
from services.aws.instance_status import InstanceStatus
from services.aws.machines import Known, MachineFacts, Machines
from services.aws.patch_states import Answers, PatchStates
from tests.workflows.patching.people import MovedClock
from workflows.patching.hands import Eyes, Hands

SEEN_S, TAKES_S = 15, 20
OLD, NEW, OVERRIDE = "3.0.7-18", "3.0.7-27", "openssl.x86_64"


class Killed(BaseException):
    """The process is gone at this moment."""


@dataclass
class Body:
    """One machine."""

    version: str = OLD
    transaction: int = 10
    boot: int = 0
    pending: bool = False
    opted_in: bool = True
    healthy: bool = True
    alarm: str = "OK"
    snapshots: str = "completed"
    others: int = 0
    """How many snapshots of its root volume somebody else is taking."""
    full: bool = False
    """The account takes no further snapshot."""
    undo_works: bool = True
    deaf: str = ""
    """The document that never reaches it."""


@dataclass
class Sent:
    """A command on its way; what it prints is settled when it has ended."""

    instance_id: str
    document: str
    mark: str
    at: datetime
    result: Invocation | None = None
    lost: bool = False


@dataclass
class Land:
    """All machines, and what befell them. `losing` is how the answer of the next write of a kind is lost.

    `after` the effect or `before` it; or the process dies: `killed` before, `dead` after it.
    """

    plan: Plan
    clock: MovedClock
    bodies: dict[str, Body] = field(default_factory=dict)
    effects: Counter[tuple[str, str]] = field(default_factory=Counter)
    commands: list[Sent] = field(default_factory=list)
    taken: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    tasks: dict[str, datetime] = field(default_factory=dict)
    scans: dict[str, datetime] = field(default_factory=dict)
    losing: dict[str, str] = field(default_factory=dict)
    denied: bool = False
    refusing: set[str] = field(default_factory=set)
    serving: set[tuple[str, str, int]] = field(default_factory=set)
    lifecycle: dict[str, str] = field(default_factory=dict)
    ill: set[str] = field(default_factory=set)
    kept: dict[str, tuple[str, datetime]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for machine in self.plan.machines:
            self.bodies[machine.instance_id] = Body()
            self.serving |= {(arn, machine.instance_id, 80) for arn in machine.target_group_arns}
            if machine.auto_scaling_group:
                self.lifecycle[machine.instance_id] = "InService"

    def write(self, instance_id: str, kind: str, act: Callable[[], None]) -> None:
        """One change, with whatever is going to go wrong."""
        if not self.bodies[instance_id].opted_in:
            raise NotAllowed("It is not opted in.")
        if self.denied:
            raise Upstream("AWS refused AssumeRole.", cause=Cause.DENIED, retryable=False)
        if kind in self.refusing:
            raise Upstream("AWS refused it.", cause=Cause.DENIED, retryable=False)
        fate = self.losing.pop(kind, "")
        if fate == "killed":
            raise Killed
        if fate != "before":
            self.effects[instance_id, kind] += 1
            act()
        if fate == "dead":
            raise Killed
        if fate:
            raise Upstream("AWS did not answer.", cause=Cause.TIMED_OUT, retryable=True)

    def seen(self, at: datetime, after_s: float) -> bool:
        return self.clock.now() >= at + timedelta(seconds=after_s)

    def hands(self, plan: Plan, execution: Execution, fence: Fence) -> Hands:
        """What the engine works with."""
        del plan, execution, fence
        land = self
        return Hands(
            eyes=Eyes(FakeEc2(land), FakeMachines(land), FakeStatus(), FakePatches(land)),
            watch=FakeWatch(land),
            commands=FakeCommands(land),
            snapshots=FakeSnapshots(land),
            reboots=FakeReboots(land),
            traffic=FakeTraffic(land),
            scaling=FakeScaling(land),
            lists=FakeLists(land),
            roots=FakeRoots(land),
            volumes=FakeVolumes(land),
        )


class FakeEc2(Ec2):
    def __init__(self, land: Land) -> None:
        self._land = land

    def instances(self, instance_ids: Sequence[str] = ()) -> Fleet:
        found = [(name, self._land.bodies[name]) for name in instance_ids]
        tags = [{"PatchAutomation": "enabled"} if body.opted_in else {} for _, body in found]
        pairs = zip(found, tags, strict=True)
        return Fleet(tuple(Instance(instance_id=name, state="running", tags=tag) for (name, _), tag in pairs))


class FakeMachines(Machines):
    def __init__(self, land: Land) -> None:
        self._land = land

    def of(self, instance_ids: Sequence[str]) -> Known:
        facts = {name: _facts_of(self._land.plan.machine(name)) for name in instance_ids}
        return Known(facts, ())


def _facts_of(machine: PlannedMachine) -> MachineFacts:
    return MachineFacts(
        root_device_type="ebs",
        volumes=machine.volumes,
        instance_store=(),
        lifecycle="",
        hibernation=False,
        metal=False,
        target_group_arns=machine.target_group_arns,
        auto_scaling_group=machine.auto_scaling_group,
    )


class FakeTraffic(Traffic):
    def __init__(self, land: Land) -> None:
        self._land = land

    def targets(self, group_arn: str) -> tuple[Target, ...]:
        found = sorted((name, port) for arn, name, port in self._land.serving if arn == group_arn)
        states = {name: "unhealthy" if name in self._land.ill else "healthy" for name, _ in found}
        return tuple(Target(instance_id=name, port=port, state=states[name]) for name, port in found)

    def deregister(self, instance_id: str, group_arn: str, port: int) -> None:
        self._land.write(instance_id, "deregister", lambda: self._land.serving.discard((group_arn, instance_id, port)))

    def register(self, instance_id: str, group_arn: str, port: int) -> None:
        self._land.write(instance_id, "register", lambda: self._land.serving.add((group_arn, instance_id, port)))


class FakeScaling(Scaling):
    def __init__(self, land: Land) -> None:
        self._land = land

    def state(self, instance_id: str) -> str:
        return self._land.lifecycle.get(instance_id, "")

    def enter_standby(self, instance_id: str, group: str) -> None:
        assert group
        self._land.write(instance_id, "enter", lambda: self._land.lifecycle.update({instance_id: "Standby"}))

    def exit_standby(self, instance_id: str, group: str) -> None:
        assert group
        self._land.write(instance_id, "exit", lambda: self._land.lifecycle.update({instance_id: "InService"}))


class FakeStatus(InstanceStatus):
    def __init__(self) -> None:
        pass

    def of(self, instance_id: str) -> tuple[tuple[StatusCheck, ...], tuple[ScheduledEvent, ...]]:
        del instance_id
        return (StatusCheck(name="system", status="ok"),), ()


class FakePatches(PatchStates):
    def __init__(self, land: Land) -> None:
        self._land = land

    def nodes(self, instance_ids: Sequence[str]) -> Answers[Node]:
        now = self._land.clock.now()
        told = {
            name: Node(instance_id=name, online=True, last_ping=now, platform="Amazon Linux") for name in instance_ids
        }
        return Answers(told, {})

    def scans(self, instance_ids: Sequence[str]) -> Answers[Scan]:
        known = self._land.scans
        told = {
            name: Scan(instance_id=name, operation="Scan", ended=known[name]) for name in instance_ids if name in known
        }
        return Answers(told, {})


class FakeWatch(Watch):
    def __init__(self, land: Land) -> None:
        self._land = land
        self._asked: list[datetime] = []

    def alarms(self, instance_id: str) -> tuple[Alarm, ...]:
        return (Alarm(name="cpu", state=self._land.bodies[instance_id].alarm),)

    def closed_calendars(self, names: Sequence[str]) -> tuple[str, ...]:
        del names
        return ()

    def unsettled(self, instance_id: str) -> Mapping[str, str]:
        body = self._land.bodies[instance_id]
        if body.pending:
            return {OVERRIDE: "InstalledPendingReboot"}
        return {} if body.version == NEW else {OVERRIDE: "Missing"}

    def refresh_inventory(self, instance_id: str) -> None:
        self._land.write(instance_id, "inventory", lambda: None)

    def inventory_since(self, moment: datetime) -> bool:
        del moment
        return True


class FakeCommands(Commands):
    def __init__(self, land: Land) -> None:
        self._land = land

    def send(
        self, instance_id: str, document: str, parameters: Mapping[str, Sequence[str]], mark: str, deliver_within_s: int
    ) -> str:
        del deliver_within_s
        operation = next(iter(parameters.get("Operation", [])), document)
        sent = Sent(instance_id, operation, mark, self._land.clock.now())
        self._land.write(instance_id, f"send {operation}", lambda: self._begin(sent))
        return str(self._land.commands.index(sent))

    def _begin(self, sent: Sent) -> None:
        self._land.commands.append(sent)
        body = self._land.bodies[sent.instance_id]
        sent.lost = sent.document == body.deaf
        if sent.lost:
            return
        if sent.document == "Install":
            body.version, body.transaction, body.pending = NEW, body.transaction + 1, True
        if sent.document == "SRE-UndoTransaction" and body.undo_works:
            body.version, body.transaction, body.pending = OLD, body.transaction + 1, False

    def find(self, instance_id: str, mark: str, asked_at: datetime) -> str:
        del asked_at
        for number, sent in enumerate(self._land.commands):
            if (sent.instance_id, sent.mark) == (instance_id, mark) and self._land.seen(sent.at, SEEN_S):
                return str(number)
        return ""

    def invocation(self, command_id: str, instance_id: str, step: str = "") -> Invocation | None:
        del step
        sent = self._land.commands[int(command_id)]
        if not self._land.seen(sent.at, SEEN_S):
            return None
        if sent.lost:
            return sent.result or Invocation(details="Delayed", code=-1, stdout="", stderr="", started=False)
        if not self._land.seen(sent.at, TAKES_S):
            return Invocation(details="InProgress", code=-1, stdout="", stderr="")
        sent.result = sent.result or self._ended(sent, self._land.bodies[instance_id])
        return sent.result

    def call_back(self, instance_id: str, command_id: str) -> None:
        sent = self._land.commands[int(command_id)]
        gone = Invocation(details="Cancelled", code=-1, stdout="", stderr="", started=False)

        def end() -> None:
            sent.result = gone

        self._land.write(instance_id, "call back", end)

    def under_way(self, instance_id: str, now: datetime) -> tuple[str, ...]:
        del instance_id, now
        return ()

    def _ended(self, sent: Sent, body: Body) -> Invocation:
        good = Invocation(details="Success", code=0, stdout="", stderr="")
        bad = Invocation(details="Failed", code=1, stdout="", stderr="no")
        if sent.document == "Scan":
            self._land.scans[sent.instance_id] = self._land.clock.now()
        if sent.document == "SRE-MachineFacts":
            return good.model_copy(update={"stdout": _facts(body)})
        if sent.document == "SRE-HealthCheck":
            return good if body.healthy or body.version == OLD else bad
        return good if sent.document != "SRE-UndoTransaction" or body.undo_works else bad


def _facts(body: Body) -> str:
    free = dict.fromkeys(("/", "/var", "/boot"), 10**10)
    told = {
        "boot_id": f"boot-{body.boot}",
        "kernel": "6.1",
        "free_bytes": free,
        "package_manager_locked": False,
        "packages": {OVERRIDE: body.version},
        "last_transaction_id": body.transaction,
    }
    return json.dumps(told)


class FakeSnapshots(Snapshots):
    def __init__(self, land: Land) -> None:
        self._land = land

    def take(self, instance_id: str, mark: str, workflow_id: str, expires: datetime) -> tuple[str, ...]:
        del workflow_id, expires
        if self._land.bodies[instance_id].full:
            raise Upstream("The account has as many snapshots as it may.", cause=Cause.REFUSED, retryable=False)
        taken = (instance_id, self._land.clock.now())
        self._land.write(instance_id, "snapshots", lambda: self._land.taken.update({mark: taken}))
        return (f"snap-{instance_id}",)

    def marked(self, mark: str) -> tuple[Snapshot, ...]:
        name, at = self._land.taken.get(mark, ("", self._land.clock.now()))
        if not name or not self._land.seen(at, SEEN_S):
            return ()
        state = self._land.bodies[name].snapshots if self._land.seen(at, TAKES_S) else "pending"
        volume = self._land.plan.machine(name).volumes[0]
        return (
            Snapshot(
                snapshot_id=f"snap-{name}",
                volume_id=volume.volume_id,
                state=state,
                size_gib=volume.size_gib,
                encrypted=volume.encrypted,
            ),
        )

    def under_way(self, volume_ids: Sequence[str]) -> tuple[Snapshot, ...]:
        roots = {each.volumes[0].volume_id: each.instance_id for each in self._land.plan.machines}
        counts = {volume: self._land.bodies[roots[volume]].others for volume in volume_ids if volume in roots}
        one = {"snapshot_id": "snap-1", "state": "pending", "size_gib": 20, "encrypted": True}
        return tuple(Snapshot(volume_id=name, **one) for name, count in counts.items() for _ in range(count))


class FakeVolumes(Volumes):
    def __init__(self, land: Land) -> None:
        self._land = land

    def keep(self, instance_id: str, volume_id: str, workflow_id: str, expires: datetime) -> None:
        kept = (workflow_id, expires)
        self._land.write(instance_id, "keep", lambda: self._land.kept.update({volume_id: kept}))

    def kept_for(self, volume_id: str) -> str:
        return self._land.kept.get(volume_id, ("", None))[0]


class FakeReboots(Reboots):
    def __init__(self, land: Land) -> None:
        self._land = land

    def reboot(self, instance_id: str) -> None:
        body = self._land.bodies[instance_id]

        def boot() -> None:
            body.boot, body.pending = body.boot + 1, False

        self._land.write(instance_id, "reboot", boot)


class FakeLists(OverrideLists):
    def __init__(self, land: Land) -> None:
        self._land = land

    def put(self, instance_id: str, run_id: str, overrides: Sequence[str]) -> str:
        assert overrides
        self._land.write(instance_id, "list", lambda: None)
        return f"s3://lists/{run_id}/{instance_id}.yaml"

    def find(self, instance_id: str, run_id: str, overrides: Sequence[str]) -> str:
        found = self._land.effects[instance_id, "list"]
        return f"s3://lists/{run_id}/{instance_id}.yaml" if found and overrides else ""


class FakeRoots(RootVolumes):
    def __init__(self, land: Land) -> None:
        self._land = land

    def replace(self, instance_id: str, snapshot_id: str, mark: str) -> str:
        body = self._land.bodies[instance_id]

        def boot() -> None:
            body.boot, body.version, body.pending = body.boot + 1, OLD, False
            self._land.tasks[mark] = self._land.clock.now()

        if mark not in self._land.tasks:
            self._land.write(instance_id, "root volume", boot)
        return f"task-{snapshot_id}"

    def marked(self, mark: str) -> Replacement | None:
        at = self._land.tasks.get(mark)
        if at is None or not self._land.seen(at, SEEN_S):
            return None
        return Replacement(task_id="task", state="succeeded" if self._land.seen(at, TAKES_S) else "in-progress")
