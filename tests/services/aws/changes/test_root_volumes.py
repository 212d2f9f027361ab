from services.aws.changes.root_volumes import RootVolumes, token_of
from services.aws.session import Aws
from tests.services.aws.changes.changing import MACHINE, writer
from tests.services.aws.wire import Wire, paged


def test_a_replacement_bears_a_token_of_its_mark_and_keeps_the_volume(aws: Aws, wire: Wire) -> None:
    task = {"ReplaceRootVolumeTaskId": "replacevol-1", "TaskState": "pending"}
    wire.on("ec2", "CreateReplaceRootVolumeTask", lambda _: {"ReplaceRootVolumeTask": task})
    roots = RootVolumes(writer(aws, wire))
    assert roots.replace(MACHINE, "snap-1", "mark") == roots.replace(MACHINE, "snap-1", "mark") == "replacevol-1"
    first, second = wire.asked
    assert first["ClientToken"] == second["ClientToken"] == token_of("mark") != token_of("other")
    assert first["DeleteReplacedRootVolume"] is False
    assert len(first["ClientToken"]) <= 64


def test_a_task_is_found_by_its_mark_and_is_over_only_at_an_end(aws: Aws, wire: Wire) -> None:
    rows = [{"ReplaceRootVolumeTaskId": "replacevol-1", "TaskState": "failed-detached"}]
    wire.on("ec2", "DescribeReplaceRootVolumeTasks", paged("ReplaceRootVolumeTasks", [[], rows]))
    found = RootVolumes(writer(aws, wire)).marked("mark")
    assert found is not None
    assert (found.state, found.over) == ("failed-detached", True)
    assert not found.model_copy(update={"state": "failing"}).over
