import pytest

from core.patches import Node
from core.patching.eligible import Machine, not_covered, obstacle
from core.patching.plan import PlannedVolume
from tests.core.examples import instance, instance_id

ROOT = PlannedVolume(volume_id="vol-1", device="/dev/xvda", size_gib=20, encrypted=True, root=True)
DATA = PlannedVolume(volume_id="vol-2", device="/dev/sdf", size_gib=100, encrypted=True, root=False)
NODE = Node(instance_id=instance_id(1), online=True, platform="Amazon Linux")
OPTED_IN = instance(1, tags={"PatchAutomation": "enabled"})


def machine(**more: object) -> Machine:
    fields: dict[str, object] = {
        "instance": OPTED_IN,
        "node": NODE,
        "asked_node": True,
        "volumes": (ROOT,),
        "root_device_type": "ebs",
    }
    return Machine.model_validate({**fields, **more})


def test_a_machine_that_may_and_can_be_changed_has_no_obstacle() -> None:
    assert obstacle(machine()) == ""


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"instance": instance(1)}, "PatchAutomation=enabled"),
        ({"instance": instance(1, tags={"PatchAutomation": "disabled"})}, "never changed"),
        ({"instance": instance(1, tags={"PatchAutomation": "enabled"}, state="stopped")}, "is stopped"),
        ({"asked_node": False, "node": None}, "could not be asked"),
        ({"node": None}, "does not manage it"),
        ({"node": NODE.model_copy(update={"online": False})}, "agent is silent"),
        ({"node": NODE.model_copy(update={"platform": ""})}, "not known"),
        ({"volumes": None}, "could not be read"),
        ({"volumes": (DATA,)}, "no way back"),
        ({"root_device_type": "instance-store"}, "no way back"),
        ({"metal": True}, "bare metal"),
        ({"hibernation": True}, "hibernate"),
        ({"lifecycle": "spot"}, "Spot"),
        ({"target_group_arns": None}, "load balancers could not be asked"),
    ],
)
def test_whatever_stands_against_it_or_is_not_known_leaves_it_out(more: dict[str, object], told: str) -> None:
    assert told in obstacle(machine(**more))


def test_what_is_not_brought_back_is_said() -> None:
    said = not_covered(machine(volumes=(ROOT, DATA), instance_store=("/dev/nvme1n1",)))
    assert said[0] == "web-1: what is on its instance store (/dev/nvme1n1) is not backed up."
    assert "1 data volume" in said[1]
    assert not_covered(machine()) == ()
