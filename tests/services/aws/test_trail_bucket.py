import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import boto3
import pytest

from core.errors import Upstream
from sandbox.aws.server import Aws as Sandbox
from sandbox.aws.server import running
from services.aws.session import Aws
from services.aws.trail_bucket import TrailBucket

NOW = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)
ACCOUNT = "123456789012"


@cache
def client() -> Any:  # noqa: ANN401  boto3 makes it
    """One for all tests, each of which has the same sandbox."""
    make: Any = boto3.client
    return make("s3", region_name="us-west-2")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running(fleet=1, findings=1) as started:
        yield started


@pytest.fixture
def bucket(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, aws: Aws) -> Iterator[TrailBucket]:
    monkeypatch.setenv("AWS_ENDPOINT_URL", sandbox.url)
    s3 = client()
    s3.create_bucket(Bucket="trail", CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
    yield TrailBucket(Aws("us-west-2", aws.account), "s3://trail/logs")
    for each in s3.list_objects_v2(Bucket="trail").get("Contents", []):
        s3.delete_object(Bucket="trail", Key=each["Key"])
    s3.delete_bucket(Bucket="trail")


def deliver(minutes_ago: int, body: bytes | None = None, prefix: str = "logs", **more: object) -> str:
    at = NOW - timedelta(minutes=minutes_ago)
    record = {"eventID": f"e-{minutes_ago}", "eventTime": f"{at:%Y-%m-%dT%H:%M:%SZ}", "readOnly": False, **more}
    key = (
        f"{prefix}/AWSLogs/{ACCOUNT}/CloudTrail/us-west-2/{at:%Y/%m/%d}/"
        f"{ACCOUNT}_CloudTrail_us-west-2_{at:%Y%m%dT%H%MZ}_aB3{minutes_ago + 1000}.json.gz"
    )
    s3 = client()
    s3.put_object(Bucket="trail", Key=key, Body=body or gzip.compress(json.dumps({"Records": [record]}).encode()))
    return key


def test_files_of_a_span_are_found_over_midnight_and_until_the_last_delivery(bucket: TrailBucket) -> None:
    deliver(130)
    keys = [deliver(minutes) for minutes in (90, 40, 5, -15)]
    deliver(-45)
    s3 = client()
    s3.put_object(Bucket="trail", Key=keys[0].rpartition("/")[0] + "/digest.txt", Body=b"x")
    found = list(bucket.files("us-west-2", NOW - timedelta(minutes=100), NOW))
    assert [each.key for each in found] == keys
    assert found[0].at == NOW - timedelta(minutes=90)
    assert list(bucket.files("us-east-1", NOW - timedelta(days=1), NOW)) == []


def test_what_is_worth_keeping_of_a_file_is_told(bucket: TrailBucket) -> None:
    records = [
        {"eventID": "w", "eventTime": "2026-11-20T00:00:00Z", "readOnly": False, "eventName": "CreateUser"},
        {"eventID": "r", "eventTime": "2026-11-20T00:00:01Z", "readOnly": True, "eventName": "DescribeInstances"},
        {"eventID": "d", "eventTime": "2026-11-20T00:00:02Z", "readOnly": True, "errorCode": "AccessDenied"},
        {"eventID": "s", "eventTime": "2026-11-20T00:00:03Z", "readOnly": True, "eventName": "GetSecretValue"},
        {"eventID": "t", "eventTime": "redacted"},
        {"eventTime": "2026-11-20T00:00:04Z"},
        "strange",
    ]
    deliver(10, gzip.compress(json.dumps({"Records": records}).encode()))
    (file,) = bucket.files("us-west-2", NOW - timedelta(hours=1), NOW)
    told = bucket.events(file)
    assert [each.id for each in told] == ["w", "d", "s"]
    assert json.loads(told[0].record)["eventName"] == "CreateUser"


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b'{"Records": 7}'], ids=["no gzip", "no JSON", "a list", "no list"])
def test_a_file_that_is_none_of_cloudtrails_is_named(bucket: TrailBucket, text: bytes) -> None:
    deliver(10, gzip.compress(text) if text else b"no gzip")
    (file,) = bucket.files("us-west-2", NOW - timedelta(hours=1), NOW)
    with pytest.raises(Upstream, match="is no file of CloudTrail's events"):
        bucket.events(file)


def test_a_file_that_unpacks_to_more_than_a_trail_writes_is_refused(
    bucket: TrailBucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.aws.trail_bucket._LARGEST", 1000)
    deliver(10, gzip.compress(json.dumps({"Records": [" " * 100_000]}).encode()))
    (file,) = bucket.files("us-west-2", NOW - timedelta(hours=1), NOW)
    with pytest.raises(Upstream, match="is no file"):
        bucket.events(file)


def test_an_organisations_trail_has_its_folder_before_the_account(bucket: TrailBucket) -> None:
    key = deliver(10, prefix="o")
    s3 = client()
    moved = key.replace("AWSLogs/", "AWSLogs/o-abc123/")
    s3.copy_object(Bucket="trail", Key=moved, CopySource={"Bucket": "trail", "Key": key})
    organised = TrailBucket(bucket._aws, "s3://trail/o/AWSLogs/o-abc123")
    assert [each.key for each in organised.files("us-west-2", NOW - timedelta(hours=1), NOW)] == [moved]


def test_a_bucket_that_is_not_there_is_an_error(bucket: TrailBucket) -> None:
    with pytest.raises(Exception, match="ListObjectsV2"):
        list(TrailBucket(bucket._aws, "s3://nowhere-at-all").files("us-west-2", NOW - timedelta(hours=1), NOW))
