"""The audit log against a bucket, by somebody at a terminal, after somebody else has had the machine."""

from pathlib import Path
from secrets import token_hex
from typing import Any

import boto3
import pytest

from bot.settings import Settings
from bot.wiring import wire
from core.actor import Actor, Door
from services.store import Audit, Changes
from services.store.audit_heads import FILE
from tests.e2e.processes import command, environment

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def given(aws_url: str, tmp_path: Path) -> dict[str, str]:
    """An assistant with a bucket for its heads."""
    bucket = f"heads-{token_hex(4)}"
    session: Any = boto3.Session("sandbox", "sandbox", region_name="us-west-2")
    where = {"LocationConstraint": "us-west-2"}
    session.client("s3", endpoint_url=aws_url).create_bucket(Bucket=bucket, CreateBucketConfiguration=where)
    return environment(NOWHERE, aws_url, tmp_path / "state", SRE_AUDIT_BUCKET=f"s3://{bucket}/sre")


def decided(given: dict[str, str], *what: str, publish: bool) -> None:
    """Write rows down as the assistant would, and tell the head."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in given.items():
            patch.setenv(name, value)
        pieces = wire(Settings())
    for each in what:
        pieces.store.commit(Changes(audits=(Audit(Actor(Door.SCHEDULER), each, "w-1"),)))
    if publish:
        with pytest.MonkeyPatch.context() as patch:
            for name in ("AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
                patch.setenv(name, given[name])
            pieces.context.auditing.publish()
    pieces.store.close()


def forget_local_heads_and_state(given: dict[str, str]) -> None:
    """What somebody does who has the machine, and with it the key."""
    for file in Path(given["SRE_DATA_DIR"]).glob("state.db*"):
        file.unlink()
    (Path(given["SRE_AUDIT_DIR"]) / FILE).unlink()


@pytest.mark.parametrize(
    ("forged", "found"), [(("approve",), "its end was cut off"), (("nothing", "nothing"), "was written anew")]
)
def test_a_log_that_was_cut_or_written_anew_with_the_key_is_found_out_by_the_bucket(
    given: dict[str, str], forged: tuple[str, ...], found: str
) -> None:
    decided(given, "request", "approve", publish=True)
    whole = command(given, "audit", "verify")
    assert whole.returncode == 0, whole.stderr
    assert "1 published head" in whole.stdout
    forget_local_heads_and_state(given)
    decided(given, *forged, publish=False)
    refused = command(given, "audit", "verify")
    assert refused.returncode == 1
    assert found in refused.stderr


def test_a_bucket_that_cannot_be_asked_is_said_and_is_no_pass(given: dict[str, str]) -> None:
    decided(given, "request", publish=False)
    refused = command({**given, "SRE_AUDIT_BUCKET": "s3://never-made"}, "audit", "verify")
    assert refused.returncode == 1
    assert "nobody could ask for the heads in s3://never-made" in refused.stderr
