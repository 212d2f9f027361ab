"""The metrics that tell most about a thing, and beyond which values they say what."""

from collections.abc import Mapping
from typing import NamedTuple

from core.causes.subject import Subject
from core.series import Metric


class Vital(NamedTuple):
    """One metric of a thing. `high` and `low` are values beyond which it says `bad`; else it says `well`.

    `moves`: the evidence of a change upwards by at least half, whatever the height. `value_name` and those of `before`
    and `now` are what texts call the values.
    """

    namespace: str
    name: str
    dimensions: tuple[tuple[str, str], ...]
    label: str
    unit: str
    statistic: str = "Average"
    high: float | None = None
    low: float | None = None
    bad: str = ""
    well: str = ""
    moves: str = ""
    value_name: str = ""
    impact: bool = False
    fills: bool = False


_GIB = 2.0**30


def vitals_of(subject: Subject, hints: Mapping[str, str]) -> tuple[Vital, ...]:
    """What to read for a subject; `hints` are dimensions of the alert itself, such as those of a disk."""
    found: list[Vital] = []
    if subject.instance_id:
        found += _instance(subject.instance_id, hints)
    if subject.db:
        found += _database(("DBInstanceIdentifier", subject.db))
    if subject.balancer:
        found += _balancer(subject.balancer, subject.target_group)
    if subject.cluster and subject.ecs_service:
        found += _ecs(subject.cluster, subject.ecs_service)
    if subject.function:
        found += _function(subject.function)
    if subject.queue:
        found.append(_queue(subject.queue))
    return tuple(found)


def _instance(instance_id: str, hints: Mapping[str, str]) -> list[Vital]:
    own = (("InstanceId", instance_id),)
    disk = tuple(sorted((*own, *((name, hints[name]) for name in ("device", "fstype", "path") if hints.get(name)))))
    return [
        Vital("AWS/EC2", "CPUUtilization", own, "CPU", "Percent", "Average", 85, None, "cpu_high", "cpu_normal",
              value_name="cpu"),
        Vital("AWS/EC2", "CPUCreditBalance", own, "CPU credits", "Count", "Minimum", None, 10, "credits_gone",
              "credits_fine", value_name="credits"),
        Vital("CWAgent", "mem_used_percent", own, "Memory", "Percent", "Average", 92, None, "memory_high",
              "memory_fine", value_name="memory_used"),
        Vital("CWAgent", "disk_used_percent", disk, "Disk use", "Percent", "Maximum", 92, None, "disk_full",
              "disk_fine", value_name="disk_used", fills=True, impact=True),
        Vital("AWS/EC2", "StatusCheckFailed_System", own, "System check", "Count", "Maximum", 0.5, None,
              "status_check_system", impact=True),
        Vital("AWS/EC2", "StatusCheckFailed_Instance", own, "Instance check", "Count", "Maximum", 0.5, None,
              "status_check_instance", impact=True),
        Vital("AWS/EC2", "NetworkIn", own, "Network in", "Bytes", "Sum", moves="requests_up", value_name="load"),
    ]  # fmt: skip


def _database(own: tuple[str, str]) -> list[Vital]:
    return [
        Vital("AWS/RDS", "DatabaseConnections", (own,), "Connections", "Count", "Maximum", moves="connections_up",
              well="connections_normal", value_name="connections"),
        Vital("AWS/RDS", "CPUUtilization", (own,), "Database CPU", "Percent", "Average", 85, None, "db_cpu_high",
              value_name="db_cpu"),
        Vital("AWS/RDS", "FreeStorageSpace", (own,), "Free storage", "Bytes", "Minimum", None, 2 * _GIB,
              "db_storage_low", "db_storage_fine", value_name="storage_free"),
        Vital("AWS/RDS", "FreeableMemory", (own,), "Free memory", "Bytes", "Minimum", None, 0.1 * _GIB,
              "db_memory_low"),
        Vital("AWS/RDS", "ReadLatency", (own,), "Read latency", "Seconds", "Average", 0.1, None, "db_latency_up",
              "db_latency_normal", moves="db_latency_up", value_name="latency", impact=True),
        Vital("AWS/RDS", "ReplicaLag", (own,), "Replica lag", "Seconds", "Maximum", 30, None, "replica_lag",
              value_name="replica_lag"),
        Vital("AWS/RDS", "BurstBalance", (own,), "Burst balance", "Percent", "Minimum", None, 5, "burst_gone",
              value_name="burst"),
    ]  # fmt: skip


def _balancer(balancer: str, target_group: str) -> list[Vital]:
    own = (("LoadBalancer", balancer),)
    both = tuple(sorted((*own, *([("TargetGroup", target_group)] if target_group else []))))
    return [
        Vital("AWS/ApplicationELB", "RequestCount", own, "Requests", "Count", "Sum", moves="requests_up",
              well="requests_steady", value_name="load"),
        Vital("AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", own, "Errors of targets", "Count", "Sum",
              moves="errors_up", impact=True, value_name="errors"),
        Vital("AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", own, "Errors of the balancer", "Count", "Sum", 0.5,
              None, "balancer_errors", impact=True, value_name="balancer_errors"),
        Vital("AWS/ApplicationELB", "TargetResponseTime", own, "Response time", "Seconds", "Average",
              moves="latency_up", impact=True, value_name="latency"),
        Vital("AWS/ApplicationELB", "UnHealthyHostCount", both, "Unhealthy targets", "Count", "Maximum", 0.5, None,
              "targets_unhealthy", "targets_healthy", impact=True, value_name="unhealthy"),
    ]  # fmt: skip


def _ecs(cluster: str, service: str) -> list[Vital]:
    own = (("ClusterName", cluster), ("ServiceName", service))
    return [
        Vital("AWS/ECS", "MemoryUtilization", own, "Memory", "Percent", "Maximum", 92, None, "memory_up",
              moves="memory_up", value_name="memory_used"),
        Vital("AWS/ECS", "CPUUtilization", own, "CPU", "Percent", "Average", 85, None, "cpu_high", "cpu_normal",
              value_name="cpu"),
    ]  # fmt: skip


def _function(name: str) -> list[Vital]:
    own = (("FunctionName", name),)
    return [
        Vital("AWS/Lambda", "Errors", own, "Errors", "Count", "Sum", moves="errors_up", impact=True,
              value_name="errors"),
        Vital("AWS/Lambda", "Throttles", own, "Throttles", "Count", "Sum", 0.5, None, "throttles", impact=True,
              value_name="throttle_count"),
        Vital("AWS/Lambda", "Duration", own, "Duration", "Milliseconds", "Maximum", moves="latency_up",
              value_name="latency"),
        Vital("AWS/Lambda", "Invocations", own, "Invocations", "Count", "Sum", moves="requests_up",
              well="requests_steady", value_name="load"),
    ]  # fmt: skip


def _queue(name: str) -> Vital:
    return Vital("AWS/SQS", "ApproximateAgeOfOldestMessage", (("QueueName", name),), "Oldest message", "Seconds",
                 "Maximum", 600, None, "queue_age", moves="queue_age", value_name="queue_age")  # fmt: skip


def metric_of(vital: Vital) -> Metric:
    """The metric to read for a vital."""
    return Metric(
        namespace=vital.namespace,
        name=vital.name,
        dimensions=vital.dimensions,
        statistic=vital.statistic,
        unit=vital.unit,
    )
