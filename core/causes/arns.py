"""The ARNs of what an alert is about: CloudFormation and AWS Config know some things by no other name."""

from collections.abc import Mapping

from core.causes.subject import Subject

_SHAPES = {
    "ecs_service": "ecs:{region}:{account}:service/{cluster}/{ecs_service}",
    "target_group": "elasticloadbalancing:{region}:{account}:{target_group}",
    "balancer": "elasticloadbalancing:{region}:{account}:loadbalancer/{balancer}",
}
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
_PARTITIONS = (("cn-", "aws-cn"), ("us-gov-", "aws-us-gov"))


def arns_of(subject: Subject, account: str, region: str) -> Mapping[str, str]:
    """By the subject's own names for them, the most exact first; none where account or region are not known."""
    if not (account and region):
        return {}
    partition = next((name for begins, name in _PARTITIONS if region.startswith(begins)), "aws")
    known = subject.values() | {"account": account, "region": region}
    told = {
        name: f"arn:{partition}:{shape.format_map(known)}"
        for name, shape in _SHAPES.items()
        if name in known and (name != "ecs_service" or "cluster" in known)
    }
    return told | ({"certificate_arn": subject.certificate_arn} if subject.certificate_arn else {})
