"""Ways that fewer rules know: certificates that leave, recovery that is switched off, builds, apps and templates."""

from core.detections.event import Event
from core.detections.library.conditions import by_hand, is_off
from core.detections.reading import found, text
from core.detections.rule import LOW, MEDIUM, Failures, Rule, advice, on, shelf
from core.findings import Severity

_CERTIFICATE = advice(
    "With the private key of a certificate somebody else's server is taken for ours, and so are its programs.",
    "Is there a ticket for it?; Which names does the certificate hold, and who trusts the authority?",
    "Revoke the certificate and issue another one; Disable the caller's key or deny its sessions",
)
_LENT = advice(
    "A link or a token for somebody else's session works for whoever has it, past the login.",
    "Did the person whose session it is ask for it?; What was done in the session?",
    "End the sessions of the caller; Take the permission away from whoever does not need it",
)
_RECOVERY = advice(
    "Without backups a deletion is final; whoever wants a ransom switches them off first.",
    "Is there a ticket for it?; Which copies are left, and where?",
    "Switch the backups on again; Make a copy now, in another account; Look for deletions by the caller",
)
_BUILD = advice(
    "A build runs code from outside with its role, and again at every change; few look at who feeds it.",
    "Which repository does it build, and whose is it?; What does the build's role allow?",
    "Put the former source back; Renew the credentials of the build's role; Look at the builds since",
)
_APP = advice(
    "Services that build and run whole apps are used to mine where nobody looks for machines.",
    "Does anybody here use this service, in this region?; What does the app run?",
    "Delete the app; Look through the other regions; Disable the caller's key or deny its sessions",
)
_TEMPLATE = advice(
    "Every machine that a template makes from now on runs its start script as root.",
    "What does the script do that the former version did not do?; Which groups use the template?",
    "Make the former version the default again; Replace the machines that were made since",
)
_IMAGES = advice(
    "Images that nobody scans bring their vulnerabilities along, and deleted ones cannot be started again.",
    "Is there a ticket for it?; Which services run these images?",
    "Switch the scan on again; Build the images anew from their sources",
)
_ACCOUNT = advice(
    "A new account of the organisation has none of the guards of the others until somebody sets them up.",
    "Was the account ordered?; Who holds its root address?",
    "Move the account below the policies of the organisation, or close it",
)


def _exported(event: Event) -> bool | Severity:
    """Programs renew what they serve with; a person who exports a key takes it somewhere."""
    return MEDIUM if by_hand(event) and not event.who.workload else LOW


def _no_recovery(event: Event) -> bool | Severity:
    if event.source == "dynamodb":
        return any(text(each).lower() == "false" or each is False for each in _switches(event))
    return event.asked("backupRetentionPeriod") == "0"


def _switches(event: Event) -> list[object]:
    return found(event.request, "pointintimerecoveryenabled")


def _with_script(event: Event) -> bool:
    return by_hand(event) and bool(found(event.request, "userdata"))


def _by_person(event: Event) -> bool:
    return by_hand(event) and not event.who.workload


RULES = (
    *shelf(
        "credential_access",
        Rule(slug="certificate-exported", title="A certificate was exported with its private key", severity=MEDIUM,
             technique="T1552.004", calls=on("acm", "ExportCertificate"), when=_exported, failures=Failures.DENIED,
             advice=_CERTIFICATE, by_tool=LOW),
        Rule(slug="certificate-issued", title="A certificate was issued by hand", severity=LOW, technique="T1649",
             calls=on("acm-pca", "IssueCertificate", "ImportCertificateAuthorityCertificate"), when=_by_person,
             failures=Failures.DENIED, advice=_CERTIFICATE),
        Rule(slug="session-link-made", title="A link or token for a session elsewhere was made", severity=LOW,
             technique="T1550.001", when=_by_person, failures=Failures.DENIED, advice=_LENT,
             calls=on("airflow", "CreateWebLoginToken", "CreateCliToken") | on("lightsail", "GetInstanceAccessDetails")
                 | on("codeartifact", "GetAuthorizationToken")
                 | on("emr-containers", "GetManagedEndpointSessionCredentials")),
    ),
    *shelf(
        "impact",
        Rule(slug="recovery-off", title="Backups of a database were switched off", severity=MEDIUM, technique="T1490",
             calls=on("dynamodb", "UpdateContinuousBackups") | on("rds", "ModifyDBInstance", "ModifyDBCluster"),
             when=_no_recovery, failures=Failures.DENIED, advice=_RECOVERY, by_tool=LOW),
        Rule(slug="images-deleted", title="Images of containers were deleted", severity=LOW, technique="T1485",
             calls=on("ecr", "BatchDeleteImage", "DeleteRepository"), when=_by_person, failures=Failures.DENIED,
             advice=_IMAGES),
    ),
    *shelf(
        "defense_evasion",
        Rule(slug="image-scan-off", title="Images of containers are no longer scanned", severity=LOW,
             technique="T1562.001", calls=on("ecr", "PutImageScanningConfiguration"),
             when=is_off("imageScanningConfiguration", "scanOnPush"), failures=Failures.DENIED, advice=_IMAGES),
    ),
    *shelf(
        "execution",
        Rule(slug="build-fed", title="A build was given another source or trigger", severity=LOW, technique="T1072",
             calls=on("codebuild", "ImportSourceCredentials", "CreateWebhook", "UpdateWebhook", "CreateProject",
                 "UpdateProject"), when=_by_person, failures=Failures.DENIED, advice=_BUILD),
        Rule(slug="app-made", title="A service that builds and runs apps was used", severity=LOW, technique="T1496.001",
             calls=on("amplify", "CreateApp", "CreateDeployment") | on("apprunner", "CreateService")
                 | on("batch", "RegisterJobDefinition", "SubmitJob") | on("lightsail", "CreateInstances",
                 "CreateContainerService") | on("gamelift", "CreateFleet") | on("workspaces", "CreateWorkspaces"),
             when=_by_person, failures=Failures.DENIED, advice=_APP),
        Rule(slug="function-planted", title="A function or a trigger of one was made by hand", severity=LOW,
             technique="T1648", calls=on("lambda", "CreateFunction", "CreateEventSourceMapping"), when=_by_person,
             failures=Failures.DENIED, advice=_BUILD),
        Rule(slug="template-script", title="A template of machines was given a start script", severity=LOW,
             technique="T1651", calls=on("ec2", "CreateLaunchTemplate", "CreateLaunchTemplateVersion"),
             when=_with_script, failures=Failures.DENIED, advice=_TEMPLATE),
    ),
    *shelf(
        "persistence",
        Rule(slug="account-made", title="An account of the organisation was made", severity=LOW, technique="T1136.003",
             calls=on("organizations", "CreateAccount", "CreateGovCloudAccount"), when=by_hand,
             failures=Failures.DENIED, advice=_ACCOUNT),
    ),
)  # fmt: skip
