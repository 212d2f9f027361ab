"""Secrets, passwords and credentials that were read or taken."""

from collections.abc import Iterator
from datetime import timedelta

from core.detections.event import Event
from core.detections.library.conditions import by_hand, target
from core.detections.reading import is_true, member, rows, texts
from core.detections.rule import HIGH, INFORMATIONAL, LOW, MEDIUM, Failures, Rule, Window, advice, on, shelf
from core.findings import Severity

_SECRETS = advice(
    "Secrets lead from AWS into databases and other companies' services, where nobody watches this caller.",
    "Does the caller need all of these secrets, and did it read them in the weeks before?; Which of the reads "
    "succeeded?; "
    "Where do these secrets open doors, and who came through since?",
    "Disable the caller's key or deny its sessions; Renew every secret that was read; Read the logs of what they open",
)
_MACHINES = advice(
    "What a machine holds (its administrator password, its start script, its screen) often opens the next door.",
    "Is there work on these machines that explains it?; Does the start script hold secrets?",
    "Disable the caller's key or deny its sessions; Renew the passwords and secrets that were shown",
)
_FEDERATED = advice(
    "A federated session lives up to 36 hours and outlives the deletion of the key that made it.",
    "Is this caller known to broker sessions for others?; What did the session (its name is in the request) do?",
    "Deny the user everything for sessions issued before now (aws:TokenIssueTime); Delete the user's key",
)
_LEAKED = advice(
    "AWS found this key in public, for example in a repository, and limited it; others found it too.",
    "Where was the key published, and since when?; What did the key do since then, in every region?",
    "Delete the key and issue another; Undo what was done with it; Keep the quarantine policy until then",
)
_PASSWORD = advice(
    "Whoever sets the master password can read the whole database.",
    "Is there a ticket for the new password?; Who connected to the database since?",
    "Set another password; Close the database's network access until it is clear",
)


def _person_or_tool(event: Event) -> bool:
    """A tool that the agent alone names is judged like the person who may have written it there."""
    return event.who.person or (event.who.tool and not event.who.vouched)


def _program(event: Event) -> bool:
    return not (_person_or_tool(event) or event.who.instance or event.who.through)


def _parameters(event: Event) -> list[str]:
    return texts(member(event.request, "names")) or texts(member(event.request, "name"))


def _decrypted(event: Event) -> bool:
    return is_true(member(event.request, "withDecryption")) and event.who.person and by_hand(event)


def _decrypted_by_program(event: Event) -> bool:
    return is_true(member(event.request, "withDecryption")) and not (event.who.person and by_hand(event))


def _whole_tree(event: Event) -> bool:
    return is_true(member(event.request, "withDecryption")) and event.asked("path") == "/"


def _secrets(event: Event) -> Iterator[str]:
    yield from texts(member(event.request, "secretIdList")) or texts(member(event.request, "secretId"))


def _enumerating(event: Event) -> bool | Severity:
    """A program that names its secrets reads what it needs; a filter reads whatever is there."""
    if rows(member(event.request, "filters")) or not texts(member(event.request, "secretIdList")):
        return MEDIUM if event.who.person else LOW
    return LOW if event.who.person and by_hand(event) else False


def _user_data(event: Event) -> bool:
    return event.asked("attribute") == "userData"


def _quarantined(event: Event) -> bool:
    return "awscompromisedkeyquarantine" in event.asked("policyArn").lower()


def _new_master_password(event: Event) -> bool:
    pending = member(event.response, "pendingModifiedValues", "masterUserPassword")
    return by_hand(event) and (member(event.request, "masterUserPassword") is not None or pending is not None)


def _plain_session(event: Event) -> bool:
    return event.who.long_lived and not event.asked("serialNumber") and by_hand(event)


