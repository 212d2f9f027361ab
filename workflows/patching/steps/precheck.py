"""Before anything is done: everything that must be so is so, or the machine is left alone."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from core.fleet import Instance
from core.patching.inspection import Inspection, older
from core.patching.plan import PlannedVolume
from core.patching.states import Step
from services.aws.machines import MachineFacts
from workflows.patching.outcome import Next, Outcome
from workflows.patching.steps.checks import Trouble, agent, alarms, none_of, others_healthy, room, status_checks
from workflows.patching.steps.job import FOR_PEOPLE, Job, versions_of

_OURS = "sre:"
# Of an HDD volume, and of one whose type is not known, one snapshot at a time.
# https://docs.aws.amazon.com/ebs/latest/userguide/ebs-resource-quotas.html
_MOST_PENDING, _SEVERAL = 5, frozenset({"gp2", "gp3", "io1", "io2", "standard"})


def precheck(job: Job) -> Outcome:
    """What is not known stops it like what is wrong."""
    looked_at = chain(
        machine(job), agent(job), status_checks(job), nobody_else(job), alarms(job), calendars(job), others_healthy(job)
    )
    none_of(job, looked_at, untouched=True)
    inspection = job.inspected("facts before")
    found = chain(room(job, inspection), planned_versions(job, inspection.packages), _way_back(job, inspection))
    none_of(job, found, untouched=True)
    return Next(
        Step.DRAIN,
        {
            "boot_id": inspection.boot_id,
            "kernel": inspection.kernel,
            "versions": versions_of(inspection),
            FOR_PEOPLE: inspection.for_people_only,
        },
    )


def machine(job: Job) -> Iterator[Trouble]:
    """Whether it is what was planned for, and can be brought back."""
    found = job.hands.eyes.ec2.instances([job.instance_id]).instances
    facts = job.hands.eyes.machines.of([job.instance_id]).machines.get(job.instance_id)
    if not found or facts is None:
        yield Trouble("It is not there any more.")
        return
    yield from _instance(found[0])
    yield from _hardware(job, facts)


def _instance(instance: Instance) -> Iterator[Trouble]:
    if not instance.opted_in:
        yield Trouble("It does not have the tag that lets it be changed any more.")
    if instance.state != "running":
        yield Trouble(f"It is {instance.state}.")


def _hardware(job: Job, facts: MachineFacts) -> Iterator[Trouble]:
    if facts.volumes is None:
        yield Trouble("Its volumes could not be read.", sure=False)
    elif {each.volume_id for each in facts.volumes} != {each.volume_id for each in job.machine.volumes}:
        yield Trouble("It has other volumes than were planned for.")
    elif job.plan.undoes is None or job.plan.drill:
        yield from room_for_backup(job, facts.volumes)
    if facts.root_device_type != "ebs" or facts.metal or facts.hibernation or facts.lifecycle == "spot":
        yield Trouble("Its root volume could not be replaced, so there is no way back.")
    if facts.target_group_arns is None:
        yield Trouble("Its load balancers could not be asked.", sure=False)
    elif set(facts.target_group_arns) != set(job.machine.target_group_arns):
        yield Trouble("It is in other target groups than were planned for.")
    if facts.auto_scaling_group != job.machine.auto_scaling_group:
        yield Trouble("It is in another Auto Scaling group than was planned for.")


def _way_back(job: Job, inspection: Inspection) -> Iterator[Trouble]:
    """A drill is held only where the way back may be taken; a patch is not, as what fails then calls a person."""
    if job.plan.drill and (why := inspection.for_people_only):
        yield Trouble(why)


def room_for_backup(job: Job, volumes: Sequence[PlannedVolume]) -> Iterator[Trouble]:
    """Whether EC2 takes one more snapshot of each volume now; the quota of the region it tells by refusing alone."""
    under_way = Counter(each.volume_id for each in job.hands.snapshots.under_way([each.volume_id for each in volumes]))
    for volume in volumes:
        most = _MOST_PENDING if volume.kind in _SEVERAL else 1
        if under_way[volume.volume_id] >= most:
            many = f"{under_way[volume.volume_id]} of {volume.volume_id} are under way, and it takes {most} at once"
            yield Trouble(f"EC2 takes no further snapshot: {many}.", sure=False)


def nobody_else(job: Job) -> Iterator[Trouble]:
    """Whether any other command runs on it."""
    for name in job.hands.commands.under_way(job.instance_id, job.ledger.now):
        if not name.startswith(f"{_OURS}{job.workflow.workflow_id}:"):
            yield Trouble(f"Another command runs on it: {name[:80]}.", sure=False)


def calendars(job: Job) -> Iterator[Trouble]:
    """Whether every change calendar is open."""
    for name in job.hands.watch.closed_calendars(job.house.calendars):
        yield Trouble(f"The change calendar {name} is closed.")


def planned_versions(job: Job, packages: Mapping[str, str | None]) -> Iterator[Trouble]:
    """Whether every package is installed as it was when the plan was made; what is newer by now nobody approved."""
    for package in job.machine.packages:
        version = packages.get(package.override)
        if package.is_update:
            if version and not job.plan.undoes:
                yield Trouble(f"{package.override} is installed by now.")
        elif not version:
            yield Trouble(f"{package.name} is not installed.")
        elif not job.plan.undoes and older(package.installed, version):
            yield Trouble(f"{package.name} is at {version} by now, and the plan was made for {package.installed}.")
