"""Links into the AWS console."""

from urllib.parse import quote

_DOMAINS = {"cn-": "amazonaws.cn", "us-gov-": "amazonaws-us-gov.com"}


def finding_url(arn: str, region: str) -> str:
    """Inspector's page of one finding."""
    return f"{_home(region, 'inspector/v2')}#/findings/details/{quote(arn, safe='')}"


def instance_url(instance_id: str, region: str) -> str:
    """EC2's page of one instance."""
    return f"{_home(region, 'ec2')}#InstanceDetails:instanceId={quote(instance_id, safe='')}"


def _home(region: str, service: str) -> str:
    domain = next((domain for prefix, domain in _DOMAINS.items() if region.startswith(prefix)), "aws.amazon.com")
    place = quote(region, safe="")
    return f"https://{place}.console.{domain}/{service}/home?region={place}"
