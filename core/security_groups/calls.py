"""The calls that change what a security group lets through, and what became of one."""

from collections.abc import Mapping
from enum import StrEnum

from core.request_shapes import member, text

OPENS = frozenset(
    [
        *("AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress", "ModifySecurityGroupRules"),
        *("AuthorizeDBSecurityGroupIngress", "AuthorizeCacheSecurityGroupIngress"),
        "AuthorizeClusterSecurityGroupIngress",
    ]
)
CLOSES = frozenset(
    [
        *("RevokeSecurityGroupIngress", "RevokeSecurityGroupEgress", "DeleteSecurityGroup"),
        *("RevokeDBSecurityGroupIngress", "RevokeCacheSecurityGroupIngress", "RevokeClusterSecurityGroupIngress"),
    ]
)
NAMES = frozenset(
    [
        *("CreateSecurityGroup", "UpdateSecurityGroupRuleDescriptionsIngress"),
        "UpdateSecurityGroupRuleDescriptionsEgress",
    ]
)
SWAPS = frozenset(
    [
        *("ModifyNetworkInterfaceAttribute", "ModifyInstanceAttribute"),
        *("SetSecurityGroups", "ApplySecurityGroupsToLoadBalancer"),
    ]
)
LISTS = frozenset(["CreateManagedPrefixList", "ModifyManagedPrefixList"])
# Groups that stand before a database or cache, whose port the call does not name.
OF_DATABASES = OPENS - {"AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress", "ModifySecurityGroupRules"}
ALL = OPENS | CLOSES | NAMES | SWAPS | LISTS


class Outcome(StrEnum):
    """What became of a call: nothing was changed by any but DONE."""

    DONE = "done"
    DRY_RUN = "dry run"
    DENIED = "denied"
    ALREADY = "already so"
    FAILED = "failed"


def name_of(event: Mapping[str, object]) -> str:
    """The call; older services put the version of their API behind it."""
    return text(event.get("eventName")).rstrip("0123456789_")


def outcome(event: Mapping[str, object]) -> Outcome:
    """What became of the call, from its error and its answer."""
    error = text(event.get("errorCode")).lower()
    if "dryrun" in error or any(_is_true(member(event.get("requestParameters"), *path)) for path in _DRY_RUNS):
        return Outcome.DRY_RUN
    if "duplicate" in error or "alreadyexists" in error:
        return Outcome.ALREADY
    if "unauthorized" in error or "accessdenied" in error:
        return Outcome.DENIED
    refused = member(event.get("responseElements"), "return") in (False, "false")
    return Outcome.FAILED if error or event.get("errorMessage") or refused else Outcome.DONE


_DRY_RUNS = (("dryrun",), ("modifysecuritygrouprulesrequest", "dryrun"))


def _is_true(value: object) -> bool:
    return value is True or value == "true"
