"""The heads of the audit chain in a bucket, which is best one that others own: written once each, and never again.

Give the process no right to delete there, and the bucket Object Lock: then whoever takes the machine over cannot take
back what was published. Each head stands in its object's name too, so that all are read with few calls.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from core.audit import BEGINNING, Head
from core.errors import Cause, Upstream
from services.aws.persistence import every_page
from services.aws.session import Aws

_NONE = "none"
_NAME = re.compile(r"(?P<at>\d{8}T\d{6}Z)-(?P<count>\d+)-(?P<seal>[0-9a-f]{64}|none)\.json")
_FORM = "%Y%m%dT%H%M%SZ"
_THERE_ALREADY = "PreconditionFailed"


class BucketHeads:
    """Heads below `place`, a bucket with or without a prefix."""

    def __init__(self, aws: Aws, place: str) -> None:
        self._aws = aws
        self.place = place
        bucket, _, prefix = place.removeprefix("s3://").partition("/")
        self._bucket = bucket
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""

    def publish(self, head: Head) -> None:
        """Write a head down; the same head again changes nothing.

        Raises:
            Upstream: S3 refused, or did not answer.
        """
        with self._aws.asking("s3", "PutObject"):
            client = self._aws.client("s3")
            try:
                client.put_object(
                    Bucket=self._bucket,
                    Key=f"{self._prefix}{_name(head)}",
                    Body=head.model_dump_json().encode(),
                    ContentType="application/json",
                    IfNoneMatch="*",
                )
            except ClientError as error:
                if error.response.get("Error", {}).get("Code") != _THERE_ALREADY:
                    raise

    def published(self) -> list[Head]:
        """All heads, oldest first; none where nothing has been published yet.

        Raises:
            Upstream: S3 refused or did not answer, or an object beside them is no head.
        """

        def ask(token: str) -> Mapping[str, Any]:
            with self._aws.asking("s3", "ListObjectsV2"):
                more = {"ContinuationToken": token} if token else {}
                client: Any = self._aws.client("s3")
                answer: Mapping[str, Any] = client.list_objects_v2(Bucket=self._bucket, Prefix=self._prefix, **more)
                return answer

        pages = every_page(ask, "NextContinuationToken")
        return [self._read(wire["Key"]) for page in pages for wire in page.get("Contents", [])]

    def _read(self, key: str) -> Head:
        told = _NAME.fullmatch(key.removeprefix(self._prefix))
        if told is None:
            raise Upstream(
                f"In {self.place} is {key}, which is no head of the audit log.",
                cause=Cause.BROKEN,
                retryable=False,
                advice="Keep nothing else there: use a prefix of its own in SRE_AUDIT_BUCKET.",
            )
        seal = BEGINNING if told["seal"] == _NONE else told["seal"]
        at = datetime.strptime(told["at"], _FORM).replace(tzinfo=UTC)
        return Head(count=int(told["count"]), seal=seal, at=at)


def _name(head: Head) -> str:
    return f"{head.at.astimezone(UTC):{_FORM}}-{head.count}-{head.seal or _NONE}.json"
