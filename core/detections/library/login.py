"""Logins to the console and to machines."""

from datetime import timedelta

from core.detections.event import Event
from core.detections.library.conditions import by_hand, target
from core.detections.reading import member, pairs, text
from core.detections.rule import CRITICAL, HIGH, INFORMATIONAL, LOW, MEDIUM, Rule, Window, advice, on, shelf
from core.findings import Severity

_LOGIN = on("signin", "ConsoleLogin")
_TAKEN = advice(
    "Whoever holds the password holds everything that the user may do, and a console session leaves few other traces.",
    "Did the user log in then and there? Ask over another channel; What else came from this address and this agent?; "
    "What did the session change afterwards?",
    "End the sessions of the user (deny by aws:TokenIssueTime) and set a new password; Require MFA for the user; "
    "Delete keys and users that were made since the login",
)
_ROOT = advice(
    "The root user can do everything and no policy of the account holds it back; daily work never needs it.",
    "Who of those with access to the root mailbox and MFA device was it, and for which task?; What else did the "
    "session do?",
    "Change the root password and MFA device, and delete root access keys; Read everything root did since, and undo it",
)
_MACHINE = advice(
    "A session on a machine runs commands that CloudTrail does not see, with the rights of the machine's role.",
    "Is there a ticket for work on this machine?; What did the session log or the machine's shell history record?; "
    "What did the machine's role call afterwards?",
    "End the session (ssm terminate-session); Isolate the machine, keep its disk, and renew the credentials of its "
    "role",
)


def _failed(event: Event) -> bool:
    return text(member(event.response, "ConsoleLogin")).lower() == "failure" or bool(event.raw.get("errorMessage"))


def _succeeded(event: Event) -> bool:
    return text(member(event.response, "ConsoleLogin")).lower() == "success"


def _without_mfa(event: Event) -> bool | Severity:
    """A federated login has its MFA at the identity provider, where CloudTrail cannot see it."""
    if not _succeeded(event) or event.more("MFAUsed").lower() != "no" or event.more("SamlProviderArn"):
        return False
    if event.who.root:
        return CRITICAL
    return event.who.kind == "IAMUser" or (not event.who.kind and bool(event.who.user))


def _user_failed(event: Event) -> bool:
    return _failed(event) and not event.who.root


def _failed_after_mfa(event: Event) -> bool:
    return _failed(event) and event.more("MFAUsed").lower() == "yes"


def _name(event: Event) -> list[str]:
    return [event.who.user or event.who.key]


def _each(event: Event) -> list[str]:
    return [str(event.index)]


def _user_of(event: Event) -> str:
    return f"{event.account} {event.who.user}" if event.who.user else event.source_ip


def _root_call(event: Event) -> bool | Severity:
    """What root does in the account; logins and what AWS does in its name are told apart."""
    by_aws = event.who.through or event.raw.get("eventType") == "AwsServiceEvent"
    if not event.who.root or by_aws or event.source == "signin" or event.name == "CreateServiceLinkedRole":
        return False
    return MEDIUM if event.read_only else HIGH


def _root_changed(event: Event) -> bool:
    """The answer says whether it worked, as that of a login does: {"PasswordUpdated": "Failure"}."""
    failed = any(text(each).lower() == "failure" for _, each in pairs(event.response))
    return not failed and (event.who.root or not event.who.user)


def _by_machine(event: Event) -> bool:
    return event.who.instance and _succeeded(event)


def _scripted(event: Event) -> bool:
    """IAM Identity Center and the console fetch such tokens too, with agents of their own."""
    agent = event.agent.lower()
    return by_hand(event) and not event.who.console and not agent.startswith("jersey")


