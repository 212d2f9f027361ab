"""What is looked at before and after a change. Each check gives what is wrong; what is not known is never good."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import NamedTuple

from core.patching.inspection import Inspection
from workflows.patching.outcome import Failed, Halt
from workflows.patching.steps.job import HEALTH, Job

_WELL = frozenset({"ok"})
_MIB = 1024**2


class Trouble(NamedTuple):
    """Something that is wrong, or not known: then `sure` is False, and it may become known."""

    sentence: str
    sure: bool = True


def none_of(job: Job, troubles: Iterable[Trouble], *, untouched: bool = False) -> None:
    """Go on where nothing is wrong.

    Raises:
        Halt: something is wrong, or is not known yet.
    """
    found = list(troubles)
    certain = [each.sentence for each in found if each.sure]
    if certain:
        raise Halt(Failed(" ".join(certain), untouched))
    if found:
        raise job.later(" ".join(each.sentence for each in found))


def status_checks(job: Job) -> Iterator[Trouble]:
    """EC2's own checks of the machine, what it runs on, and its volumes."""
    checks, _ = job.hands.eyes.status.of(job.instance_id)
    if not checks:
        yield Trouble("EC2 does not check it.", sure=False)
    for check in checks:
        if check.status not in _WELL:
            yield Trouble(f"EC2's {check.name} check says {check.status}.", sure=check.status == "impaired")


def agent(job: Job) -> Iterator[Trouble]:
    """Whether Systems Manager has heard of it lately."""
    node = job.hands.eyes.patches.nodes([job.instance_id]).told.get(job.instance_id)
    if node is None:
        yield Trouble("Systems Manager does not know it.", sure=False)
    elif not node.online:
        yield Trouble("Its Systems Manager agent is silent.", sure=False)
    elif node.last_ping is None or job.ledger.now - node.last_ping > timedelta(seconds=job.timing.calm_s):
        yield Trouble("Its Systems Manager agent was not heard of lately.", sure=False)
    elif node.platform != job.machine.system:
        yield Trouble(f"It runs {node.platform or 'an unknown system'}, and {job.machine.system} was planned for.")


def alarms(job: Job, *, patient: bool = False) -> Iterator[Trouble]:
    """Whether every alarm that looks at it is calm; `patient` waits for one that a restart may have set off."""
    found = job.hands.watch.alarms(job.instance_id)
    if not found and job.house.require_alarm:
        yield Trouble("No alarm looks at it, so nobody would learn that it is unwell.")
    for alarm in found:
        if alarm.state == "ALARM":
            yield Trouble(f"The alarm {alarm.name} is in ALARM.", sure=not patient)
        elif alarm.state != "OK":
            yield Trouble(f"The alarm {alarm.name} has too little data to judge.", sure=False)


def health(job: Job, name: str) -> Iterator[Trouble]:
    """The health command that its own team keeps on it, tried again as a service may need a moment to start."""
    counter = f"{name} tries"
    number = int(job.facts.get(counter, "1"))
    invocation = job.ran(name if number == 1 else f"{name} {number}", job.own(HEALTH), {})
    if invocation.well:
        return
    last = number >= job.house.health_tries or not invocation.began
    if not last:
        job.ledger.learn(**{counter: str(number + 1)})
    yield Trouble(f"Its health command failed ({invocation.sentence}).", sure=last)


def room(job: Job, inspection: Inspection) -> Iterator[Trouble]:
    """Whether there is space, and nobody else uses the package manager."""
    for path, free in inspection.free_bytes.items():
        least = job.house.least_boot_free_mib if path == "/boot" else job.house.least_free_mib
        if free < least * _MIB:
            yield Trouble(f"{path} has {free // _MIB} MiB left, and {least} MiB are wanted.")
    wanted = () if job.machine.windows else ("/", "/var")
    if not inspection.free_bytes or not set(wanted) <= inspection.free_bytes.keys():
        yield Trouble("How much space is left is not known.")
    if inspection.package_manager_locked:
        who = "Windows Update" if job.machine.windows else "Its package manager"
        yield Trouble(f"{who} is in use by somebody else.")


def others_healthy(job: Job) -> Iterator[Trouble]:
    """Whether the machines that serve beside it can do without it."""
    for arn in job.machine.target_group_arns:
        for target in job.hands.traffic.targets(arn):
            if target.instance_id != job.instance_id and target.state != "healthy":
                group = arn.split("/")[-2] if "/" in arn else arn
                yield Trouble(f"{target.instance_id} is {target.state} in {group}, so this machine is needed.")


def own_targets(job: Job) -> Iterator[Trouble]:
    """Whether the load balancers find it healthy."""
    for arn in job.machine.target_group_arns:
        own = [each for each in job.hands.traffic.targets(arn) if each.instance_id == job.instance_id]
        for target in own:
            if target.state != "healthy":
                yield Trouble(f"The load balancer says that it is {target.state}.", sure=target.state == "unhealthy")
        if not own:
            yield Trouble("It is in none of its target groups any more.")
