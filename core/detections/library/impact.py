"""Data, keys and backups that were destroyed or locked, and resources used for somebody else's gain."""

from datetime import timedelta

from core.detections.event import Event
from core.detections.library.conditions import by_hand, target
from core.detections.reading import account_of, found, is_false, is_true, member, text, texts
from core.detections.rule import CRITICAL, HIGH, LOW, MEDIUM, Failures, Rule, Window, advice, on, shelf
from core.findings import Severity

_KEYS = advice(
    "Everything that is encrypted with the key becomes unreadable, at once or when the waiting time is over.",
    "Which data is encrypted with the key? (its grants and aliases tell); Is there a ticket for it?",
    "Cancel the deletion and enable the key again; Disable the caller's key or deny its sessions",
)
_DATA = advice(
    "What is deleted without a copy is gone; extortion begins like this.",
    "Was it a clean-up that somebody knows of?; Are there versions, snapshots or backups in another account?",
    "Stop the caller: disable its key or deny its sessions; Secure the backups that are left; Restore from them",
)
_BACKUPS = advice(
    "Backups are deleted before data is destroyed or locked, so that nobody can restore it.",
    "Was it a clean-up that somebody knows of?; Are there copies in another account or region?",
    "Stop the caller: disable its key or deny its sessions; Secure the backups that are left",
)
_LOCKED = advice(
    "Objects written with a key that only the caller has are locked; whoever wants them back is asked for money.",
    "Does anybody here encrypt with keys of their own (SSE-C)?; Do earlier versions of the objects exist?",
    "Stop the caller: disable its key or deny its sessions; Keep all versions and stop every expiry",
)
_MISUSE = advice(
    "The account's good name and money are used for somebody else's purposes.",
    "Does anybody here need this?; What was sent or bought, and by whom?",
    "Take it back or pause it; Disable the caller's key; Talk to AWS support about what was bought or sent",
)
_PEOPLE = advice(
    "Taking the team's own access away keeps it from defending the account.",
    "Is there a ticket, for example for people who left?; Can the team still log in?",
    "Give the team its access back (from the management account or as root); Disable the caller's key",
)


def _not_versioned(event: Event) -> bool:
    return any(text(each).lower() == "suspended" for each in found(event.request, "status"))


def _no_copy(event: Event) -> bool | Severity:
    nothing_left = is_true(member(event.request, "skipFinalSnapshot")) and not is_false(
        member(event.request, "deleteAutomatedBackups")
    )
    return (MEDIUM if nothing_left else LOW) if by_hand(event) else False


def _customer_key(event: Event) -> bool:
    names = "x-amz-server-side-encryption-customer-algorithm"
    return member(event.request, names) is not None or event.more("SSEApplied").upper() in {"SSE_C", "SSE-C"}


def _version_deleted(event: Event) -> bool:
    return member(event.request, "versionId") is not None and by_hand(event)


def _object(event: Event) -> list[str]:
    return [event.asked("key") or str(event.index)]


def _each(event: Event) -> list[str]:
    return [str(event.index)]


def _ids(event: Event) -> list[str]:
    named = [text(each) for each in found(event.request, "instanceid", "snapshotid", "volumeid")]
    return [each for each in named if each] or [event.subject or str(event.index)]


def _forced(event: Event) -> bool:
    return is_true(member(event.request, "forceDeleteWithoutRecovery"))


def _deactivated(event: Event) -> bool:
    return event.name != "UpdateAccessKey" or event.asked("status").lower() == "inactive"


def _external_material(event: Event) -> bool | Severity:
    return LOW if event.name == "CreateKey" and event.asked("origin") == "EXTERNAL" else event.name != "CreateKey"


def _lock_bypassed(event: Event) -> bool:
    return is_true(member(event.request, "x-amz-bypass-governance-retention"))


def _sending_on(event: Event) -> bool | Severity:
    if event.name == "UpdateAccountSendingEnabled" and is_false(member(event.request, "enabled")):
        return LOW
    return MEDIUM


def _foreign_key(event: Event) -> bool:
    keys = found(event.request, "kmsmasterkeyid", "kmskeyid", "x-amz-server-side-encryption-aws-kms-key-id")
    return any(event.foreign(account_of(key)) for each in keys for key in texts(each))


