"""Whether a resource meets the controls, from its configuration as AWS Config records it.

What a configuration does not tell is unknown, never good.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.detections.policy import statements
from core.detections.reading import found, is_false, is_true, text
from core.drift.answer import Compliance
from core.drift.controls import CONTROLS
from core.findings import Severity
from core.request_shapes import mappings, member, members, rows
from core.security_groups.exposure import Exposure
from core.security_groups.judgement import of_rules
from core.security_groups.rules import rules_of
from core.security_groups.words import listed


@dataclass(frozen=True, slots=True)
class Standing:
    """How a resource stands to one control, and in words what it is that decides."""

    control: str
    state: Compliance
    words: str
    severity: Severity


def standings(kind: str, configuration: object, more: object = None) -> tuple[Standing, ...]:
    """The controls for one kind of resource (`AWS::EC2::Instance`); none for a kind that is not judged here.

    `more` is Config's supplementary configuration, which holds what other calls describe.
    """
    judge = _KINDS.get(kind)
    return tuple(judge(configuration, more)) if judge else ()


def _standing(
    control: str,
    good: bool | None,  # noqa: FBT001  three values, read beside their words
    good_words: str,
    bad_words: str,
    severity: Severity | None = None,
) -> Standing:
    state = Compliance.UNKNOWN if good is None else Compliance.COMPLIANT if good else Compliance.NON_COMPLIANT
    words = {Compliance.UNKNOWN: "not told", Compliance.COMPLIANT: good_words, Compliance.NON_COMPLIANT: bad_words}[
        state
    ]
    return Standing(control, state, words, severity or CONTROLS[control].severity)


def _switch(value: object, *, wanted: bool = True) -> bool | None:
    """Whether a switch is as it should be; None where it is not told."""
    if is_true(value):
        return wanted
    return not wanted if is_false(value) else None


_LEVELS = {
    Exposure.CRITICAL: Severity.CRITICAL,
    Exposure.HIGH: Severity.HIGH,
    Exposure.MEDIUM: Severity.MEDIUM,
    Exposure.LOW: Severity.LOW,
    Exposure.NONE: Severity.LOW,
}
_OF_GROUPS = ("FSBP EC2.13", "FSBP EC2.14", "FSBP EC2.18", "FSBP EC2.19", "CIS 6.1.2", "CIS 6.3", "CIS 6.4")


def _security_group(configuration: object, _: object) -> Iterator[Standing]:
    permissions = member(configuration, "ippermissions")
    rules = tuple(rules_of(permissions)) if permissions is not None else None
    level, openings = of_rules(rules or ())
    for control in _OF_GROUPS:
        breaking = [one.words for one in openings if control in one.controls]
        good = None if rules is None else not breaking
        yield _standing(control, good, "closed", f"open: {listed(breaking)}", _LEVELS[level])
    if text(member(configuration, "groupname")) == "default":
        empty = None if rules is None else not rules and not member(configuration, "ippermissionsegress")
        yield _standing("FSBP EC2.2", empty, "empty", "has rules")


def _instance(configuration: object, _: object) -> Iterator[Standing]:
    tokens = text(member(configuration, "metadataoptions", "httptokens"))
    off = text(member(configuration, "metadataoptions", "httpendpoint")) == "disabled"
    demanded = True if off or tokens == "required" else False if tokens == "optional" else None
    yield _standing("FSBP EC2.8", demanded, "IMDSv2 demanded", "IMDSv1 allowed")
    told = bool(members(configuration)) and "privateipaddress" in members(configuration)
    address = text(member(configuration, "publicipaddress"))
    yield _standing("FSBP EC2.9", not address if told else None, "no public address", f"public address {address}")


def _volume(configuration: object, _: object) -> Iterator[Standing]:
    attached = list(rows(member(configuration, "attachments")))
    if attached:
        encrypted = _switch(member(configuration, "encrypted"))
        yield _standing("FSBP EC2.3", encrypted, "encrypted", "not encrypted")


def _subnet(configuration: object, _: object) -> Iterator[Standing]:
    private = _switch(member(configuration, "mappubliciponlaunch"), wanted=False)
    yield _standing("FSBP EC2.15", private, "gives no public addresses", "gives public addresses")


def _bucket(_configuration: object, more: object) -> Iterator[Standing]:
    extra = members(more)
    blocks = members(extra.get("publicaccessblockconfiguration"))
    switches = [_switch(blocks.get(name)) for name in _BLOCKS]
    blocked = None if not more else all(one is True for one in switches)
    yield _standing("FSBP S3.8", blocked, "public access blocked", "public access not blocked")
    public, foreign = _policy_of_bucket(extra)
    granted = any("/groups/global/" in text(one).lower() for one in _grantees(extra))
    known = None if not more else blocked is True or not (public or granted)
    for control in ("FSBP S3.2", "FSBP S3.3"):
        yield _standing(control, known, "not public", "open to everybody")
    yield _standing("FSBP S3.6", None if not more else not foreign, "no other account", "other accounts are let in")
    status = text(member(extra.get("bucketversioningconfiguration"), "status"))
    yield _standing("FSBP S3.14", status == "Enabled" if status else None, "keeps versions", "keeps no versions")
    ciphers = [text(one) for one in found(extra.get("serversideencryptionconfiguration"), "ssealgorithm")]
    by_key = any("kms" in one for one in ciphers) if ciphers else None
    yield _standing("FSBP S3.17", by_key, "encrypted with KMS", "encrypted with S3's own keys")
    logged = member(extra.get("bucketloggingconfiguration"), "destinationbucketname")
    told = extra.get("bucketloggingconfiguration") is not None
    yield _standing("FSBP S3.9", bool(text(logged)) if told else None, "logs access", "does not log access")


_BLOCKS = ("blockpublicacls", "ignorepublicacls", "blockpublicpolicy", "restrictpublicbuckets")


def _policy_of_bucket(extra: Mapping[str, object]) -> tuple[bool, bool]:
    """Whether the policy lets everybody in, and whether it lets any other account do so much as change it."""
    allowed = statements(member(extra.get("bucketpolicy"), "policytext"))
    changing = (
        "s3:*",
        "*",
        "s3:putbucketpolicy",
        "s3:deletebucketpolicy",
        "s3:putbucketacl",
        "s3:putencryptionconfiguration",
    )
    foreign = any(one.outsiders("") and set(one.actions) & set(changing) for one in allowed)
    return any(one.public for one in allowed), foreign


def _grantees(extra: Mapping[str, object]) -> Iterator[object]:
    for one in mappings(extra.get("accesscontrollist")):
        yield from one.values()


def _policy(configuration: object, _: object) -> Iterator[Standing]:
    versions = [members(one) for one in rows(member(configuration, "policyversionlist"))]
    current = [one.get("document") for one in versions if is_true(one.get("isdefaultversion"))]
    allowed = statements(current[0]) if current else ()
    known = bool(current)
    admin, whole = any(one.admin for one in allowed), any(_whole(one.actions) and one.every_resource for one in allowed)
    yield _standing("FSBP IAM.1", not admin if known else None, "does not allow everything", "allows everything")
    yield _standing("FSBP IAM.21", not whole if known else None, "allows no whole service", "allows whole services")


def _whole(actions: tuple[str, ...]) -> bool:
    return any(action == "*" or action.endswith(":*") for action in actions)


def _user(configuration: object, _: object) -> Iterator[Standing]:
    told = bool(members(configuration))
    own = [*rows(member(configuration, "attachedmanagedpolicies")), *rows(member(configuration, "userpolicylist"))]
    yield _standing("FSBP IAM.2", not own if told else None, "no policies of its own", "policies of its own")


def _trail(configuration: object, _: object) -> Iterator[Standing]:
    everywhere = _switch(member(configuration, "ismultiregiontrail"))
    # One trail of all regions is enough, so that a trail of one region breaks nothing by itself.
    yield _standing("FSBP CloudTrail.1", everywhere or None, "all regions", "one region")
    told = bool(members(configuration))
    key = bool(text(member(configuration, "kmskeyid")))
    yield _standing("FSBP CloudTrail.2", key if told else None, "encrypted", "not encrypted")
    checked = _switch(member(configuration, "logfilevalidationenabled"))
    yield _standing("FSBP CloudTrail.4", checked, "log files can be verified", "log files cannot be verified")


def _key(configuration: object, more: object) -> Iterator[Standing]:
    state = text(member(configuration, "keystate"))
    yield _standing("FSBP KMS.3", state != "PendingDeletion" if state else None, "kept", "to be deleted")
    rotates = _switch(member(more, "keyrotationstatus"))
    yield _standing("FSBP KMS.4", rotates, "rotates", "does not rotate")


def _database(configuration: object, _: object) -> Iterator[Standing]:
    private = _switch(member(configuration, "publiclyaccessible"), wanted=False)
    yield _standing("FSBP RDS.2", private, "not public", "publicly accessible")
    encrypted = _switch(member(configuration, "storageencrypted"))
    yield _standing("FSBP RDS.3", encrypted, "encrypted", "not encrypted")
    protected = _switch(member(configuration, "deletionprotection"))
    yield _standing("FSBP RDS.8", protected, "protected", "can be deleted")
    days = text(member(configuration, "backupretentionperiod"))
    yield _standing("FSBP RDS.11", days != "0" if days.isdigit() else None, f"backups of {days} days", "no backups")


def _redshift(configuration: object, _: object) -> Iterator[Standing]:
    private = _switch(member(configuration, "publiclyaccessible"), wanted=False)
    yield _standing("FSBP Redshift.1", private, "not public", "publicly accessible")


def _function(_configuration: object, more: object) -> Iterator[Standing]:
    policy = member(more, "policy")
    public = any(one.public for one in statements(policy))
    yield _standing("FSBP Lambda.1", not public if more is not None else None, "not public", "everybody may call it")


def _cluster(configuration: object, _: object) -> Iterator[Standing]:
    public = next(iter(found(configuration, "endpointpublicaccess")), None)
    yield _standing("FSBP EKS.1", _switch(public, wanted=False), "API private", "API public")


_Judge = Callable[[object, object], Iterator[Standing]]
_KINDS: Mapping[str, _Judge] = MappingProxyType(
    {
        "AWS::EC2::SecurityGroup": _security_group,
        "AWS::EC2::Instance": _instance,
        "AWS::EC2::Volume": _volume,
        "AWS::EC2::Subnet": _subnet,
        "AWS::S3::Bucket": _bucket,
        "AWS::IAM::Policy": _policy,
        "AWS::IAM::User": _user,
        "AWS::CloudTrail::Trail": _trail,
        "AWS::KMS::Key": _key,
        "AWS::RDS::DBInstance": _database,
        "AWS::RDS::DBCluster": _database,
        "AWS::Redshift::Cluster": _redshift,
        "AWS::Lambda::Function": _function,
        "AWS::EKS::Cluster": _cluster,
    }
)
