"""The account's events as a trail delivers them to a bucket: all of them, in files of a few minutes each.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-find-log-files.html
"""

import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from core.errors import Cause, Upstream
from core.strands import is_kept
from services.aws.event_pages import StoredEvent
from services.aws.persistence import every_page, persistently
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_s3.type_defs import ListObjectsV2OutputTypeDef

# A file is delivered about every five minutes, and has events from before that.
# https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
DELIVERED_WITHIN = timedelta(minutes=20)
_LARGEST = 256 * 1024 * 1024  # unpacked; CloudTrail's own files have some tens of megabytes at most
_NAME = re.compile(r"\d{12}_CloudTrail_[a-z0-9-]+_(\d{8}T\d{4}Z)_\w+\.json\.gz")
_WHOLE_PREFIX = re.compile(r"(?:^|/)AWSLogs/o-[a-z0-9]+$")
_GZIP = 31  # zlib's word for gzip


@dataclass(frozen=True, slots=True)
class Delivered:
    """One file: its key, and when it was begun."""

    key: str
    at: datetime


class TrailBucket:
    """Files of one account below `place`: s3://bucket/prefix, of an organisation's trail with AWSLogs/o-… after it."""

    def __init__(self, aws: Aws, place: str) -> None:
        self._aws = aws
        self.place = place
        bucket, _, prefix = place.removeprefix("s3://").partition("/")
        self._bucket, self._prefix = bucket, prefix.strip("/")

    def files(self, region: str, since: datetime, until: datetime) -> Iterator[Delivered]:
        """The files that may have events of a region between two moments, oldest first.

        Raises:
            Upstream: S3 refused or did not answer.
        """
        last = until + DELIVERED_WITHIN
        day = since.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        while day <= last:
            for file in self._of_day(region, day, since):
                if file.at > last:
                    return
                if file.at >= since:
                    yield file
            day += timedelta(days=1)

    def events(self, file: Delivered) -> list[StoredEvent]:
        """The events of a file that are worth keeping.

        Raises:
            Upstream: S3 refused or did not answer, or the file is none of CloudTrail's.
        """
        return [
            event
            for record in _records(file.key, persistently(lambda: self._body(file.key)))
            for event in _event(record)
        ]

    def _of_day(self, region: str, day: datetime, since: datetime) -> Iterator[Delivered]:
        account = self._aws.account
        logs = self._prefix if _WHOLE_PREFIX.search(self._prefix) else "/".join(filter(None, (self._prefix, "AWSLogs")))
        folder = f"{logs}/{account}/CloudTrail/{region}/{day:%Y/%m/%d}/"
        after = f"{folder}{account}_CloudTrail_{region}_{max(day, since.astimezone(UTC)):%Y%m%dT%H%MZ}"
        for page in every_page(lambda token: self._page(folder, after, token), "NextContinuationToken"):
            for each in page.get("Contents", []):
                name = _NAME.fullmatch(each.get("Key", "").removeprefix(folder))
                if name:
                    at = datetime.strptime(name[1], "%Y%m%dT%H%MZ").replace(tzinfo=UTC)
                    yield Delivered(each["Key"], at)

    def _page(self, folder: str, after: str, token: str) -> "ListObjectsV2OutputTypeDef":
        more: dict[str, Any] = {"ContinuationToken": token} if token else {"StartAfter": after}
        with self._aws.asking("s3", "ListObjectsV2"):
            return self._aws.client("s3").list_objects_v2(Bucket=self._bucket, Prefix=folder, **more)

    def _body(self, key: str) -> bytes:
        with self._aws.asking("s3", "GetObject"):
            return self._aws.client("s3").get_object(Bucket=self._bucket, Key=key)["Body"].read()


def _records(key: str, body: bytes) -> list[Any]:
    try:
        unpacker = zlib.decompressobj(wbits=_GZIP)
        text = unpacker.decompress(body, _LARGEST)
        found = json.loads(text) if not unpacker.unconsumed_tail else None
    except (zlib.error, ValueError, RecursionError):
        found = None
    records = found.get("Records") if isinstance(found, dict) else None
    if not isinstance(records, list):
        sentence = f"{key} is no file of CloudTrail's events."
        raise Upstream(sentence, cause=Cause.BROKEN, retryable=False, advice="Check SRE_TRAIL_BUCKET.")
    return records


def _event(record: Any) -> Iterator[StoredEvent]:  # noqa: ANN401  any JSON
    if not isinstance(record, Mapping):
        return
    at, event_id = _moment(record.get("eventTime")), record.get("eventID")
    if at and isinstance(event_id, str) and event_id and is_kept(record):
        yield StoredEvent(event_id, at, json.dumps(record, separators=(",", ":")))


def _moment(text: object) -> datetime | None:
    try:
        read = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return read.astimezone(UTC) if read and read.tzinfo else None
