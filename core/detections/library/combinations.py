"""Things that are ordinary or half so grave one by one, and an attack together."""

from core.detections.event import Event
from core.detections.reading import found, text
from core.detections.rule import CRITICAL, HIGH, Together, advice, on

_BLIND = advice(
    "Somebody made the account blind and went on in the dark: that is no clean-up.",
    "What did the caller do after the logging stopped?; Which other sources saw it?",
    "Switch the logging on again; Disable the caller's key and deny its sessions now; Undo what came after",
)
_DOOR = advice(
    "A new user with full rights and a way in is a door of its own: it works when the first one is closed.",
    "Is there a ticket for this user?; Has the user acted yet, and from where?",
    "Delete the user with its keys; Disable the caller's key and deny its sessions; Look for other doors of the same "
    "hour",
)
_MACHINE = advice(
    "Stopping a machine to give it another start script and starting it again is how it is taken over without a login.",
    "What does the script do?; Did the machine's role call anything new since the start?",
    "Isolate the machine and keep its disk; Renew the credentials of its role; Put the former script back",
)
_GUESSED = advice(
    "The password was found by trying: after several failures somebody is in.",
    "Was it the user, with a typing mistake?; Do the failures and the login come from one address?",
    "End the user's sessions and set a new password; Require MFA",
)
_LOCK = advice(
    "Versions and backups go first, then the data: extortion works only when nobody can restore.",
    "Which buckets and backups are concerned?; What can still be restored?",
    "Stop the caller: disable its key and deny its sessions; Secure what is left; Restore from copies elsewhere",
)
_MODELS = advice(
    "Stolen keys are sold for the use of models; thieves first look at what the account may use.",
    "Does anybody here use these models with this identity?; What does the bill of the day say?",
    "Disable the caller's key or deny its sessions; Take away the access to models that nobody needs",
)
_ADMIN = frozenset({"admin-attached", "admin-written", "own-rights-raised"})
_LOGGING_OFF = frozenset(
    {"trail-off", "trail-selectors", "guardduty-off", "config-off", "flow-logs-off", "dns-logs-off", "model-logs-off"}
)
_GRAVE = frozenset(
    f"grave:{each}"
    for each in (
        "privilege_escalation",
        "config_changes",
        "persistence",
        "exfiltration",
        "credential_access",
        "impact",
        "execution",
        "login",
    )
)


def _user(event: Event) -> str:
    """The user that a call is about, within the account."""
    named = event.asked("userName")
    return f"{event.account} {named}" if named and not event.who.tool else ""


def _caller(event: Event) -> str:
    return "" if event.who.tool else event.who.key


def _machine(event: Event) -> str:
    """The machine that a call is about; calls that stop or start name it in a list."""
    return event.asked("instanceId") or next((text(each) for each in found(event.request, "instanceid")), "")


def _login_user(event: Event) -> str:
    return f"{event.account} {event.who.user}" if event.who.user else ""


COMBINATIONS = (
    Together(slug="admin-user-made", title="A user with full rights and a way in was made", severity=CRITICAL,
             technique="T1136.003", category="persistence", minutes=60, by=_user, ordered=False, advice=_DOOR,
             parts=(on("iam", "CreateUser"), _ADMIN, on("iam", "CreateAccessKey", "CreateLoginProfile"))),
    Together(slug="user-with-password", title="A user with a console password was made in one go", severity=HIGH,
             technique="T1136.003", category="persistence", minutes=30, by=_user, ordered=False, advice=_DOOR,
             parts=(on("iam", "CreateUser"), on("iam", "CreateLoginProfile"))),
    Together(slug="went-on-in-the-dark", title="Logging was switched off, and the caller went on", severity=CRITICAL,
             technique="T1562.008", category="defense_evasion", minutes=60, by=_caller, advice=_BLIND,
             parts=(_LOGGING_OFF, _GRAVE)),
    Together(slug="machine-taken-over", title="A machine was stopped, given another start script and started",
             severity=HIGH, technique="T1059.009", category="execution", minutes=60, by=_machine, advice=_MACHINE,
             parts=(on("ec2", "StopInstances"), frozenset({"start-script-changed"}), on("ec2", "StartInstances"))),
    Together(slug="login-after-guesses", title="A console login succeeded after guesses at the password", severity=HIGH,
             technique="T1110", category="login", minutes=30, by=_login_user, advice=_GUESSED,
             parts=(frozenset({"console-logins-guessed", "mfa-guessed"}), on("signin", "ConsoleLogin"))),
    Together(slug="locked-for-ransom", title="Recovery was made impossible and data was destroyed or locked",
             severity=CRITICAL, technique="T1486", category="impact", minutes=120, by=_caller, advice=_LOCK,
             parts=(frozenset({"versioning-off", "backups-deleted", "backups-deleted-many", "lock-bypassed"}),
                 frozenset({"versions-deleted", "objects-deleted", "objects-deleted-many", "objects-locked",
                 "database-deleted", "key-deleted"}))),
    Together(slug="role-backdoor", title="A role with full rights can be assumed from outside", severity=CRITICAL,
             technique="T1098.003", category="persistence", minutes=60, advice=_DOOR, ordered=False,
             by=lambda event: "" if event.who.tool else event.asked("roleName"),
             parts=(frozenset({"role-trusts-outsider"}), _ADMIN)),
    Together(slug="versions-listed-and-deleted", title="Versions of objects were listed and then deleted",
             severity=HIGH, technique="T1485", category="impact", minutes=30, by=_caller, advice=_LOCK,
             parts=(on("s3", "ListObjectVersions", "ListBucketVersions"), on("s3", "DeleteObjects"))),
    Together(slug="models-stolen", title="Somebody looked at the account's models and used one", severity=HIGH,
             technique="T1496.004", category="execution", minutes=60, by=_caller, advice=_MODELS,
             parts=(frozenset({"models-looked-at", "model-access"}), frozenset({"model-used-by-person",
                 "model-refused"}))),
)  # fmt: skip
