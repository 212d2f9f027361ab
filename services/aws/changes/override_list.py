"""The list of packages that a machine may install, where it reads it: a small file in S3."""

import json
from collections.abc import Sequence

from services.aws.changes.writer import Writer


class OverrideLists:
    """Writes lists below `place`, a bucket with or without a prefix; the same list again is the same file."""

    def __init__(self, writer: Writer, place: str) -> None:
        self._writer = writer
        bucket, _, prefix = place.removeprefix("s3://").partition("/")
        self._bucket = bucket
        self._prefix = prefix.strip("/")

    def put(self, instance_id: str, run_id: str, overrides: Sequence[str]) -> str:
        """Write the list for one machine of one run; its URL.

        https://docs.aws.amazon.com/systems-manager/latest/userguide/override-lists.html
        """
        key = self._key(instance_id, run_id)
        self._writer.write(
            instance_id,
            "s3",
            "PutObject",
            Bucket=self._bucket,
            Key=key,
            Body=content(overrides).encode(),
            ContentType="application/yaml",
        )
        return f"s3://{self._bucket}/{key}"

    def find(self, instance_id: str, run_id: str, overrides: Sequence[str]) -> str:
        """The URL of exactly this list where it stands already; empty where it does not."""
        key, aws = self._key(instance_id, run_id), self._writer.reader
        with aws.asking("s3", "GetObject"):
            client = aws.client("s3")
            try:
                told = client.get_object(Bucket=self._bucket, Key=key)["Body"].read()
            except client.exceptions.NoSuchKey:
                return ""
        return f"s3://{self._bucket}/{key}" if told == content(overrides).encode() else ""

    def _key(self, instance_id: str, run_id: str) -> str:
        return "/".join(filter(None, (self._prefix, run_id, f"{instance_id}.yaml")))


def content(overrides: Sequence[str]) -> str:
    """The list itself; JSON's strings are YAML's too, so that nothing in a name can become more than a name."""
    rows = "".join(f"  - id: {json.dumps(each)}\n" for each in overrides)
    return f"patches:\n{rows}"
