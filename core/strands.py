"""The parts in which an account's events are read, because LookupEvents filters by one attribute alone."""

from collections.abc import Mapping
from typing import Literal

from core.model import Model

Attribute = Literal["AccessKeyId", "EventName", "ReadOnly", "Username"]


class Strand(Model):
    """One part: the events whose `attribute` has a value. `about` names it in a sentence."""

    attribute: Attribute
    value: str
    about: str

    def __str__(self) -> str:
        return f"{self.attribute}={self.value}"


CHANGES = Strand(attribute="ReadOnly", value="false", about="changes and sign-ins")
"""Every write, also those that failed, and every sign-in to the console, which counts as a write."""

# Reading is nine tenths of a trail, and two pages a second do not keep up with it. These reads tell of credentials and
# of who looks around; most of them are rare. Other reads, refused ones too, are read for the keys that are followed.
_WATCHED = {
    "GetSecretValue": "secrets read",
    "BatchGetSecretValue": "secrets read in batches",
    "GetPasswordData": "Windows passwords read",
    "GetCallerIdentity": "keys that asked who they are",
    "GetFederationToken": "federation tokens",
    "GetSessionToken": "session tokens",
    "GetParameters": "parameters read",
    "GetParametersByPath": "parameters read by path",
    "GetAccountAuthorizationDetails": "listings of all permissions",
    "DescribeInstanceAttribute": "attributes of instances read",
    "AssumeRoleWithSAML": "sign-ins by SAML",
    "AssumeRoleWithWebIdentity": "sign-ins by web identity",
    "AssumeRole": "roles assumed",
}
WATCHED_READS = tuple(Strand(attribute="EventName", value=name, about=about) for name, about in _WATCHED.items())
STRANDS = (CHANGES, *WATCHED_READS)
"""In the order of what they are worth when time is short."""

LEFT_OUT = (
    "Reads are kept where they tell of credentials, or are the last ones of a caller that was refused; others are not."
)


_WATCHED_NAMES = frozenset(_WATCHED)


def is_kept(record: Mapping[str, object]) -> bool:
    """Whether an event belongs to a strand, or was refused: what is kept where every event can be had."""
    reads = record.get("readOnly") is True
    return not reads or bool(record.get("errorCode")) or record.get("eventName") in _WATCHED_NAMES


def followed(key: str) -> Strand:
    """Everything that one access key did."""
    return Strand(attribute="AccessKeyId", value=key, about=f"all calls of the key {key}")


def calls_of(instance_id: str) -> Strand:
    """Everything that the role of an instance did on it: the session is named after the instance."""
    return Strand(attribute="Username", value=instance_id, about=f"calls made by the role of {instance_id}")


def global_region(region: str) -> str:
    """Where the services without regions, such as IAM and sign-ins, tell their events, seen from a region.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html
    """
    if region.startswith("us-gov-"):
        return "us-gov-west-1"
    return "cn-north-1" if region.startswith("cn-") else "us-east-1"
