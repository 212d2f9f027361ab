"""Whether this system may and can change a machine at all; whatever is not known counts against it."""

from core.fleet import OPT_IN_TAG, Instance
from core.model import Model
from core.patches import Node
from core.patching.plan import PlannedVolume, runs_windows


class Machine(Model):
    """What is known of a machine before a plan is made. None, or `asked_node` False: it could not be learnt."""

    instance: Instance
    node: Node | None
    asked_node: bool
    volumes: tuple[PlannedVolume, ...] | None
    root_device_type: str
    instance_store: tuple[str, ...] = ()
    lifecycle: str = ""
    hibernation: bool = False
    metal: bool = False
    target_group_arns: tuple[str, ...] | None = ()
    auto_scaling_group: str = ""


def obstacle(machine: Machine) -> str:
    """Why the machine is left out of a plan, in one sentence; empty where it can be in it."""
    instance = machine.instance
    if not instance.opted_in:
        return f"It does not have the tag {OPT_IN_TAG}=enabled, so it is never changed."
    if instance.state != "running":
        return f"It is {instance.state}."
    return _unmanaged(machine) or _no_way_back(machine)


def _unmanaged(machine: Machine) -> str:
    if not machine.asked_node:
        return "Systems Manager could not be asked about it."
    if machine.node is None:
        return "Systems Manager does not manage it."
    if not machine.node.online:
        return "Its Systems Manager agent is silent."
    return "" if machine.node.platform else "Its operating system is not known."


def _no_way_back(machine: Machine) -> str:
    """What cannot be backed up and restored is not changed."""
    if machine.volumes is None:
        return "Its volumes could not be read."
    if machine.root_device_type != "ebs" or not any(volume.root for volume in machine.volumes):
        return "Its root volume is no EBS volume, so there would be no way back."
    if machine.metal:
        return "It is a bare metal machine, whose root volume cannot be replaced while it runs."
    if machine.hibernation:
        return "It is set up to hibernate, and such a root volume cannot be replaced."
    if machine.lifecycle == "spot":
        return "It is a Spot instance: replace it from a new image."
    return "Its load balancers could not be asked." if machine.target_group_arns is None else ""


def not_covered(machine: Machine) -> tuple[str, ...]:
    """What backup and way back do not bring back, a sentence each."""
    label = machine.instance.label
    said = []
    if machine.instance_store:
        said.append(f"{label}: what is on its instance store ({', '.join(machine.instance_store)}) is not backed up.")
    said += for_people(machine)
    data = [volume for volume in machine.volumes or () if not volume.root]
    if data:
        volumes = f"{len(data)} data volume{'s' if len(data) > 1 else ''}"
        be = "are" if len(data) > 1 else "is"
        said.append(f"{label}: its {volumes} {be} backed up, but not rolled back with the root volume.")
    return tuple(said)


def for_people(machine: Machine) -> tuple[str, ...]:
    """What is only learnt on the machine itself, and keeps programs from bringing it back."""
    system = machine.node.platform if machine.node else machine.instance.platform
    if not runs_windows(system):
        return ()
    return (f"{machine.instance.label}: a domain controller, or one under BitLocker, is brought back by a person.",)
