"""Tags: those a request brings along, under the rules EC2 has for them, and those a resource carries."""

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.ec2.found import backend
from sandbox.aws.errors import AwsError

# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions
_MOST_TAGS, _LONGEST_KEY, _LONGEST_VALUE = 50, 128, 256


def brought(params: Mapping[str, Any], resource: str) -> dict[str, str]:
    """The tags of TagSpecifications; raises AwsError for those of another kind of resource."""
    specifications = params.get("TagSpecifications", ())
    others = [each.get("ResourceType") for each in specifications if each.get("ResourceType") != resource]
    if others:
        text = f"'{others[0]}' is not a valid taggable resource type for this operation."
        raise AwsError("InvalidParameterValue", text)
    rows = [tag for each in specifications for tag in each.get("Tags", ())]
    tags = {row.get("Key", ""): row.get("Value", "") for row in rows}
    if len(tags) < len(rows):
        raise AwsError("InvalidParameterValue", "Duplicate tag keys are not allowed.")
    check(tags)
    return tags


def check(tags: Mapping[str, str]) -> None:
    """Refuse what may not be a tag."""
    for key, value in tags.items():
        if key.lower().startswith("aws:"):
            raise AwsError("InvalidParameterValue", "Tag keys starting with 'aws:' are reserved for internal use")
        if not 1 <= len(key) <= _LONGEST_KEY or len(value) > _LONGEST_VALUE:
            raise AwsError("InvalidParameterValue", f"Tag key or value exceeds its maximum length: '{key}'")
    if len(tags) > _MOST_TAGS:
        raise AwsError("TagLimitExceeded", "The maximum number of tags on a resource is 50")


def tags_of(account: Account, resource_id: str) -> dict[str, str]:
    """The tags a resource carries now."""
    return dict(backend(account).tags.get(resource_id, {}))


def rows(tags: Mapping[str, str]) -> Sequence[Mapping[str, str]]:
    """Tags as EC2 tells them."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]
