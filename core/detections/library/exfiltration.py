"""Data that was shared with, copied to, or opened for somebody outside."""

from core.detections.event import Event
from core.detections.library.conditions import allowed, by_hand, outsiders, target
from core.detections.reading import account_of, found, is_true, member, rows, text, texts
from core.detections.rule import CRITICAL, HIGH, LOW, MEDIUM, Failures, Rule, Window, advice, on, shelf
from core.findings import Severity

_SHARED = advice(
    "A shared snapshot or image can be copied whole, with every file and password in it, and the copy cannot be "
    "called back.",
    "Whose account is it, and is it one of ours?; What is on the disk or in the database?; Was the copy taken already?",
    "Take the permission away again; Treat every secret on it as known; Disable the caller's key until it is clear",
)
_OPEN = advice(
    "Whoever the policy lets in needs no credentials of this account, and the policy stays when everything else is "
    "cleaned up.",
    "Whose account is it, or is it everybody?; Is there a ticket, for example for a public website?; "
    "Who has read from it since? (data events, access logs)",
    "Put the former policy back; Switch the public access block on; Treat what was readable as known",
)
_COPY = advice(
    "The data leaves the account's control with the copy.",
    "Where does the copy go, and who owns the place?; Is there a ticket for it?",
    "Stop the copy and delete it where that is possible; Treat the data as known; Disable the caller's key until it "
    "is clear",
)
# Calls whose document says who may assume a role, or what an identity may do: others judge them.
_OTHER_DOCUMENTS = ("iam", "sts", "sso", "organizations", "signin")
_PUBLIC_GRANTEES = ("allusers", "authenticatedusers")
_PUBLIC_ACLS = ("public-read", "public-read-write", "authenticated-read", "website-public")


def _given_to(event: Event, add: object) -> bool | Severity:
    groups = [text(each).lower() for each in found(add, "group")]
    accounts = [text(each) for each in found(add, "userid", "organizationarn", "organizationalunitarn")]
    if "all" in groups:
        return CRITICAL
    return HIGH if any(event.foreign(each) for each in accounts) else False


def _image_shared(event: Event) -> bool | Severity:
    """Both shapes of the request: `launchPermission.add`, and operation, group and user beside each other."""
    permission = member(event.request, "launchPermission") or member(event.request, "createVolumePermission")
    if member(permission, "add"):
        return _given_to(event, {"add": member(permission, "add")})
    if event.asked("operationType").lower() != "add":
        return False
    if "all" in texts(member(event.request, "userGroups")) + texts(member(event.request, "groupNames")):
        return CRITICAL
    return HIGH if any(map(event.foreign, texts(member(event.request, "userIds")))) else False


def _database_shared(event: Event) -> bool | Severity:
    added = texts(member(event.request, "valuesToAdd"))
    if event.asked("attributeName") not in {"restore", ""} or not added:
        return False
    return CRITICAL if "all" in added else HIGH if any(event.foreign(each) for each in added) else False


def _resource_opened(event: Event) -> bool | Severity:
    """Any call of any service that writes a policy on a resource."""
    if event.source in _OTHER_DOCUMENTS or event.read_only or event.name.startswith("Delete"):
        return False
    given = allowed(event)
    if any(each.public and not _only_read_of_names(each.actions) for each in given):
        return HIGH
    let_in = [each for each in given if outsiders(event, each)]
    if not let_in:
        return False
    return LOW if all(_only_delivers(each.actions) for each in let_in) else HIGH


def _only_read_of_names(actions: tuple[str, ...]) -> bool:
    """A queue or topic that tells its attributes to everybody gives nothing away."""
    return bool(actions) and all(
        each.endswith(("getqueueurl", "gettopicattributes", "getqueueattributes")) for each in actions
    )


def _only_delivers(actions: tuple[str, ...]) -> bool:
    """Log delivery of AWS's own accounts and of partners writes and cannot read."""
    return bool(actions) and all(each in {"s3:putobject", "s3:putobjectacl", "s3:getbucketacl"} for each in actions)


