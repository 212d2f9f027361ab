"""Databases and keys."""

from collections.abc import Iterator

from core.detections.reading import text
from core.drift.states.standing import Resource, Standing, standing, switch
from core.request_shapes import member


def key(one: Resource) -> Iterator[Standing]:
    """Kept and rotating."""
    state = text(member(one.configuration, "keystate"))
    yield standing("FSBP KMS.3", state != "PendingDeletion" if state else None, "kept", "to be deleted")
    rotates = switch(member(one.more, "keyrotationstatus"))
    yield standing("FSBP KMS.4", rotates, "rotates", "does not rotate")


def database(one: Resource) -> Iterator[Standing]:
    """An instance or cluster of RDS."""
    private = switch(member(one.configuration, "publiclyaccessible"), wanted=False)
    yield standing("FSBP RDS.2", private, "not public", "publicly accessible")
    encrypted = switch(member(one.configuration, "storageencrypted"))
    yield standing("FSBP RDS.3", encrypted, "encrypted", "not encrypted")
    protected = switch(member(one.configuration, "deletionprotection"))
    yield standing("FSBP RDS.8", protected, "protected", "can be deleted")
    days = text(member(one.configuration, "backupretentionperiod"))
    yield standing("FSBP RDS.11", days != "0" if days.isdigit() else None, f"backups of {days} days", "no backups")


def redshift(one: Resource) -> Iterator[Standing]:
    """A cluster of Redshift."""
    private = switch(member(one.configuration, "publiclyaccessible"), wanted=False)
    yield standing("FSBP Redshift.1", private, "not public", "publicly accessible")
