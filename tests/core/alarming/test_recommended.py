"""Which alarms a machine should have."""

from core.alarming.recommended import recommended
from core.series import Metric
from tests.core.examples import instance, instance_id

OWN = ("InstanceId", instance_id())


def listed(namespace: str, name: str, *more: tuple[str, str]) -> Metric:
    return Metric(namespace=namespace, name=name, dimensions=tuple(sorted((OWN, *more))), statistic="Average")


def slugs(*metrics: Metric) -> list[str]:
    return [alarm.name.partition(f"{instance_id()}/")[2] for alarm in recommended(instance(), metrics)]


def test_every_machine_has_its_checks_and_its_cpu_watched() -> None:
    assert slugs() == ["status", "cpu"]


def test_each_disk_is_watched_and_what_is_no_disk_is_not() -> None:
    root = listed("CWAgent", "disk_used_percent", ("path", "/"), ("fstype", "xfs"))
    data = listed("CWAgent", "disk_used_percent", ("path", "/var/lib"), ("fstype", "xfs"))
    memory = listed("CWAgent", "disk_used_percent", ("path", "/run"), ("fstype", "tmpfs"))
    assert slugs(root, data, memory) == ["status", "cpu", "disk/_", "disk/_var_lib"]


def test_the_metrics_of_another_machine_are_not_taken_for_its_own() -> None:
    other = Metric(
        namespace="CWAgent",
        name="mem_used_percent",
        dimensions=(("InstanceId", instance_id(2)),),
        statistic="Average",
    )
    assert slugs(other) == ["status", "cpu"]


def test_topics_are_told_of_every_change() -> None:
    assert {alarm.notify for alarm in recommended(instance(), (), ["arn:aws:sns:x"])} == {("arn:aws:sns:x",)}