def _function_opened(event: Event) -> bool | Severity:
    principal = event.asked("principal")
    if event.asked("functionUrlAuthType").upper() == "NONE":
        return HIGH
    if principal.endswith(".amazonaws.com") or not principal or event.asked("principalOrgID"):
        return False
    if principal == "*":
        return LOW if event.asked("sourceAccount") or event.asked("sourceArn") else HIGH
    return MEDIUM if event.foreign(account_of(principal)) else False


def _layer_opened(event: Event) -> bool | Severity:
    principal = event.asked("principal")
    return (MEDIUM if principal == "*" else LOW) if event.foreign(principal) else False


def _queue_opened(event: Event) -> bool | Severity:
    accounts = texts(member(event.request, "aWSAccountIds")) + texts(member(event.request, "awsAccountId"))
    return HIGH if "*" in accounts else MEDIUM if any(event.foreign(each) for each in accounts) else False


def _acl_opened(event: Event) -> bool | Severity:
    headers = (
        "x-amz-acl",
        "accessControlList",
        "acl",
        "x-amz-grant-read",
        "x-amz-grant-full-control",
        "x-amz-grant-write",
    )
    said = " ".join(value.lower() for header in headers for value in texts(member(event.request, header)))
    granted = [text(each).lower() for each in found(event.request, "uri")]
    if any(each in _PUBLIC_ACLS for each in said.split()) or any(
        word in each for each in [said, *granted] for word in _PUBLIC_GRANTEES
    ):
        return HIGH
    return False


def _replicated(event: Event) -> bool | Severity:
    accounts = [text(each) for each in found(event.request, "account")]
    return MEDIUM if any(event.foreign(each) for each in accounts) else by_hand(event) and LOW


def _bus_opened(event: Event) -> bool | Severity:
    principal = event.asked("principal")
    if principal == "*":
        return LOW if member(event.request, "condition") else HIGH
    return MEDIUM if event.foreign(principal) else False


def _document_shared(event: Event) -> bool | Severity:
    added = [each.lower() for each in texts(member(event.request, "accountIdsToAdd"))]
    return HIGH if "all" in added else MEDIUM if any(event.foreign(each) for each in added) else False


def _shared_outside(event: Event) -> bool | Severity:
    principals = texts(member(event.request, "principals"))
    return any(event.foreign(account_of(each)) for each in principals if ":organizations:" not in each)


def _other_account(event: Event) -> bool:
    """An address of something in another account, anywhere in the request."""
    values = found(event.request, "destinationbackupvaultarn", "destinationarn", "arn")
    return any(event.foreign(account_of(each)) for value in values for each in texts(value))


def _grantee(event: Event) -> bool:
    return event.foreign(account_of(event.asked("granteePrincipal")))


def _snapshot_account(event: Event) -> bool:
    account = event.asked("accountWithRestoreAccess")
    return event.foreign(account)


def _public_database(event: Event) -> bool:
    """Left out of the request, the network's default decides, and the answer tells it."""
    return any(is_true(member(each, "publiclyAccessible")) for each in (event.request, event.response))


def _mailed(event: Event) -> bool:
    return (
        by_hand(event)
        and not event.who.console
        and event.asked("protocol").lower() in {"email", "http", "https", "sms"}
    )


def _opened_by_name(event: Event) -> bool:
    return event.asked("projectVisibility").upper() == "PUBLIC_READ"


def _peer(event: Event) -> bool | Severity:
    owner = event.asked("peerOwnerId")
    owners = [text(each) for each in found(event.response, "ownerid")]
    foreign = any(event.foreign(each) for each in [owner, *owners])
    return MEDIUM if foreign else by_hand(event) and LOW


def _function_url(event: Event) -> bool:
    return event.asked("authType").upper() == "NONE"


def _bucket_site(event: Event) -> bool:
    return by_hand(event) and bool(
        rows(member(event.request, "items")) or member(event.request, "WebsiteConfiguration")
    )