RULES = shelf(
    "impact",
    Rule(slug="key-deleted", title="An encryption key was disabled or set to be deleted", severity=HIGH,
         technique="T1485",
         calls=on("kms", "ScheduleKeyDeletion", "DisableKey", "DeleteImportedKeyMaterial", "DeleteCustomKeyStore",
             "DisconnectCustomKeyStore"), when=lambda event: MEDIUM if event.name.startswith("Dis") else True,
         failures=Failures.DENIED, advice=_KEYS, by_tool=LOW),
    Rule(slug="key-material-imported", title="A key with material from outside was made", severity=MEDIUM,
         technique="T1486", calls=on("kms", "ImportKeyMaterial", "CreateKey"), when=_external_material, advice=_KEYS),
    Rule(slug="versioning-off", title="The versioning of a bucket was suspended", severity=MEDIUM, technique="T1490",
         calls=on("s3", "PutBucketVersioning"), when=_not_versioned, failures=Failures.DENIED, advice=_BACKUPS,
         by_tool=LOW),
    Rule(slug="versions-deleted", title="Many versions of objects were deleted for good", severity=HIGH,
         technique="T1485", calls=on("s3", "DeleteObject"), when=_version_deleted, failures=Failures.DENIED,
         advice=_DATA, window=Window(at_least=10, minutes=10, counts=_object)),
    Rule(slug="objects-deleted", title="Objects of a bucket were deleted by the thousand", severity=LOW,
         technique="T1485", calls=on("s3", "DeleteObjects"), failures=Failures.DENIED, advice=_DATA,
         when=lambda event: event.who.person and by_hand(event)),
    Rule(slug="objects-deleted-many", title="Many objects were deleted one by one", severity=MEDIUM, technique="T1485",
         calls=on("s3", "DeleteObject"), failures=Failures.DENIED, advice=_DATA,
         when=lambda event: event.who.person and by_hand(event) and not _version_deleted(event),
         window=Window(at_least=50, minutes=10, counts=_object)),
    Rule(slug="objects-locked", title="Objects were written with a key that only the caller has", severity=HIGH,
         technique="T1486", calls=on("s3", "PutObject", "CopyObject", "UploadPart"), when=_customer_key, advice=_LOCKED,
         window=Window(at_least=3, minutes=10, counts=_object)),
    Rule(slug="lock-bypassed", title="Objects under retention were deleted", severity=HIGH, technique="T1490",
         calls=on("s3", "DeleteObject", "DeleteObjects", "PutObjectRetention"), when=_lock_bypassed,
         failures=Failures.DENIED, advice=_DATA),
    Rule(slug="bucket-deleted", title="A bucket was deleted", severity=LOW, technique="T1485",
         calls=on("s3", "DeleteBucket"), when=by_hand, advice=_DATA),
    Rule(slug="backups-deleted", title="Backups or their protection were deleted", severity=MEDIUM, technique="T1490",
         calls=on("backup", "DeleteRecoveryPoint", "DeleteBackupVault", "DeleteBackupPlan", "DeleteBackupSelection",
             "DeleteBackupVaultLockConfiguration", "DeleteBackupVaultAccessPolicy", "StopBackupJob",
             "DisassociateRecoveryPoint") | on("rds", "DeleteDBSnapshot", "DeleteDBClusterSnapshot",
             "DeleteDBInstanceAutomatedBackup") | on("dynamodb", "DeleteBackup") | on("redshift",
             "DeleteClusterSnapshot") | on("fsx", "DeleteBackup") | on("dlm", "DeleteLifecyclePolicy"),
         when=lambda event: by_hand(event) and (event.source == "backup" or LOW), failures=Failures.DENIED,
         advice=_BACKUPS),
    Rule(slug="backups-deleted-many", title="Many snapshots or recovery points were deleted", severity=HIGH,
         technique="T1490", failures=Failures.DENIED, when=by_hand, advice=_BACKUPS,
         calls=on("ec2", "DeleteSnapshot") | on("rds", "DeleteDBSnapshot", "DeleteDBClusterSnapshot") | on("backup",
             "DeleteRecoveryPoint"), window=Window(at_least=5, minutes=15, counts=_each)),
    Rule(slug="database-deleted", title="A database or file system was deleted", severity=MEDIUM, technique="T1485",
         calls=on("rds", "DeleteDBInstance", "DeleteDBCluster", "DeleteGlobalCluster") | on("elasticfilesystem",
             "DeleteFileSystem") | on("redshift", "DeleteCluster") | on("docdb", "DeleteDBCluster") | on("dynamodb",
             "DeleteTable") | on("es", "DeleteDomain", "DeleteElasticsearchDomain") | on("fsx", "DeleteFileSystem"),
         when=_no_copy, failures=Failures.DENIED, advice=_DATA),
    Rule(slug="mount-target-deleted", title="The access to a file system was deleted", severity=LOW, technique="T1489",
         calls=on("elasticfilesystem", "DeleteMountTarget"), when=by_hand, advice=_DATA),
    Rule(slug="machines-stopped", title="Many machines or disks were deleted or stopped at once", severity=MEDIUM,
         technique="T1489", calls=on("ec2", "TerminateInstances", "StopInstances", "DeleteVolume"), when=by_hand,
         failures=Failures.DENIED, advice=_DATA, window=Window(at_least=8, minutes=10, counts=_ids)),
    Rule(slug="secrets-destroyed", title="Secrets were deleted without the days of grace", severity=MEDIUM,
         technique="T1485", calls=on("secretsmanager", "DeleteSecret"), when=_forced, failures=Failures.DENIED,
         advice=_DATA, window=Window(at_least=3, minutes=10, counts=target("secretId"))),
    Rule(slug="people-locked-out", title="The access of several users was taken away", severity=MEDIUM,
         technique="T1531",
         calls=on("iam", "DeleteUser", "DeleteLoginProfile", "UpdateAccessKey", "DeleteAccessKey",
             "DeactivateMFADevice"), when=lambda event: by_hand(event) and _deactivated(event),
         failures=Failures.DENIED, advice=_PEOPLE, window=Window(at_least=5, minutes=15, counts=target("userName"))),
    Rule(slug="account-closed", title="An account was closed", severity=CRITICAL, technique="T1531",
         calls=on("organizations", "CloseAccount") | on("account", "CloseAccount"), failures=Failures.DENIED,
         advice=_PEOPLE),
    Rule(slug="zone-deleted", title="A DNS zone was deleted", severity=MEDIUM, technique="T1485", when=by_hand,
         calls=on("route53", "DeleteHostedZone"), failures=Failures.DENIED, advice=_DATA),
    Rule(slug="mail-sending", title="The account was made ready to send mail", severity=MEDIUM, technique="T1496.003",
         calls=on("ses", "PutAccountDetails", "UpdateAccountSendingEnabled", "PutAccountSendingAttributes"),
         when=lambda event: by_hand(event) and _sending_on(event), failures=Failures.DENIED, advice=_MISUSE),
    Rule(slug="mail-identity", title="A sender of mail was added", severity=LOW, technique="T1496.003", when=by_hand,
         calls=on("ses", "VerifyEmailIdentity", "VerifyDomainIdentity", "CreateEmailIdentity", "VerifyEmailAddress"),
         failures=Failures.DENIED, advice=_MISUSE),
    Rule(slug="messages-sent", title="Messages to phones were made possible", severity=LOW, technique="T1496.003",
         calls=on("sns", "SetSMSAttributes", "CreateSMSSandboxPhoneNumber"), when=by_hand, failures=Failures.DENIED,
         advice=_MISUSE),
    Rule(slug="bought", title="Something was bought for a long time", severity=LOW, technique="T1496", when=by_hand,
         calls=on("ec2", "PurchaseReservedInstancesOffering", "PurchaseHostReservation") | on("savingsplans",
             "CreateSavingsPlan") | on("rds", "PurchaseReservedDBInstancesOffering") | on("route53domains",
             "RegisterDomain"), failures=Failures.DENIED, advice=_MISUSE),
    Rule(slug="budget-deleted", title="A budget, or the alarm on one, was deleted", severity=LOW, technique="T1562.001",
         calls=on("budgets", "DeleteBudget", "DeleteBudgetAction", "DeleteNotification") | on("ce",
             "DeleteAnomalyMonitor", "DeleteAnomalySubscription"), when=by_hand, advice=_MISUSE),
    Rule(slug="encryption-moved", title="The encryption of a resource was moved to a foreign key", severity=HIGH,
         technique="T1486", calls=on("s3", "PutBucketEncryption") | on("ec2", "ModifyEbsDefaultKmsKeyId"),
         when=_foreign_key, failures=Failures.DENIED, advice=_LOCKED, by_tool=LOW),
    Rule(slug="service-stopped", title="A database or cluster was stopped or deleted", severity=LOW, technique="T1489",
         calls=on("rds", "StopDBInstance", "StopDBCluster") | on("eks", "DeleteCluster") | on("ecs", "DeleteCluster") |
             on("elasticache", "DeleteCacheCluster", "DeleteReplicationGroup"), when=by_hand, failures=Failures.DENIED,
         advice=_DATA),
    Rule(slug="group-deleted", title="A group of users was deleted", severity=LOW, technique="T1531",
         calls=on("iam", "DeleteGroup"), when=by_hand, advice=_PEOPLE),
    Rule(slug="mail-identity-deleted", title="A sender of mail was deleted", severity=LOW, technique="T1070",
         calls=on("ses", "DeleteIdentity", "DeleteEmailIdentity"), when=by_hand, failures=Failures.DENIED,
         advice=_MISUSE),
    Rule(slug="object-locked", title="An object was written with a key that only the caller has", severity=LOW,
         technique="T1486", calls=on("s3", "PutObject", "CopyObject"),
         when=lambda event: _customer_key(event) and by_hand(event), advice=_LOCKED, once_in=timedelta(hours=1),
         confidence="low"),
    Rule(slug="objects-moved-to-key", title="Objects were encrypted with a key of another account", severity=HIGH,
         technique="T1486", calls=on("s3", "CopyObject", "PutObject"), when=_foreign_key, failures=Failures.DENIED,
         advice=_LOCKED),
    Rule(slug="function-deleted", title="A function was deleted", severity=LOW, technique="T1485",
         calls=on("lambda", "DeleteFunction"), when=by_hand, failures=Failures.DENIED, advice=_DATA),
)  # fmt: skip
