"""Heads of the audit log in a bucket, with an S3 that listens on a socket."""

from collections.abc import Iterator

import boto3
import pytest

from core.audit import Head
from core.errors import Upstream
from sandbox.aws.server import running
from services.aws.audit_bucket import BucketHeads
from services.aws.session import Aws
from tests.core.examples import NOW

BUCKET = "audit-heads"
FIRST = Head(count=0, seal="", at=NOW)
SECOND = Head(count=82, seal="a" * 64, at=NOW)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running(fleet=12, findings=20) as sandbox:
        yield sandbox.url


@pytest.fixture
def aws(url: str, monkeypatch: pytest.MonkeyPatch) -> Aws:
    monkeypatch.setenv("AWS_ENDPOINT_URL", url)
    session = boto3.Session("sandbox", "sandbox", region_name="us-west-2")
    made = Aws("us-west-2", session=session)
    s3 = made.client("s3")
    for page in s3.list_buckets()["Buckets"]:
        if page["Name"] == BUCKET:
            for each in s3.list_objects_v2(Bucket=BUCKET).get("Contents", []):
                s3.delete_object(Bucket=BUCKET, Key=each["Key"])
            s3.delete_bucket(Bucket=BUCKET)
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
    return made


@pytest.mark.parametrize("place", [f"s3://{BUCKET}", f"s3://{BUCKET}/", f"s3://{BUCKET}/team/sre/"])
def test_heads_are_read_as_they_were_published(aws: Aws, place: str) -> None:
    heads = BucketHeads(aws, place)
    assert heads.published() == []
    for head in (FIRST, SECOND):
        heads.publish(head)
    assert sorted(heads.published(), key=lambda head: head.count) == [FIRST, SECOND]


def test_a_head_is_written_once_and_the_same_again_changes_nothing(aws: Aws) -> None:
    heads = BucketHeads(aws, f"s3://{BUCKET}/h")
    heads.publish(SECOND)
    [key] = [each["Key"] for each in aws.client("s3").list_objects_v2(Bucket=BUCKET)["Contents"]]
    aws.client("s3").put_object(Bucket=BUCKET, Key=key, Body=b"kept")
    heads.publish(SECOND)
    assert aws.client("s3").get_object(Bucket=BUCKET, Key=key)["Body"].read() == b"kept"
    assert heads.published() == [SECOND]


def test_what_is_no_head_is_said(aws: Aws) -> None:
    aws.client("s3").put_object(Bucket=BUCKET, Key="h/notes.txt", Body=b"x")
    with pytest.raises(Upstream, match="which is no head"):
        BucketHeads(aws, f"s3://{BUCKET}/h").published()


def test_a_bucket_that_is_not_there_is_an_error_and_not_an_empty_list(aws: Aws) -> None:
    heads = BucketHeads(aws, "s3://never-made")
    with pytest.raises(Upstream, match="ListObjectsV2"):
        heads.published()
    with pytest.raises(Upstream, match="PutObject"):
        heads.publish(SECOND)
