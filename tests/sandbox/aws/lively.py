"""An account in which things happen six hundred times as fast, new for each test."""

import json
from collections.abc import Callable
from typing import Any
from urllib.request import Request, urlopen

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.sandbox.aws.clients import Boto, Json, until

WEB_1, WEB_2, WEB_3 = "i-0a554b5583dd70864", "i-0f69519d5bc9f01d7", "i-0e724c7b135c7ebf1"
API_1, DB_1 = "i-0fff7969126a03f88", "i-0905ef51525bb7a0d"


class Lively:
    """Clients of the account, and what a test asks of it again and again."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.ec2, self.elb, self.asg, self.ssm = (self.client(each) for each in ("ec2", "elbv2", "autoscaling", "ssm"))

    def client(self, service: str, keys: Json | None = None) -> Boto:
        """A client, with the keys of a session where they are given."""
        given = keys or {"AccessKeyId": "AKIASANDBOX", "SecretAccessKey": "not-a-secret", "SessionToken": None}
        session = boto3.Session(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"], "us-west-2")
        make: Any = session.client
        made: Boto = make(service, endpoint_url=self._url, config=Config(retries={"total_max_attempts": 1}))
        return made

    def control(self, method: str, path: str, body: object = None) -> Json:
        """Call the control API."""
        data = json.dumps(body).encode() if body is not None else None
        with urlopen(Request(f"{self._url}/control/{path}", data, method=method)) as answer:  # noqa: S310 - loopback
            found: Json = json.load(answer)
            return found

    def trouble(self, instance_id: str, **scenario: object) -> None:
        """Let something go wrong on a machine."""
        self.control("POST", "scenarios", {instance_id: scenario})

    def effects(self, kind: str) -> dict[str, int]:
        """How often a kind of change befell each thing."""
        found: dict[str, int] = self.control("GET", "effects")["effects"].get(kind, {})
        return found

    def machine(self, instance_id: str) -> Json:
        """One machine as DescribeInstances tells it."""
        [reservation] = self.ec2.describe_instances(InstanceIds=[instance_id])["Reservations"]
        found: Json = reservation["Instances"][0]
        return found

    def root(self, instance_id: str) -> str:
        """The id of a machine's root volume."""
        told = self.machine(instance_id)
        disks = {each["DeviceName"]: each["Ebs"]["VolumeId"] for each in told["BlockDeviceMappings"]}
        return str(disks[told["RootDeviceName"]])

    def snapshot(self, instance_id: str) -> str:
        """A completed snapshot of a machine's root volume."""
        volume = self.root(instance_id)
        made = self.ec2.create_snapshot(VolumeId=volume)
        until(lambda: self.states(made["SnapshotId"]) == {"completed"})
        return str(made["SnapshotId"])

    def states(self, *snapshot_ids: str) -> set[str]:
        """The states of the snapshots that are seen already."""
        filters = [{"Name": "snapshot-id", "Values": list(snapshot_ids)}]
        return {each["State"] for each in self.ec2.describe_snapshots(Filters=filters)["Snapshots"]}

    def stop(self, instance_id: str) -> None:
        """Stop a machine and wait for it."""
        self.ec2.stop_instances(InstanceIds=[instance_id])
        until(lambda: self.machine(instance_id)["State"]["Name"] == "stopped")


def refusal(call: Callable[..., object], **arguments: object) -> str:
    """The code with which a call is refused."""
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return str(caught.value.response["Error"]["Code"])