RULES = shelf(
    "exfiltration",
    Rule(slug="disk-shared", title="A disk snapshot or machine image was shared", severity=HIGH, technique="T1537",
         calls=on("ec2", "ModifySnapshotAttribute", "ModifyImageAttribute"), when=_image_shared,
         failures=Failures.DENIED, advice=_SHARED, by_tool=LOW, confidence="high"),
    Rule(slug="database-shared", title="A database snapshot was shared", severity=HIGH, technique="T1537",
         calls=on("rds", "ModifyDBSnapshotAttribute", "ModifyDBClusterSnapshotAttribute") | on("redshift",
             "ModifySnapshotAttribute"), when=_database_shared, failures=Failures.DENIED, advice=_SHARED, by_tool=LOW,
         confidence="high"),
    Rule(slug="warehouse-shared", title="A data warehouse was shared with another account", severity=HIGH,
         technique="T1537", calls=on("redshift", "AuthorizeSnapshotAccess"), when=_snapshot_account,
         failures=Failures.DENIED, advice=_SHARED, by_tool=LOW),
    Rule(slug="resource-opened", title="A policy lets outsiders into a resource", severity=HIGH, technique="T1537",
         calls=frozenset(), when=_resource_opened, failures=Failures.DENIED, advice=_OPEN, by_tool=LOW,
         confidence="high"),
    Rule(slug="function-opened", title="A function can be called from outside", severity=HIGH, technique="T1546",
         calls=on("lambda", "AddPermission"), when=_function_opened, failures=Failures.DENIED, advice=_OPEN,
         by_tool=LOW, confidence="high"),
    Rule(slug="function-address-open", title="A function has an address that anybody may call", severity=HIGH,
         technique="T1546", calls=on("lambda", "CreateFunctionUrlConfig", "UpdateFunctionUrlConfig"),
         when=_function_url, failures=Failures.DENIED, advice=_OPEN, by_tool=LOW),
    Rule(slug="layer-shared", title="A layer was shared with others", severity=LOW, technique="T1537",
         calls=on("lambda", "AddLayerVersionPermission"), when=_layer_opened, advice=_OPEN),
    Rule(slug="queue-opened", title="A queue or topic was opened to another account", severity=MEDIUM,
         technique="T1537", calls=on("sqs", "AddPermission") | on("sns", "AddPermission"), when=_queue_opened,
         failures=Failures.DENIED, advice=_OPEN, by_tool=LOW),
    Rule(slug="acl-opened", title="An access list lets everybody in", severity=HIGH, technique="T1530",
         calls=on("s3", "PutBucketAcl", "PutObjectAcl", "CreateBucket", "PutObject"), when=_acl_opened,
         failures=Failures.DENIED, advice=_OPEN, by_tool=LOW),
    Rule(slug="bucket-site", title="A bucket was made a website", severity=LOW, technique="T1530",
         calls=on("s3", "PutBucketWebsite"), when=_bucket_site, advice=_OPEN),
    Rule(slug="bus-opened", title="An event bus was opened to others", severity=MEDIUM, technique="T1537",
         calls=on("events", "PutPermission"), when=_bus_opened, failures=Failures.DENIED, advice=_OPEN, by_tool=LOW),
    Rule(slug="document-shared", title="A document of Systems Manager was shared", severity=MEDIUM, technique="T1537",
         calls=on("ssm", "ModifyDocumentPermission"), when=_document_shared, failures=Failures.DENIED, advice=_SHARED,
         by_tool=LOW),
    Rule(slug="resource-shared", title="A resource was shared with another account", severity=MEDIUM, technique="T1537",
         calls=on("ram", "CreateResourceShare", "AssociateResourceShare"), when=_shared_outside,
         failures=Failures.DENIED, advice=_SHARED, by_tool=LOW),
    Rule(slug="key-granted", title="Another account was granted use of a key", severity=MEDIUM, technique="T1098",
         calls=on("kms", "CreateGrant"), when=_grantee, failures=Failures.DENIED, advice=_OPEN, by_tool=LOW),
    Rule(slug="bucket-replicated", title="A bucket is copied to another place", severity=MEDIUM, technique="T1537",
         calls=on("s3", "PutBucketReplication"), when=_replicated, failures=Failures.DENIED, advice=_COPY, by_tool=LOW),
    Rule(slug="copied-away", title="Backups or logs are sent to another account", severity=MEDIUM, technique="T1537",
         calls=on("backup", "StartCopyJob") | on("logs", "PutSubscriptionFilter") | on("events", "PutTargets"),
         when=_other_account, failures=Failures.DENIED, advice=_COPY, by_tool=LOW),
    Rule(slug="exported", title="A machine, disk or database was exported", severity=MEDIUM, technique="T1537",
         calls=on("ec2", "CreateInstanceExportTask", "ExportImage", "CreateStoreImageTask") | on("rds",
             "StartExportTask"), failures=Failures.DENIED, when=by_hand, advice=_COPY),
    Rule(slug="exported-logs", title="Logs or tables were exported", severity=LOW, technique="T1530", when=by_hand,
         calls=on("logs", "CreateExportTask") | on("dynamodb", "ExportTableToPointInTime"), advice=_COPY),
    Rule(slug="blocks-read", title="A disk snapshot was read block by block", severity=MEDIUM, technique="T1530",
         calls=on("ebs", "GetSnapshotBlock"), when=by_hand, failures=Failures.DENIED, advice=_COPY,
         window=Window(at_least=5, minutes=10, counts=lambda event: [event.asked("blockIndex") or str(event.index)])),
    Rule(slug="snapshots-copied", title="Snapshots were taken or copied in a row", severity=LOW, technique="T1578.001",
         calls=on("ec2", "CopySnapshot", "CopyImage", "CreateSnapshot", "CreateSnapshots") | on("rds", "CopyDBSnapshot",
             "CopyDBClusterSnapshot"), when=by_hand, advice=_COPY,
         window=Window(at_least=5, minutes=15, counts=lambda event: [event.subject or str(event.index)])),
    Rule(slug="topic-subscribed", title="A topic is sent to an address outside", severity=LOW, technique="T1567",
         calls=on("sns", "Subscribe"), when=_mailed, advice=_COPY),
    Rule(slug="build-public", title="Builds with their logs and artefacts were made public", severity=HIGH,
         technique="T1567", calls=on("codebuild", "UpdateProjectVisibility"), when=_opened_by_name,
         failures=Failures.DENIED, advice=_OPEN, by_tool=LOW),
    Rule(slug="network-peered", title="The network was joined with another", severity=MEDIUM, technique="T1599",
         calls=on("ec2", "CreateVpcPeeringConnection", "AcceptVpcPeeringConnection",
             "AcceptTransitGatewayVpcAttachment"), when=_peer, failures=Failures.DENIED, advice=_OPEN, by_tool=LOW),
    Rule(slug="transfer-user", title="A user or server for file transfer was made", severity=LOW, technique="T1048",
         calls=on("transfer", "CreateUser", "CreateServer", "ImportSshPublicKey") | on("datasync", "CreateTask"),
         when=by_hand, advice=_COPY),
    Rule(slug="database-public-restored", title="A database was restored where the internet can reach it",
         severity=HIGH, technique="T1537", when=_public_database, failures=Failures.DENIED, advice=_COPY, by_tool=LOW,
         calls=on("rds", "RestoreDBInstanceFromDBSnapshot", "RestoreDBInstanceToPointInTime", "RestoreDBInstanceFromS3",
             "RestoreDBClusterFromSnapshot")),
    Rule(slug="restored-from-snapshot", title="A database was restored from a snapshot", severity=LOW,
         technique="T1578.002", calls=on("rds", "RestoreDBInstanceFromDBSnapshot", "RestoreDBInstanceFromS3"),
         when=lambda event: by_hand(event) and not _public_database(event), advice=_COPY),
    Rule(slug="objects-read-many", title="Very many objects were read", severity=LOW, technique="T1530",
         calls=on("s3", "GetObject", "CopyObject"), advice=_COPY, confidence="low",
         when=lambda event: event.who.long_lived and by_hand(event),
         window=Window(at_least=200, minutes=10, counts=target("key"))),
    Rule(slug="database-snapshot-taken", title="A snapshot of a database was taken by hand", severity=LOW,
         technique="T1578.001", calls=on("rds", "CreateDBSnapshot", "CreateDBClusterSnapshot"), when=by_hand,
         advice=_COPY),
    Rule(slug="zone-associated", title="A private DNS zone was tied to another network", severity=LOW,
         technique="T1584.002", calls=on("route53", "AssociateVPCWithHostedZone", "CreateVPCAssociationAuthorization"),
         when=by_hand, advice=_OPEN),
)  # fmt: skip
