"""Changes of databases: who reaches them, encryption, backups, protection."""

from collections.abc import Callable

from core.detections.event import Event
from core.detections.reading import is_false, is_true, member, shown
from core.drift.answer import Area
from core.drift.said import Plain, Readers, Said, subject
from core.findings import Severity


def _database(kind: str, public_control: str, *, own: bool = True) -> Callable[[Event], Said]:
    """Creates and changes of a database; the worst of what was asked decides. `own`: the controls of RDS hold too."""

    def read(event: Event) -> Said:
        name = f"{kind} {_name(event)}"
        created = event.name.startswith(("Create", "Restore"))
        before = f"no such {kind.lower()}" if created else ""
        public = member(event.request, "publiclyAccessible")
        if is_true(public):
            what = f"{name} can be reached from the internet"
            return Said(
                what, Severity.HIGH, before, "publicly accessible", breaks=(public_control,), resource=_name(event)
            )
        if own and event.asked("backupRetentionPeriod") == "0":
            return Said(f"{name} is not backed up", Severity.HIGH, before, "no backups", breaks=("FSBP RDS.11",))
        if created and is_false(member(event.request, "storageEncrypted")):
            return Said(f"{name} is not encrypted", Severity.MEDIUM, before, "not encrypted", breaks=("FSBP RDS.3",))
        if is_false(public):
            what = f"{name} cannot be reached from the internet"
            return Said(what, Severity.INFORMATIONAL, before, "not public", good=not created, meets=(public_control,))
        return _smaller(event, name, before)

    return read


def _smaller(event: Event, name: str, before: str) -> Said:
    if member(event.request, "masterUserPassword") is not None and not before:
        return Said(f"The master password of {name} was changed", Severity.MEDIUM, "another password", "a new one")
    if is_false(member(event.request, "deletionProtection")):
        return Said(f"{name} can be deleted", Severity.LOW, before, "not protected", breaks=("FSBP RDS.8",))
    if is_true(member(event.request, "deletionProtection")):
        return Said(
            f"{name} is protected", Severity.INFORMATIONAL, before, "protected", good=True, meets=("FSBP RDS.8",)
        )
    groups = member(event.request, "vpcSecurityGroupIds") is not None
    if groups and not before:
        return Said(f"{name} has other security groups", Severity.MEDIUM, "others", "as asked", touches=("FSBP RDS.2",))
    return Said(f"{name} was {'created' if before else 'changed'}", Severity.LOW, before)


def _deleted(event: Event) -> Said:
    lost = is_true(member(event.request, "skipFinalSnapshot"))
    after = "gone, without a last snapshot" if lost else "gone, a last snapshot is kept"
    return Said(f"Database {_name(event)} was deleted", Severity.HIGH if lost else Severity.MEDIUM, "existed", after)


def _name(event: Event) -> str:
    return subject(event) or shown(event.asked("clusterIdentifier") or event.asked("dBClusterIdentifier"))


_RDS = _database("Database", "FSBP RDS.2")
_REDSHIFT = _database("Cluster", "FSBP Redshift.1", own=False)

READERS = Readers(
    Area.DATABASE,
    {
        "rds:DeleteDBSnapshot": Plain("Database snapshot {} was deleted", Severity.LOW, "existed", "gone"),
        "rds:StopDBInstance": Plain("Database {} was stopped", Severity.LOW, "running", "stopped"),
        "dynamodb:DeleteTable": Plain("Table {} was deleted", Severity.MEDIUM, "existed", "gone"),
        "backup:DeleteRecoveryPoint": Plain("A backup was deleted", Severity.MEDIUM, "kept", "gone"),
        "backup:DeleteBackupVault": Plain("A vault of backups was deleted", Severity.HIGH, "kept", "gone"),
    },
    {
        **{
            f"rds:{call}": _RDS
            for call in ("CreateDBInstance", "ModifyDBInstance", "CreateDBCluster", "ModifyDBCluster")
        },
        "rds:RestoreDBInstanceFromDBSnapshot": _RDS,
        "rds:DeleteDBInstance": _deleted,
        "rds:DeleteDBCluster": _deleted,
        "redshift:CreateCluster": _REDSHIFT,
        "redshift:ModifyCluster": _REDSHIFT,
    },
)
