import pytest

from tests.sandbox.aws.clients import Json, until
from tests.sandbox.aws.lively import API_1, DB_1, Lively, refusal


def test_pages_have_the_size_asked_for_and_lose_nothing(lively: Lively) -> None:
    ids = {lively.ec2.create_snapshot(VolumeId=lively.root(each))["SnapshotId"] for each in (API_1, DB_1) * 3}
    until(lambda: lively.states(*ids) == {"completed"})
    pages = list(
        lively.ec2.get_paginator("describe_snapshots").paginate(OwnerIds=["self"], PaginationConfig={"PageSize": 5})
    )
    found = [each["SnapshotId"] for page in pages for each in page["Snapshots"]]
    assert len(pages[0]["Snapshots"]) == 5
    assert len(found) == len(set(found))
    assert ids <= set(found)


def test_filters_of_different_names_must_all_hold(lively: Lively) -> None:
    made = lively.snapshot(API_1)
    volume = {"Name": "volume-id", "Values": [lively.root(API_1)]}
    done = lively.ec2.describe_snapshots(Filters=[volume, {"Name": "status", "Values": ["comp*"]}])["Snapshots"]
    assert [each["SnapshotId"] for each in done] == [made]
    pending = [volume, {"Name": "status", "Values": ["pending"]}]
    assert lively.ec2.describe_snapshots(Filters=pending)["Snapshots"] == []


def test_a_deleted_snapshot_is_gone_and_cannot_be_deleted_again(lively: Lively) -> None:
    made = lively.snapshot(API_1)
    lively.ec2.delete_snapshot(SnapshotId=made)
    assert refusal(lively.ec2.delete_snapshot, SnapshotId=made) == "InvalidSnapshot.NotFound"
    assert lively.effects("ec2:DeleteSnapshot") == {made: 1}


def test_the_snapshot_of_an_image_is_in_use(lively: Lively) -> None:
    amazon = [{"Name": "owner-alias", "Values": ["amazon"]}]
    used = lively.ec2.describe_snapshots(Filters=amazon)["Snapshots"][0]["SnapshotId"]
    assert refusal(lively.ec2.delete_snapshot, SnapshotId=used) == "InvalidSnapshot.InUse"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"SnapshotIds": ["snap-0123456789abcdef0"]}, "InvalidSnapshot.NotFound"),
        ({"SnapshotIds": ["backup"]}, "InvalidSnapshotID.Malformed"),
        ({"MaxResults": 4}, "InvalidParameterValue"),
        ({"SnapshotIds": ["snap-0123456789abcdef0"], "MaxResults": 5}, "InvalidSnapshot.NotFound"),
        ({"Filters": [{"Name": "colour", "Values": ["red"]}]}, "InvalidParameterValue"),
        ({"NextToken": "made-up"}, "InvalidNextToken"),
    ],
)
def test_what_ec2_refuses_is_refused(lively: Lively, asked: Json, code: str) -> None:
    assert refusal(lively.ec2.describe_snapshots, **asked) == code
