"""Looks up the tags of one resource directly, which moto does by matching a pattern against every tag there is."""

from collections.abc import Mapping

from moto.ec2.models import EC2Backend
from moto.ec2.utils import EC2_PREFIX_TO_RESOURCE, get_prefix

Rows = list[dict[str, str]]


def look_up_directly(ec2: EC2Backend) -> None:
    """Make DescribeInstances of a thousand machines linear; any other question about tags stays moto's."""
    search = ec2.describe_tags

    def describe_tags(filters: dict[str, list[str]] | None = None) -> Rows:
        asked = (filters or {}).get("resource-id", [])
        if filters and len(filters) == 1 and len(asked) == 1 and asked[0] in ec2.tags:
            return _rows(asked[0], ec2.tags[asked[0]])
        return search(filters)

    # On the instance, not the class: a reset of the backend empties its __dict__ and so takes this away.
    ec2.__dict__["describe_tags"] = describe_tags


def _rows(resource: str, tags: Mapping[str, str]) -> Rows:
    kind = EC2_PREFIX_TO_RESOURCE.get(get_prefix(resource), "")
    return [{"resource_id": resource, "key": key, "value": value, "resource_type": kind} for key, value in tags.items()]
