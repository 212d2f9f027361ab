"""Changes of encryption keys and of who may use secrets."""

from core.detections.event import Event
from core.detections.reading import member, shown, text
from core.drift.answer import Area
from core.drift.grants import Thing, of_policy
from core.drift.said import Plain, Readers, Said, named, safer, subject
from core.findings import Severity


def _policy(event: Event) -> Said:
    return of_policy(event, member(event.request, "policy"), Thing("key", public=("FSBP KMS.5",)))


def _secret_policy(event: Event) -> Said:
    return of_policy(event, member(event.request, "resourcePolicy"), Thing("secret"))


def _deletion(event: Event) -> Said:
    days = event.asked("pendingWindowInDays") or "30"
    what = f"Key {named(subject(event))} is to be deleted, and what it encrypts with it"
    return Said(what, Severity.CRITICAL, "usable", f"gone in {shown(days)} days", breaks=("FSBP KMS.3",))


def _grant(event: Event) -> Said:
    grantee = event.asked("granteePrincipal")
    outside = f":{event.account}:" not in grantee and grantee.startswith("arn:") and not event.who.service
    what = f"{shown(grantee)} may use key {named(subject(event))}"
    service = ".amazonaws.com" in grantee or bool(event.who.through)
    if outside and event.account and not service:
        return Said(what, Severity.HIGH, "could not by this grant", "uses the key from another account")
    return Said(what, Severity.INFORMATIONAL if service else Severity.LOW, after="a grant")


def _imported(event: Event) -> Said:
    what = f"The material of key {named(subject(event))} was deleted"
    return Said(what, Severity.CRITICAL, "usable", "what it encrypts cannot be read", resource=text(event.subject))


READERS = Readers(
    Area.KEY,
    {
        "kms:DisableKey": Plain("Key {} was disabled", Severity.HIGH, "usable", "what it encrypts cannot be read"),
        "kms:EnableKey": safer("Key {} was enabled", before="disabled", after="usable"),
        "kms:CancelKeyDeletion": safer("Key {} is kept", "FSBP KMS.3", before="to be deleted", after="disabled, kept"),
        "kms:DisableKeyRotation": Plain(
            "Key {} no longer rotates", Severity.LOW, "rotates", "does not", breaks=("FSBP KMS.4",)
        ),
        "kms:EnableKeyRotation": safer("Key {} rotates", "FSBP KMS.4", after="rotates"),
        "kms:RevokeGrant": Plain("A grant on key {} was revoked", Severity.INFORMATIONAL, "a grant", "none"),
        "secretsmanager:DeleteSecret": Plain("Secret {} is to be deleted", Severity.MEDIUM, "readable", "gone in days"),
        "secretsmanager:RestoreSecret": safer("Secret {} is kept", before="to be deleted", after="kept"),
        "secretsmanager:CancelRotateSecret": Plain(
            "Secret {} no longer rotates", Severity.MEDIUM, "rotates", "does not"
        ),
        "secretsmanager:DeleteResourcePolicy": Plain("The policy of secret {} was removed", Severity.LOW),
    },
    {
        "kms:PutKeyPolicy": _policy,
        "kms:ScheduleKeyDeletion": _deletion,
        "kms:CreateGrant": _grant,
        "kms:DeleteImportedKeyMaterial": _imported,
        "secretsmanager:PutResourcePolicy": _secret_policy,
    },
)
