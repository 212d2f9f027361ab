"""The target groups of a load balancer, and how its checks find the targets."""

from typing import TYPE_CHECKING

from core.model import Model
from services.aws.persistence import every_page, persistently
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_elbv2.type_defs import (
        DescribeLoadBalancersOutputTypeDef,
        DescribeTargetGroupsInputTypeDef,
        DescribeTargetGroupsOutputTypeDef,
        DescribeTargetHealthOutputTypeDef,
        LoadBalancerTypeDef,
        TargetGroupTypeDef,
        TargetHealthDescriptionTypeDef,
    )
_TOKEN = "NextMarker"  # noqa: S105  the name of a field


class TargetGroup(Model):
    """A target group; `health_path` is empty where the check is no HTTP request."""

    arn: str
    name: str
    health_path: str = ""


class Balancer(Model):
    """A load balancer; `ident` is the last part of its ARN (`app/web/50dc6c495c0c9188`), `host` its DNS name."""

    name: str
    ident: str
    host: str


class TargetHealth(Model):
    """One target. `state` and `reason` are the load balancer's words, such as unhealthy and Target.Timeout.

    `description` is its sentence for the reason, both are empty for a healthy one. `port` is the one that is checked.
    """

    id: str
    port: str
    state: str
    reason: str = ""
    description: str = ""


class LoadBalancers:
    """Asks Elastic Load Balancing, of application, network and gateway load balancers.

    Each method raises NotFound where there is no such thing, and Upstream where AWS did not answer.
    """

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def balancers(self) -> tuple[Balancer, ...]:
        """Every load balancer of the account and region."""

        def ask(token: str) -> "DescribeLoadBalancersOutputTypeDef":
            with self._aws.asking("elbv2", "DescribeLoadBalancers"):
                client = self._aws.client("elbv2")
                return client.describe_load_balancers(Marker=token) if token else client.describe_load_balancers()

        return tuple(_balancer(each) for page in every_page(ask, _TOKEN) for each in page.get("LoadBalancers", []))

    def groups_of(self, balancer: str) -> tuple[TargetGroup, ...]:
        """The target groups behind a load balancer that is named as in its ARN (`app/web/50dc6c495c0c9188`)."""

        def ask() -> "DescribeLoadBalancersOutputTypeDef":
            with self._aws.asking("elbv2", "DescribeLoadBalancers"):
                return self._aws.client("elbv2").describe_load_balancers(Names=[_name(balancer)])

        found = persistently(ask).get("LoadBalancers", [])
        return self._groups({"LoadBalancerArn": found[0]["LoadBalancerArn"]}) if found else ()

    def group(self, group: str) -> tuple[TargetGroup, ...]:
        """The target group that is named as in its ARN (`targetgroup/web/73e2d6bc24d8a067`)."""
        return self._groups({"Names": [_name(group)]})

    def targets(self, group_arn: str) -> tuple[TargetHealth, ...]:
        """Every target of a group."""

        def ask() -> "DescribeTargetHealthOutputTypeDef":
            with self._aws.asking("elbv2", "DescribeTargetHealth"):
                return self._aws.client("elbv2").describe_target_health(TargetGroupArn=group_arn)

        return tuple(_target(each) for each in persistently(ask).get("TargetHealthDescriptions", []))

    def _groups(self, which: "DescribeTargetGroupsInputTypeDef") -> tuple[TargetGroup, ...]:
        def ask(token: str) -> "DescribeTargetGroupsOutputTypeDef":
            asked = which | {"Marker": token} if token else which
            with self._aws.asking("elbv2", "DescribeTargetGroups"):
                return self._aws.client("elbv2").describe_target_groups(**asked)

        return tuple(_group(each) for page in every_page(ask, _TOKEN) for each in page.get("TargetGroups", []))


def _name(part: str) -> str:
    """The name in the last part of an ARN, which stands between a kind and an id."""
    words = part.split("/")
    return words[1] if len(words) > 1 else part


def _balancer(wire: "LoadBalancerTypeDef") -> Balancer:
    ident = wire.get("LoadBalancerArn", "").partition(":loadbalancer/")[2]
    return Balancer(name=wire.get("LoadBalancerName", ""), ident=ident, host=wire.get("DNSName", ""))


def _group(wire: "TargetGroupTypeDef") -> TargetGroup:
    return TargetGroup(
        arn=wire.get("TargetGroupArn", ""),
        name=wire.get("TargetGroupName", ""),
        health_path=wire.get("HealthCheckPath", ""),
    )


def _target(wire: "TargetHealthDescriptionTypeDef") -> TargetHealth:
    target, health = wire.get("Target", {}), wire.get("TargetHealth", {})
    return TargetHealth(
        id=target.get("Id", ""),
        port=wire.get("HealthCheckPort", "") or str(target.get("Port", "")),
        state=health.get("State", "unknown"),
        reason=health.get("Reason", ""),
        description=health.get("Description", ""),
    )
