"""What an alert is about in AWS, from its typed fields alone: never from words that anybody can write."""

import re
from collections.abc import Iterable, Mapping

from core.alerts.alert import Alert
from core.model import Model

_INSTANCE = re.compile(r"i-(?:[0-9a-f]{8}|[0-9a-f]{17})")
_ECS_GROUP = "service:"
_WORD = re.compile(r"[A-Za-z0-9][\w.:/-]{0,199}")


class Subject(Model):
    """Things that an alert is about; each empty where its fields do not say.

    Names are as AWS's APIs take them: `balancer` and `target_group` are the last part of their ARN
    ("app/web/50dc6c495c0c9188", "targetgroup/web/73e2d6bc24d8a067").
    """

    instance_id: str = ""
    volume_id: str = ""
    balancer: str = ""
    target_group: str = ""
    group: str = ""
    db: str = ""
    db_cluster: str = ""
    cluster: str = ""
    ecs_service: str = ""
    task: str = ""
    function: str = ""
    queue: str = ""
    table: str = ""
    log_group: str = ""
    certificate_arn: str = ""
    namespace: str = ""
    pod: str = ""
    node: str = ""
    deployment_name: str = ""

    @property
    def named(self) -> tuple[str, ...]:
        """Every name, the most exact first; none where nothing is known."""
        return tuple(value for value in self.model_dump().values() if value)

    def values(self) -> dict[str, str]:
        """What is known, by name, for texts."""
        return {name: value for name, value in self.model_dump().items() if value}


# Names of CloudWatch dimensions and of Prometheus labels.
_LABELS: Mapping[str, tuple[str, ...]] = {
    "instance_id": ("InstanceId", "instance_id"),
    "volume_id": ("VolumeId",),
    "balancer": ("LoadBalancer",),
    "target_group": ("TargetGroup",),
    "group": ("AutoScalingGroupName",),
    "db": ("DBInstanceIdentifier",),
    "db_cluster": ("DBClusterIdentifier",),
    "cluster": ("ClusterName", "cluster", "ecs_cluster"),
    "ecs_service": ("ServiceName", "ecs_service"),
    "task": ("TaskId",),
    "function": ("FunctionName",),
    "queue": ("QueueName",),
    "table": ("TableName",),
    "log_group": ("LogGroupName", "logGroup", "log_group"),
    "namespace": ("namespace", "kubernetes_namespace", "Namespace"),
    "pod": ("pod", "pod_name", "PodName"),
    "node": ("node", "NodeName"),
    "deployment_name": ("deployment",),
}
# The part of an ARN that names the thing, by service and kind of resource.
_ARNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("instance_id", re.compile(r":ec2:[^:]*:[^:]*:instance/(i-[0-9a-f]+)$")),
    ("volume_id", re.compile(r":ec2:[^:]*:[^:]*:volume/(vol-[0-9a-f]+)$")),
    ("balancer", re.compile(r":elasticloadbalancing:[^:]*:[^:]*:loadbalancer/(.+)$")),
    ("target_group", re.compile(r":elasticloadbalancing:[^:]*:[^:]*:(targetgroup/.+)$")),
    ("db_cluster", re.compile(r":rds:[^:]*:[^:]*:cluster:(.+)$")),
    ("db", re.compile(r":rds:[^:]*:[^:]*:db:(.+)$")),
    ("cluster", re.compile(r":ecs:[^:]*:[^:]*:(?:cluster|service|task)/([^/]+)")),
    ("ecs_service", re.compile(r":ecs:[^:]*:[^:]*:service/[^/]+/([^/]+)$")),
    ("task", re.compile(r":ecs:[^:]*:[^:]*:task/[^/]+/([^/]+)$")),
    ("function", re.compile(r":lambda:[^:]*:[^:]*:function:([^:]+)")),
    ("queue", re.compile(r":sqs:[^:]*:[^:]*:(.+)$")),
    ("table", re.compile(r":dynamodb:[^:]*:[^:]*:table/([^/]+)")),
    ("log_group", re.compile(r":logs:[^:]*:[^:]*:log-group:([^:]+)")),
    ("certificate_arn", re.compile(r"^(arn:aws[\w-]*:acm:[^:]*:[^:]*:certificate/.+)$")),
    ("cluster", re.compile(r":eks:[^:]*:[^:]*:cluster/(.+)$")),
)


def subject_of(*alerts: Alert) -> Subject:
    """What alerts of one incident are about together; the first that names a thing wins."""
    found: dict[str, str] = {}
    for alert in alerts:
        for name, value in (*_by_label(alert.labels), *_by_arn(alert.resource)):
            if _WORD.fullmatch(value) or name == "certificate_arn":
                found.setdefault(name, value)
    if _INSTANCE.fullmatch(found.get("instance_id", "")) is None:
        found.pop("instance_id", None)
    return Subject(**found)


def thing_of(name: str) -> Subject | None:
    """The thing that an ARN or an instance id names; None for any other name."""
    found = dict(_by_arn(name))
    return Subject(**found) if found else None


def _by_label(labels: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    yield from ((name, labels[key]) for name, keys in _LABELS.items() for key in keys if labels.get(key))
    # So ECS names the service that a task belongs to.
    if labels.get("group", "").startswith(_ECS_GROUP):
        yield "ecs_service", labels["group"].removeprefix(_ECS_GROUP)


def _by_arn(resource: str) -> Iterable[tuple[str, str]]:
    if _INSTANCE.fullmatch(resource):
        yield "instance_id", resource
    for name, pattern in _ARNS:
        found = pattern.search(resource)
        if found:
            yield name, found.group(1)
