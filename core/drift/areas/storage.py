"""Changes of S3 buckets: who may read and write, what is kept."""

from dataclasses import replace
from fnmatch import fnmatchcase

from core.detections.event import Event
from core.detections.policy import statements
from core.detections.reading import found, is_false, is_true, member, shown, text, texts
from core.drift.answer import Area
from core.drift.grants import Thing, of_policy
from core.drift.said import Plain, Readers, Said, named, safer, subject
from core.findings import Severity
from core.request_shapes import mappings, members

_BUCKET = Thing("bucket", public=("FSBP S3.2", "FSBP S3.3"), foreign=("FSBP S3.6",))
_EVERYBODY = ("/groups/global/allusers", "/groups/global/authenticatedusers")
_PUBLIC_ACLS = {"public-read": False, "public-read-write": True, "authenticated-read": False}
_WRITES = {"WRITE", "WRITE_ACP", "FULL_CONTROL"}
_SWITCHES = ("blockpublicacls", "ignorepublicacls", "blockpublicpolicy", "restrictpublicbuckets")
_SOON_DAYS = 3
_WAYS_TO_WRITE = ("s3:putobject", "s3:deleteobject", "s3:putobjectacl", "s3:putbucketpolicy")
_WRITING_ACTIONS = ("s3:put", "s3:delete")


def _policy(event: Event) -> Said:
    document = member(event.request, "bucketPolicy") or member(event.request, "policy")
    said = of_policy(event, document, _BUCKET)
    if not said.breaks:
        return said
    actions = {action for one in statements(document) if one.public for action in one.actions}
    writes = any(fnmatchcase(way, action) for action in actions for way in _WAYS_TO_WRITE)
    reads = any(not action.startswith(_WRITING_ACTIONS) for action in actions)
    broken = (*(("FSBP S3.2",) if reads else ()), *(("FSBP S3.3",) if writes else ()))
    return replace(said, breaks=broken)


def _acl(event: Event) -> Said | None:
    """An access list, given as a word or as grants; CreateBucket and PutObject may bring one too."""
    words = {word for one in found(event.request, "x-amz-acl", "accesscontrollist", "acl") for word in texts(one)}
    listed = [_PUBLIC_ACLS[word] for word in words if word in _PUBLIC_ACLS]
    writes = [*listed, *_granted(event)]
    thing = "Bucket" if event.name != "PutObjectAcl" else "An object of bucket"
    if writes:
        may = "read and write" if any(writes) else "read"
        broken = ("FSBP S3.2", "FSBP S3.3") if any(writes) else ("FSBP S3.2",)
        severity = Severity.CRITICAL if any(writes) else Severity.HIGH
        what = f"{thing} {named(subject(event))} was opened by its access list"
        return Said(what, severity, after=f"everybody may {may}", breaks=broken)
    if event.name == "CreateBucket":
        return Said(f"Bucket {named(subject(event))} was created", Severity.INFORMATIONAL, "no such bucket", "exists")
    what = f"The access list of {thing.lower()} {named(subject(event))} was changed"
    return Said(what, Severity.LOW, after="open to nobody new" if words else "", touches=("FSBP S3.2", "FSBP S3.3"))


def _granted(event: Event) -> list[bool]:
    """For each grant to everybody whether it lets write."""
    everybody = []
    for one in map(members, mappings(event.request)):
        who = (
            member(one.get("grantee"), "URI")
            or member(one.get("grantee"), "uri")
            or member(one.get("grantee"), "xsi:uri")
        )
        if text(who).lower().endswith(_EVERYBODY):
            everybody.append(text(one.get("permission")) in _WRITES)
    heads = {"x-amz-grant-read": False, "x-amz-grant-write": True, "x-amz-grant-full-control": True}
    for name, writes in heads.items():
        said = " ".join(text(one) for one in found(event.request, name)).lower()
        everybody += [writes] if any(one in said for one in _EVERYBODY) else []
    return everybody


def _public_block(event: Event) -> Said:
    """The four switches that keep S3 from being public, of a bucket or of the account."""
    switches = {
        name: value for one in map(members, mappings(event.request)) for name, value in one.items() if name in _SWITCHES
    }
    off = [name for name in _SWITCHES if name in switches and is_false(switches[name])]
    whole = "Bucket" not in event.name and not event.asked("bucketName")
    control = "FSBP S3.1" if whole else "FSBP S3.8"
    where = "the account" if whole else f"bucket {named(subject(event))}"
    if off:
        after = f"{len(off)} of 4 switches off"
        return Said(
            f"The block on public access to {where} was loosened", Severity.HIGH, after=after, breaks=(control,)
        )
    if len(switches) < len(_SWITCHES):
        return Said(f"The block on public access to {where} was changed", Severity.MEDIUM, touches=(control,))
    what = f"Public access to {where} was blocked"
    return Said(what, Severity.INFORMATIONAL, after="all 4 switches on", good=True, meets=(control,))


def _versioning(event: Event) -> Said:
    status = next((text(one) for one in found(event.request, "status") if text(one)), "")
    bucket = named(subject(event))
    if status == "Enabled":
        what = f"Bucket {bucket} keeps versions"
        return Said(what, Severity.INFORMATIONAL, after="versions kept", good=True, meets=("FSBP S3.14",))
    what = f"Bucket {bucket} keeps no new versions"
    return Said(what, Severity.MEDIUM, "versions kept", "overwritten objects are lost", breaks=("FSBP S3.14",))


