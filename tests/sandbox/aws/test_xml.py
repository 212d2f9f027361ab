from datetime import UTC, datetime

import pytest

from sandbox.aws.call import service_model
from sandbox.aws.xml import ec2_xml


def written(**instance: object) -> str:
    result = {"Reservations": [{"Instances": [instance]}]}
    return ec2_xml("DescribeInstances", service_model("ec2"), result).decode()


def test_members_have_the_names_of_the_wire() -> None:
    told = written(InstanceId="i-1", Tags=[{"Key": "Name", "Value": "a<b"}], State={"Code": 16, "Name": "running"})
    assert "<instancesSet><item><instanceId>i-1</instanceId>" in told
    assert "<tagSet><item><key>Name</key><value>a&lt;b</value></item></tagSet>" in told
    assert "<instanceState><code>16</code><name>running</name></instanceState>" in told


def test_dates_and_truths_are_written_as_ec2_does() -> None:
    told = written(LaunchTime=datetime(2026, 11, 1, 2, 3, 4, tzinfo=UTC), EbsOptimized=False, KeyName=None)
    assert "<launchTime>2026-11-01T02:03:04.000Z</launchTime><ebsOptimized>false</ebsOptimized>" in told
    assert "keyName" not in told


def test_a_member_the_model_does_not_have_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        written(Colour="red")
