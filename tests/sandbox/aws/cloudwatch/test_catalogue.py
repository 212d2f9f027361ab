from dataclasses import replace

from sandbox.aws.cloudwatch.catalogue import AGENT, EC2, Cadence, metrics_of
from tests.sandbox.aws.cloudwatch.machines import machine, metric


def test_only_burstable_types_have_credits() -> None:
    assert metric(machine(kind="t4g.small"), "CPUCreditBalance").unit == "Count"
    assert not [one for one in metrics_of(machine()).values() if "Credit" in one.name]


def test_without_an_agent_there_is_neither_memory_nor_disk() -> None:
    found = metrics_of(replace(machine(), agent=False))
    assert {one.namespace for one in found.values()} == {EC2}


def test_the_agent_reports_under_its_own_dimensions() -> None:
    found = [one for one in metrics_of(machine("database")).values() if one.namespace == AGENT]
    assert {tuple(dict(one.dimensions)) for one in found if one.name == "mem_used_percent"} == {
        ("InstanceId", "ImageId", "InstanceType")
    }
    disks = {dict(one.dimensions)["path"]: dict(one.dimensions) for one in found if one.name == "disk_used_percent"}
    assert set(disks) == {"/", "/var/lib/pgsql"}
    assert set(disks["/"]) == {"InstanceId", "ImageId", "InstanceType", "path", "device", "fstype"}


def test_a_second_file_system_needs_a_second_volume() -> None:
    found = metrics_of(replace(machine("database"), volumes=1)).values()
    assert len([one for one in found if one.name == "disk_used_percent"]) == 1


def test_monitoring_decides_on_minutes_but_not_for_all() -> None:
    basic = machine(detailed=False)
    assert metric(basic, "CPUUtilization").cadence is Cadence.SET_OF_FIVE
    assert metric(machine(), "CPUUtilization").cadence is Cadence.EVERY_MINUTE
    assert metric(machine(), "NetworkPacketsIn").cadence is Cadence.SET_OF_FIVE
    assert metric(basic, "StatusCheckFailed").cadence is Cadence.EVERY_MINUTE