def _lifecycle(event: Event) -> Said:
    days = [
        int(said) for one in found(event.request, "days") if (said := text(one)).isdigit() and len(said) < len("100000")
    ]
    rules = [text(one) for one in found(event.request, "status")]
    if days and min(days) <= _SOON_DAYS and "Enabled" in rules:
        what = f"Objects of bucket {named(subject(event))} are deleted or moved within days"
        return Said(what, Severity.HIGH, after=f"after {min(days)} days")
    return Said(f"The lifecycle of bucket {named(subject(event))} was changed", Severity.LOW)


def _replication(event: Event) -> Said:
    others = {text(one) for one in found(event.request, "account") if text(one) not in {"", event.account}}
    to = ", ".join(sorted(shown(text(one)) for one in found(event.request, "bucket") if text(one).startswith("arn:")))
    if others:
        what = f"Bucket {named(subject(event))} is copied to another account"
        return Said(what, Severity.HIGH, after=f"copied to account {shown(min(others))}", touches=("FSBP S3.6",))
    return Said(
        f"Bucket {named(subject(event))} is copied elsewhere", Severity.MEDIUM, after=f"copied to {to}" if to else ""
    )


def _access_logs(event: Event) -> Said:
    on = bool(found(event.request, "loggingenabled", "targetbucket"))
    bucket, control = named(subject(event)), ("FSBP S3.9",)
    if on:
        return Said(f"Bucket {bucket} logs access", Severity.INFORMATIONAL, after="logged", good=True, meets=control)
    return Said(f"Bucket {bucket} no longer logs access", Severity.MEDIUM, "", "not logged", breaks=control)


def _encryption(event: Event) -> Said:
    by_key = any("kms" in text(one).lower() for one in found(event.request, "ssealgorithm"))
    bucket, control = named(subject(event)), ("FSBP S3.17",)
    if by_key:
        after = "encrypted with a key of KMS"
        return Said(
            f"Bucket {bucket} is encrypted with KMS", Severity.INFORMATIONAL, after=after, good=True, meets=control
        )
    return Said(f"Bucket {bucket} is encrypted with S3's own keys", Severity.LOW, after="S3's own keys", breaks=control)


def _mfa_delete(event: Event) -> Said:
    off = any(is_false(one) for one in found(event.request, "mfadelete"))
    return (
        _versioning(event)
        if not off
        else Said(
            f"Bucket {named(subject(event))} lets versions go without MFA", Severity.MEDIUM, after="MFA delete off"
        )
    )


def _object_lock(event: Event) -> Said:
    kept = bool(found(event.request, "mode")) or is_true(member(event.request, "objectLockEnabled"))
    what = f"How long bucket {named(subject(event))} locks objects was changed"
    return Said(
        what, Severity.LOW if kept else Severity.HIGH, after="locked for a time" if kept else "no time of locking"
    )


_UNBLOCKED = Plain(
    "The block on public access to bucket {} was removed",
    Severity.HIGH,
    "blocked",
    "not blocked",
    breaks=("FSBP S3.8",),
)
_ACCOUNT_UNBLOCKED = Plain(
    "The account's block on public access to S3 was removed",
    Severity.HIGH,
    "blocked",
    "not blocked",
    breaks=("FSBP S3.1",),
)

READERS = Readers(
    Area.STORAGE,
    {
        "s3:DeleteBucketPolicy": Plain(
            "The policy of bucket {} was removed",
            Severity.LOW,
            "a policy",
            "no policy",
            touches=("FSBP S3.2", "FSBP S3.3"),
        ),
        "s3:DeleteBucketPublicAccessBlock": _UNBLOCKED,
        "s3:DeletePublicAccessBlock": _UNBLOCKED,
        "s3:DeleteAccountPublicAccessBlock": _ACCOUNT_UNBLOCKED,
        "s3:DeleteBucketEncryption": Plain(
            "Encryption of bucket {} fell back to S3's own keys",
            Severity.MEDIUM,
            after="S3's own keys",
            breaks=("FSBP S3.17",),
        ),
        "s3:DeleteBucketReplication": Plain("Bucket {} is no longer copied", Severity.MEDIUM, "copied", "not copied"),
        "s3:DeleteBucketLifecycle": Plain("Bucket {} keeps everything", Severity.LOW, "a lifecycle", "none"),
        "s3:DeleteBucket": Plain("Bucket {} was deleted", Severity.MEDIUM, "existed", "gone"),
        "s3:PutBucketWebsite": Plain("Bucket {} serves a website", Severity.MEDIUM, touches=("FSBP S3.2",)),
        "s3:DeleteBucketWebsite": safer("Bucket {} no longer serves a website", before="a website", after="none"),
        "s3:PutBucketCors": Plain("Which sites may call bucket {} was changed", Severity.LOW),
        "s3:DeleteBucketCors": Plain("No site may call bucket {} any more", Severity.INFORMATIONAL),
    },
    {
        "s3:PutBucketPolicy": _policy,
        "s3:PutBucketAcl": _acl,
        "s3:PutObjectAcl": _acl,
        "s3:CreateBucket": _acl,
        "s3:PutBucketPublicAccessBlock": _public_block,
        "s3:PutPublicAccessBlock": _public_block,
        "s3:PutAccountPublicAccessBlock": _public_block,
        "s3:PutBucketVersioning": _mfa_delete,
        "s3:PutBucketLifecycle": _lifecycle,
        "s3:PutBucketLifecycleConfiguration": _lifecycle,
        "s3:PutBucketReplication": _replication,
        "s3:PutBucketLogging": _access_logs,
        "s3:PutBucketEncryption": _encryption,
        "s3:PutBucketObjectLockConfiguration": _object_lock,
    },
)
