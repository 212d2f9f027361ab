from collections.abc import Iterator
from typing import Any
from urllib.request import Request, urlopen

import boto3
import pytest

from sandbox.aws.server import Aws, running
from tests.sandbox.aws.clients import Boto

KEYS = {"aws_access_key_id": "AKIASANDBOX", "aws_secret_access_key": "not-a-secret"}


@pytest.fixture(scope="module")
def small() -> Iterator[Aws]:
    with running(fleet=14, findings=40, latency_ms=5, region="us-east-1") as aws:
        yield aws


def connect(aws: Aws, service: str) -> Boto:
    make: Any = boto3.client
    made: Boto = make(service, endpoint_url=aws.url, region_name="us-east-1", **KEYS)
    return made


def test_the_fleet_and_the_findings_have_the_size_asked_for(small: Aws) -> None:
    machines = [
        one for group in connect(small, "ec2").describe_instances()["Reservations"] for one in group["Instances"]
    ]
    assert len(machines) == 14
    assert len(connect(small, "inspector2").list_findings(maxResults=100)["findings"]) == 40


def test_every_call_takes_at_least_the_latency(small: Aws) -> None:
    connect(small, "sts").get_caller_identity()
    (call,) = small.world.log.read(operation="sts:GetCallerIdentity")["calls"]
    assert call["ms"] >= 5


def test_machines_beyond_the_seed_are_numbered(small: Aws) -> None:
    assert [host.name for host in small.world.account.hosts.values()][12:] == ["web-13", "api-14"]


def test_a_stopped_machine_loses_its_agent_and_its_scan(small: Aws) -> None:
    stopped = "i-0a554b5583dd70864"
    connect(small, "ec2").stop_instances(InstanceIds=[stopped])
    node = connect(small, "ssm").describe_instance_information(Filters=[{"Key": "InstanceIds", "Values": [stopped]}])
    asked = {"resourceId": [{"comparison": "EQUALS", "value": stopped}]}
    scans = connect(small, "inspector2").list_coverage(filterCriteria=asked)["coveredResources"]
    assert node["InstanceInformationList"][0]["PingStatus"] == "ConnectionLost"
    assert {one["scanStatus"]["reason"] for one in scans} == {"EC2_INSTANCE_STOPPED"}


def test_reset_brings_everything_back(small: Aws) -> None:
    ec2 = connect(small, "ec2")
    ec2.terminate_instances(InstanceIds=["i-0f69519d5bc9f01d7"])
    with urlopen(Request(f"{small.url}/control/reset", b"", method="POST")) as answer:  # noqa: S310 - loopback
        assert answer.status == 200
    states = {
        one["InstanceId"]: one["State"]["Name"]
        for group in ec2.describe_instances()["Reservations"]
        for one in group["Instances"]
    }
    assert set(states.values()) == {"running"}
    assert small.world.log.read()["counts"] == {"ec2:DescribeInstances": 1}
