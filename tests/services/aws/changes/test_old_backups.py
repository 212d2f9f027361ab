from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from core.errors import NotFound, Upstream
from services.aws.changes.change_role import ChangeRole, Execution
from services.aws.changes.old_backups import OldSnapshots, OldVolumes
from services.aws.session import Aws
from tests.core.examples import StillClock
from tests.services.aws.wire import Wire, aws_error, fails, paged

PATCH = "w-20261120-000001"
RUN = Execution(PATCH, "U0APPROVE1")


class SameRole(ChangeRole):
    """The role for changes is the one that reads; for whom it was assumed is written down."""

    def __init__(self, aws: Aws) -> None:
        super().__init__(aws, "arn:aws:iam::123456789012:role/change", StillClock())
        self.acted_for: list[Execution] = []

    def acting_for(self, execution: Execution) -> Aws:
        self.acted_for.append(execution)
        return self._aws


def snapshot(number: int, **tags: str) -> Mapping[str, Any]:
    every = {"sre:workflow": PATCH, "sre:instance": "i-1", "sre:expires": "2026-11-19T02:00:00Z"} | {
        name.replace("_", ":"): value for name, value in tags.items()
    }
    listed = [{"Key": name, "Value": value} for name, value in every.items()]
    return {"SnapshotId": f"snap-{number}", "VolumeSize": 20, "Tags": listed}


def test_every_page_is_read_and_only_our_own_snapshots_are_asked_for(aws: Aws, wire: Wire) -> None:
    wire.on("ec2", "DescribeSnapshots", paged("Snapshots", [[snapshot(1)], [snapshot(2)]]))
    found = OldSnapshots(aws, SameRole(aws)).ours()
    assert [each.backup_id for each in found] == ["snap-1", "snap-2"]
    assert (found[0].workflow_id, found[0].instance_id) == (PATCH, "i-1")
    assert found[0].expires == datetime(2026, 11, 19, 2, tzinfo=UTC)
    assert wire.asked[0]["OwnerIds"] == ["self"]
    assert wire.asked[0]["Filters"] == [{"Name": "tag-key", "Values": ["sre:workflow"]}]


@pytest.mark.parametrize("text", ["", "soon", "2026-11-19", "2026-11-19T02:00:00"])
def test_a_time_that_cannot_be_read_never_expires(aws: Aws, wire: Wire, text: str) -> None:
    wire.on("ec2", "DescribeSnapshots", paged("Snapshots", [[snapshot(1, sre_expires=text)]]))
    (found,) = OldSnapshots(aws, SameRole(aws)).ours()
    assert found.expires is None


def test_a_page_that_fails_is_an_error_and_no_shorter_list(aws: Aws, wire: Wire) -> None:
    denied = aws_error("UnauthorizedOperation", status=403)
    wire.on("ec2", "DescribeSnapshots", paged("Snapshots", [[snapshot(1)], denied]))
    with pytest.raises(Upstream):
        OldSnapshots(aws, SameRole(aws)).ours()


def test_one_is_removed_by_the_role_for_changes_in_the_name_of_the_patch(aws: Aws, wire: Wire) -> None:
    wire.on("ec2", "DeleteSnapshot", lambda _: {})
    role = SameRole(aws)
    OldSnapshots(aws, role).remove("snap-1", RUN)
    assert wire.asked == [{"SnapshotId": "snap-1"}]
    assert role.acted_for == [RUN]


@pytest.mark.parametrize(
    ("code", "kind"), [("InvalidSnapshot.NotFound", NotFound), ("InvalidSnapshot.InUse", Upstream)]
)
def test_what_stands_in_the_way_of_a_removal_is_told(aws: Aws, wire: Wire, code: str, kind: type[Exception]) -> None:
    wire.on("ec2", "DeleteSnapshot", fails(aws_error(f"InvalidSnapshot.{code}")))
    with pytest.raises(kind):
        OldSnapshots(aws, SameRole(aws)).remove("snap-1", RUN)


def test_of_volumes_only_those_that_are_attached_to_nothing_are_asked_for(aws: Aws, wire: Wire) -> None:
    told = {key: value for key, value in snapshot(1).items() if key == "Tags"} | {"VolumeId": "vol-1", "Size": 20}
    wire.on("ec2", "DescribeVolumes", paged("Volumes", [[told], []]))
    (found,) = OldVolumes(aws, SameRole(aws)).ours()
    assert (found.kind, found.backup_id, found.workflow_id) == ("volume", "vol-1", PATCH)
    assert {"Name": "status", "Values": ["available"]} in wire.asked[0]["Filters"]


def test_a_volume_is_removed_in_the_name_of_the_patch(aws: Aws, wire: Wire) -> None:
    wire.on("ec2", "DeleteVolume", lambda _: {})
    role = SameRole(aws)
    OldVolumes(aws, role).remove("vol-1", RUN)
    assert (wire.asked, role.acted_for) == ([{"VolumeId": "vol-1"}], [RUN])
