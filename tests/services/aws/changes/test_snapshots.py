from datetime import timedelta

from services.aws.changes.snapshots import Snapshots
from services.aws.session import Aws
from tests.services.aws.changes.changing import AT, MACHINE, writer
from tests.services.aws.wire import Asked, Wire, paged


def test_a_set_of_all_volumes_bears_its_marks(aws: Aws, wire: Wire) -> None:
    wire.on("ec2", "CreateSnapshots", lambda _: {"Snapshots": [{"SnapshotId": "snap-1"}, {"SnapshotId": "snap-2"}]})
    taken = Snapshots(writer(aws, wire)).take(MACHINE, "mark", "w-1", AT + timedelta(days=7))
    assert taken == ("snap-1", "snap-2")
    assert tags(wire.asked[0]) == {
        "sre:mark": "mark",
        "sre:workflow": "w-1",
        "sre:instance": MACHINE,
        "sre:expires": "2026-03-08T12:00:00Z",
    }


def tags(asked: Asked) -> dict[str, str]:
    return {each["Key"]: each["Value"] for each in asked["TagSpecifications"][0]["Tags"]}


def test_snapshots_are_found_by_their_mark_on_every_page(aws: Aws, wire: Wire) -> None:
    row = {"SnapshotId": "snap-1", "VolumeId": "vol-1", "State": "error", "VolumeSize": 8, "Encrypted": True}
    wire.on("ec2", "DescribeSnapshots", paged("Snapshots", [[], [{**row, "StateMessage": "no key"}]]))
    found = Snapshots(writer(aws, wire)).marked("mark")
    assert [(each.snapshot_id, each.state, each.message) for each in found] == [("snap-1", "error", "no key")]
    assert wire.asked[0]["Filters"] == [{"Name": "tag:sre:mark", "Values": ["mark"]}]
