"""An account in which patches take milliseconds, as a test uses it."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import boto3
from botocore.config import Config

from tests.sandbox.aws.clients import Boto, Json

PATCH, FACTS, UNDO, HEALTH = "AWS-RunPatchBaseline", "SRE-MachineFacts", "SRE-UndoTransaction", "SRE-HealthCheck"
Given = Mapping[str, str]
BUCKET = "sandbox-patching"
_NOTHING: Mapping[str, str] = {}
_OPEN = ("Pending", "InProgress", "Delayed", "Cancelling")


class Quick:
    """Clients of the account, and machines that no test has touched yet."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._session = boto3.Session("AKIASANDBOX", "not-a-secret", region_name="us-west-2")
        self.ssm, self.s3, self.ec2 = self.client("ssm"), self.client("s3"), self.client("ec2")
        self.inspector, self.trail = self.client("inspector2"), self.client("cloudtrail")
        self._fresh = {name: self._online(name) for name in ("Amazon Linux", "Ubuntu")}

    def client(self, service: str) -> Boto:
        make: Any = self._session.client
        made: Boto = make(service, endpoint_url=self._url, config=Config(retries={"total_max_attempts": 1}))
        return made

    def control(self, method: str, path: str, body: object = None) -> Json:
        data = json.dumps(body).encode() if body is not None else None
        try:
            with urlopen(Request(f"{self._url}/control/{path}", data, method=method)) as answer:  # noqa: S310 - loopback
                found: Json = json.load(answer)
        except HTTPError as error:
            found = json.load(error)
        return found

    def machine(self, system: str = "Amazon Linux") -> str:
        return next(self._fresh[system])

    def reboot(self, instance_id: str) -> None:
        before = self.effects("boot", instance_id)
        self.ec2.reboot_instances(InstanceIds=[instance_id])
        self.wait(lambda: self.effects("boot", instance_id) > before)

    def trouble(self, instance_id: str, **scenario: object) -> None:
        self.control("POST", "scenarios", {instance_id: scenario})

    def effects(self, kind: str, subject: str) -> int:
        counts: dict[str, dict[str, int]] = self.control("GET", "effects")["effects"]
        return counts.get(kind, {}).get(subject, 0)

    def send(
        self, document: str, *ids: str, timeout_s: int = 3600, comment: str = "", given: Given = _NOTHING, **more: str
    ) -> str:
        parameters = {name: [value] for name, value in {**given, **more}.items()}
        request = {"DocumentName": document, "InstanceIds": list(ids), "Parameters": parameters}
        sent = self.ssm.send_command(**request, TimeoutSeconds=timeout_s, Comment=comment)
        command_id: str = sent["Command"]["CommandId"]
        return command_id

    def run(self, document: str, machine: str, timeout_s: int = 3600, given: Given = _NOTHING, **more: str) -> Json:
        return self.ended(self.send(document, machine, timeout_s=timeout_s, given=given, **more), machine)

    def ended(self, command_id: str, instance_id: str) -> Json:
        self.wait(lambda: self._status(command_id, instance_id) not in _OPEN)
        found: Json = self.ssm.get_command_invocation(CommandId=command_id, InstanceId=instance_id)
        return found

    def wait(self, holds: Callable[[], bool], limit_s: float = 10) -> None:
        until = time.monotonic() + limit_s
        while not holds():
            assert time.monotonic() < until
            time.sleep(0.005)

    def install(self, machine: str, *patches: str, reboot: str = "NoReboot", snapshot: str = "") -> Json:
        url = self.override_list(*patches)
        given = {"Operation": "Install", "RebootOption": reboot, "InstallOverrideList": url, "SnapshotId": snapshot}
        return self.run(PATCH, machine, given=given)

    def override_list(self, *patches: str) -> str:
        text = "patches:\n" + "".join(f"  - id: '{each}'\n" for each in patches)
        key = f"lists/{time.monotonic_ns()}.yaml"
        self.s3.put_object(Bucket=BUCKET, Key=key, Body=text.encode())
        return f"s3://{BUCKET}/{key}"

    def facts(self, instance_id: str, *packages: str) -> Json:
        given = {"Packages": list(packages)} if packages else {}
        sent = self.ssm.send_command(DocumentName=FACTS, InstanceIds=[instance_id], Parameters=given)
        told: Json = json.loads(self.ended(sent["Command"]["CommandId"], instance_id)["StandardOutputContent"])
        return told

    def patches(self, instance_id: str, state: str) -> set[str]:
        pages = self.ssm.get_paginator("describe_instance_patches").paginate(
            InstanceId=instance_id, Filters=[{"Key": "State", "Values": [state]}]
        )
        return {patch["KBId"] for page in pages for patch in page["Patches"]}

    def active(self, instance_id: str, package: str) -> int:
        """How many findings of a package Inspector still has open on a machine."""
        criteria = {
            "resourceId": [{"comparison": "EQUALS", "value": instance_id}],
            "findingStatus": [{"comparison": "EQUALS", "value": "ACTIVE"}],
            "vulnerablePackages": [{"name": {"comparison": "EQUALS", "value": package}}],
        }
        return len(self.inspector.list_findings(filterCriteria=criteria, maxResults=100)["findings"])

    def closed(self, instance_id: str) -> set[str]:
        """The ARNs of the findings of a machine that are closed."""
        criteria = {
            "resourceId": [{"comparison": "EQUALS", "value": instance_id}],
            "findingStatus": [{"comparison": "EQUALS", "value": "CLOSED"}],
        }
        found = self.inspector.list_findings(filterCriteria=criteria, maxResults=100)["findings"]
        return {finding["findingArn"] for finding in found}

    def _status(self, command_id: str, instance_id: str) -> str:
        try:
            found = self.ssm.get_command_invocation(CommandId=command_id, InstanceId=instance_id)
        except self.ssm.exceptions.InvocationDoesNotExist:  # type: ignore[attr-defined]
            return "Pending"
        return str(found["Status"])

    def _online(self, system: str) -> Iterator[str]:
        """Those of a system that were scanned and have something missing, and nothing else the matter."""
        pages = self.ssm.get_paginator("describe_instance_information").paginate(
            Filters=[{"Key": "PingStatus", "Values": ["Online"]}]
        )
        nodes = [node for page in pages for node in page["InstanceInformationList"] if node["PlatformName"] == system]
        ids = [node["InstanceId"] for node in nodes if node["PlatformVersion"] != "24.04"]
        for start in range(0, len(ids), 50):
            told = self.ssm.describe_instance_patch_states(InstanceIds=ids[start : start + 50])["InstancePatchStates"]
            yield from (each["InstanceId"] for each in told if each["Operation"] == "Scan" and each["MissingCount"])