RULES = shelf(
    "login",
    Rule(slug="console-login-failed", title="A console login failed", severity=LOW, technique="T1110", calls=_LOGIN,
         when=_user_failed, advice=_TAKEN),
    Rule(slug="console-logins-guessed", title="Many console logins of one user failed", severity=MEDIUM,
         technique="T1110.001", calls=_LOGIN, when=_failed, advice=_TAKEN,
         window=Window(at_least=5, minutes=15, counts=_each, by=_user_of)),
    Rule(slug="console-logins-sprayed", title="Console logins of many users failed from one address", severity=HIGH,
         technique="T1110.003", calls=_LOGIN, when=_failed, advice=_TAKEN, confidence="high",
         window=Window(at_least=4, minutes=30, counts=_name, by=lambda event: event.source_ip)),
    Rule(slug="mfa-guessed", title="The password was right and the second factor wrong, twice or more", severity=MEDIUM,
         technique="T1621", calls=_LOGIN, when=_failed_after_mfa, advice=_TAKEN,
         window=Window(at_least=2, minutes=15, counts=_each, by=_user_of)),
    Rule(slug="console-login-without-mfa", title="A user logged in to the console without MFA", severity=MEDIUM,
         technique="T1078.004", calls=_LOGIN, when=_without_mfa, advice=_TAKEN, confidence="high"),
    Rule(slug="console-login-by-machine", title="The role of a machine logged in to the console", severity=HIGH,
         technique="T1078.004", calls=on("signin", "ConsoleLogin", "GetSigninToken"),
         when=lambda event: _by_machine(event) or (event.who.instance and event.name == "GetSigninToken"),
         advice=_TAKEN, confidence="high"),
    Rule(slug="console-session-from-keys", title="Access keys were turned into a console session", severity=MEDIUM,
         technique="T1550.001", calls=on("signin", "GetSigninToken"), when=_scripted, advice=_TAKEN),
    Rule(slug="root-login", title="The root user logged in", severity=HIGH, technique="T1078.004", calls=_LOGIN,
         when=lambda event: event.who.root and _succeeded(event), advice=_ROOT, confidence="high"),
    Rule(slug="root-login-failed", title="A login of the root user failed", severity=MEDIUM, technique="T1110",
         calls=_LOGIN, when=lambda event: event.who.root and _failed(event), advice=_ROOT),
    Rule(slug="root-recovered", title="The root user's password, address or MFA was changed or asked for",
         severity=HIGH, technique="T1098",
         calls=on("signin", "PasswordRecoveryRequested", "PasswordRecoveryCompleted", "PasswordUpdated", "EmailUpdated",
             "MfaDeactivated", "PasswordChange"), when=_root_changed, advice=_ROOT),
    Rule(slug="root-used", title="The root user was used", severity=HIGH, technique="T1078.004", calls=frozenset(),
         when=_root_call, advice=_ROOT, once_in=timedelta(hours=1), confidence="high"),
    Rule(slug="machine-session", title="A session on a machine was opened", severity=INFORMATIONAL,
         technique="T1021.007", calls=on("ssm", "StartSession"), when=by_hand, advice=_MACHINE,
         once_in=timedelta(hours=1)),
    Rule(slug="machine-sessions-many", title="Sessions on several machines were opened within minutes", severity=MEDIUM,
         technique="T1021.007", calls=on("ssm", "StartSession"), when=by_hand, advice=_MACHINE,
         window=Window(at_least=3, minutes=5, counts=target("target"))),
    Rule(slug="ssh-key-pushed", title="An SSH key was pushed to a machine for a minute", severity=LOW,
         technique="T1098.004", calls=on("ec2-instance-connect", "SendSSHPublicKey"), when=by_hand, advice=_MACHINE),
    Rule(slug="ssh-keys-pushed", title="SSH keys were pushed to several machines within minutes", severity=MEDIUM,
         technique="T1098.004", calls=on("ec2-instance-connect", "SendSSHPublicKey"), advice=_MACHINE,
         window=Window(at_least=2, minutes=5, counts=target("instanceId"))),
    Rule(slug="serial-console-used", title="A key was pushed to the serial console of a machine", severity=MEDIUM,
         technique="T1021.008", calls=on("ec2-instance-connect", "SendSerialConsoleSSHPublicKey"), advice=_MACHINE,
         confidence="high"),
    Rule(slug="serial-console-enabled", title="The serial console was enabled for the account", severity=MEDIUM,
         technique="T1021.008", calls=on("ec2", "EnableSerialConsoleAccess"), advice=_MACHINE),
    Rule(slug="connect-tunnel", title="A tunnel to a private machine was opened", severity=LOW, technique="T1572",
         calls=on("ec2-instance-connect", "OpenTunnel"), when=by_hand, advice=_MACHINE, once_in=timedelta(hours=1)),
    Rule(slug="cloud-shell", title="A shell in the console was opened", severity=INFORMATIONAL, technique="T1059.009",
         calls=on("cloudshell", "CreateEnvironment"), when=by_hand, advice=_MACHINE),
)  # fmt: skip