RULES = shelf(
    "credential_access",
    Rule(slug="secrets-read-many", title="Many secrets were read within minutes", severity=HIGH, technique="T1555.006",
         calls=on("secretsmanager", "GetSecretValue"), failures=Failures.ALL, advice=_SECRETS, when=_person_or_tool,
         window=Window(at_least=5, minutes=10, counts=_secrets)),
    Rule(slug="secrets-read-by-program", title="A program read unusually many secrets", severity=LOW,
         technique="T1555.006", calls=on("secretsmanager", "GetSecretValue"), failures=Failures.ALL, advice=_SECRETS,
         when=_program, confidence="low", window=Window(at_least=10, minutes=10, counts=_secrets)),
    Rule(slug="secrets-read-by-machine", title="A machine's role read many secrets", severity=MEDIUM,
         technique="T1555.006", calls=on("secretsmanager", "GetSecretValue"), failures=Failures.ALL, advice=_SECRETS,
         when=lambda event: event.who.instance and not event.who.through,
         window=Window(at_least=8, minutes=10, counts=_secrets)),
    Rule(slug="secrets-read-in-regions", title="Secrets were read in several regions within minutes", severity=HIGH,
         technique="T1555.006", calls=on("secretsmanager", "GetSecretValue", "BatchGetSecretValue"), advice=_SECRETS,
         failures=Failures.ALL, when=by_hand,
         window=Window(at_least=3, minutes=10, counts=lambda event: [event.region])),
    Rule(slug="secrets-read-in-batch", title="Secrets were read in batches", severity=MEDIUM, technique="T1555.006",
         calls=on("secretsmanager", "BatchGetSecretValue"), when=_enumerating, failures=Failures.ALL, advice=_SECRETS),
    Rule(slug="parameters-decrypted-many", title="Many encrypted parameters were read within minutes", severity=HIGH,
         technique="T1555.006", calls=on("ssm", "GetParameter", "GetParameters", "GetParameterHistory"),
         failures=Failures.DENIED, when=_decrypted, advice=_SECRETS,
         window=Window(at_least=10, minutes=10, counts=_parameters)),
    Rule(slug="parameters-decrypted-by-program", title="A program read unusually many encrypted parameters",
         severity=LOW, technique="T1555.006", calls=on("ssm", "GetParameter", "GetParameters"),
         when=_decrypted_by_program, advice=_SECRETS, confidence="low",
         window=Window(at_least=25, minutes=10, counts=_parameters)),
    Rule(slug="parameter-tree-read", title="The whole tree of parameters was read, decrypted", severity=MEDIUM,
         technique="T1555.006", calls=on("ssm", "GetParametersByPath"), when=_whole_tree, failures=Failures.DENIED,
         advice=_SECRETS, once_in=timedelta(hours=1)),
    Rule(slug="password-data-read", title="The administrator password of a machine was asked for", severity=LOW,
         technique="T1555", calls=on("ec2", "GetPasswordData"), failures=Failures.DENIED, when=by_hand,
         advice=_MACHINES),
    Rule(slug="password-data-read-many", title="Administrator passwords of several machines were asked for",
         severity=HIGH, technique="T1555", calls=on("ec2", "GetPasswordData"), failures=Failures.ALL, advice=_MACHINES,
         window=Window(at_least=3, minutes=10, counts=target("instanceId"))),
    Rule(slug="user-data-read", title="The start script of a machine was read", severity=LOW, technique="T1552.005",
         calls=on("ec2", "DescribeInstanceAttribute"), failures=Failures.DENIED, advice=_MACHINES,
         when=lambda event: _user_data(event) and by_hand(event)),
    Rule(slug="user-data-read-many", title="Start scripts of several machines were read", severity=MEDIUM,
         technique="T1552.005", calls=on("ec2", "DescribeInstanceAttribute"), failures=Failures.ALL, when=_user_data,
         advice=_MACHINES, window=Window(at_least=3, minutes=10, counts=target("instanceId"))),
    Rule(slug="launch-templates-read", title="Start scripts in several launch templates were read", severity=LOW,
         technique="T1552.005", calls=on("ec2", "DescribeLaunchTemplateVersions"), when=by_hand, advice=_MACHINES,
         window=Window(at_least=5, minutes=10, counts=lambda event: [str(member(event.request, "launchTemplateId") or
             event.index)])),
    Rule(slug="screens-read", title="Console output or screens of several machines were read", severity=LOW,
         technique="T1552", calls=on("ec2", "GetConsoleOutput", "GetConsoleScreenshot"), when=by_hand, advice=_MACHINES,
         window=Window(at_least=5, minutes=10, counts=target("instanceId"))),
    Rule(slug="federation-token", title="A federated session was made from a user's key", severity=MEDIUM,
         technique="T1550.001", calls=on("sts", "GetFederationToken"), failures=Failures.DENIED, advice=_FEDERATED),
    Rule(slug="session-token", title="A user's key was turned into a session without MFA", severity=INFORMATIONAL,
         technique="T1550.001", calls=on("sts", "GetSessionToken"), when=_plain_session, advice=_FEDERATED,
         once_in=timedelta(hours=12)),
    Rule(slug="roles-fetched-many", title="Credentials for many roles were fetched through the access portal",
         severity=MEDIUM, technique="T1528", calls=on("sso", "GetRoleCredentials"), advice=_SECRETS,
         failures=Failures.DENIED,
         window=Window(at_least=6, minutes=10, counts=lambda event: [event.asked("accountId") +
             event.asked("roleName")])),
    Rule(slug="key-quarantined", title="AWS quarantined a leaked access key", severity=HIGH, technique="T1552.001",
         calls=on("iam", "AttachUserPolicy", "PutUserPolicy"), when=_quarantined, advice=_LEAKED, confidence="high",
         services_too=True, by_tool=HIGH),
    Rule(slug="master-password-set", title="The master password of a database was set", severity=LOW, technique="T1098",
         calls=on("rds", "ModifyDBInstance", "ModifyDBCluster") | on("redshift", "ModifyCluster") | on("docdb",
             "ModifyDBCluster"), when=_new_master_password, advice=_PASSWORD),
    Rule(slug="database-credentials", title="Credentials for a data warehouse were issued to many users", severity=LOW,
         technique="T1552", calls=on("redshift", "GetClusterCredentials"), when=by_hand, advice=_PASSWORD,
         window=Window(at_least=3, minutes=10, counts=target("dbUser"))),
    Rule(slug="default-key-downloaded", title="The default SSH key of Lightsail was downloaded", severity=MEDIUM,
         technique="T1552.004", calls=on("lightsail", "DownloadDefaultKeyPair"), advice=_MACHINES),
    Rule(slug="traffic-mirrored", title="Network traffic is copied to another place", severity=MEDIUM,
         technique="T1040",
         calls=on("ec2", "CreateTrafficMirrorSession", "CreateTrafficMirrorTarget", "CreateTrafficMirrorFilter",
             "CreateTrafficMirrorFilterRule", "ModifyTrafficMirrorSession", "ModifyTrafficMirrorFilterRule",
             "ModifyTrafficMirrorFilterNetworkServices"), failures=Failures.DENIED, by_tool=LOW,
         advice=advice(
             "Whoever receives the copy reads every unencrypted password and session of the mirrored machine.",
             "Which machine is mirrored, and who owns the target?; Is a network team at work?",
             "Delete the session and its target; Renew secrets that went over the line unencrypted")),
    Rule(slug="notebook-opened", title="A signed address of a notebook was made", severity=LOW, technique="T1550.001",
         calls=on("sagemaker", "CreatePresignedNotebookInstanceUrl", "CreatePresignedDomainUrl"), advice=_MACHINES,
         when=lambda event: by_hand(event) and not event.who.console),
)  # fmt: skip
