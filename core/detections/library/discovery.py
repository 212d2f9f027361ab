"""Looking around: what a thief of credentials does first."""

import re
from datetime import timedelta

from core.detections.event import Event
from core.detections.identity import says
from core.detections.library.conditions import by_hand, call
from core.detections.rule import HIGH, LOW, MEDIUM, Failures, Rule, Window, advice, on, shelf
from core.findings import Severity

_OFFENSIVE = re.compile(
    r"\bkali\d*\b|parrot|pentoo|blackarch|\bpacu\b|stratus-red-team|cloudgoat|scoutsuite|weirdaal|cloudfox|trufflehog"
    r"|enumerate-iam|nimbostratus|\bendgame\b|leonidas|metasploit|aws_consoler|s3scanner|commando",
    re.IGNORECASE,
)
_LOOKED = advice(
    "Who finds out in minutes what an account holds and what is allowed seldom works there; audits do it too.",
    "Is an audit or inventory tool running, from this address and with this caller?; Which of the calls were refused?; "
    "What did the caller do afterwards?",
    "If nobody knows of it, disable the caller's key or deny its sessions; Follow the caller through the hours before",
)
_TOOL = advice(
    "The agent names a tool or a system that is made for attacks; the team's own testers use them too.",
    "Is a penetration test or an audit going on, and does it come from this address?; What did the caller read and "
    "change?",
    "Disable the caller's key or deny its sessions; Follow the caller through the hours before",
)
_WHO_AM_I = (
    on("sts", "GetCallerIdentity")
    | on("iam", "GetUser", "ListUsers", "ListRoles", "ListGroups", "ListPolicies", "GetAccountAuthorizationDetails",
         "ListAttachedUserPolicies", "ListUserPolicies", "ListGroupsForUser", "GetAccountSummary", "ListAccessKeys",
         "ListAttachedRolePolicies", "SimulatePrincipalPolicy", "GetAccountPasswordPolicy", "ListMFADevices",
         "ListInstanceProfiles", "ListServerCertificates", "ListSAMLProviders", "GetLoginProfile")
    | on("ec2", "DescribeInstances", "DescribeSecurityGroups", "DescribeVpcs", "DescribeSnapshots", "DescribeImages",
         "DescribeRegions", "DescribeKeyPairs", "DescribeVolumes")
    | on("s3", "ListBuckets", "ListAllMyBuckets") | on("lambda", "ListFunctions") | on("rds", "DescribeDBInstances")
    | on("secretsmanager", "ListSecrets") | on("ssm", "DescribeParameters", "DescribeInstanceInformation")
    | on("kms", "ListKeys") | on("dynamodb", "ListTables") | on("ecr", "DescribeRepositories")
    | on("eks", "ListClusters") | on("organizations", "ListAccounts", "DescribeOrganization")
    | on("cloudtrail", "DescribeTrails", "GetTrailStatus") | on("guardduty", "ListDetectors", "GetDetector")
    | on("config", "DescribeConfigurationRecorders") | on("logs", "DescribeLogGroups") | on("sns", "ListTopics")
)  # fmt: skip
# Asked about the account itself, which programs on a machine have little reason to.
_ACCOUNT = frozenset(each for each in _WHO_AM_I if not each.startswith(("ec2:", "ssm:", "ecr:", "logs:", "sns:")))
# How much may be sent is a spammer's question; audits list the senders.
_MAIL = on("ses", "GetAccount", "GetSendQuota", "GetAccountSendingEnabled", "GetSendStatistics")
_SENDERS = on("ses", "ListIdentities", "GetIdentityVerificationAttributes", "ListEmailIdentities", "GetEmailIdentity",
              "GetIdentityDkimAttributes", "ListVerifiedEmailAddresses")  # fmt: skip
_MODELS = on("bedrock", "ListFoundationModels", "GetFoundationModelAvailability",
             "GetModelInvocationLoggingConfiguration", "GetUseCaseForModelAccess", "ListFoundationModelAgreementOffers",
             "ListInferenceProfiles", "ListProvisionedModelThroughputs")  # fmt: skip


def _offensive(event: Event) -> bool | Severity:
    """Tools that teams audit themselves with are named too, but lower where nothing is refused."""
    return MEDIUM if says(_OFFENSIVE, event.agent) else False


def _program_looks(event: Event) -> bool:
    return by_hand(event) and not event.who.console and not event.who.workload


def _machine_looks(event: Event) -> bool:
    return event.who.instance and not event.who.through and not event.who.vouched


def _denied(event: Event) -> bool:
    return event.denied and not event.who.through and not event.who.console


def _bad_principal(event: Event) -> bool:
    return "malformedpolicy" in event.error.lower() or "invalidprincipal" in event.error.lower()


RULES = shelf(
    "discovery",
    Rule(slug="offensive-agent", title="The agent names an attack tool", severity=MEDIUM, technique="T1588.002",
         calls=frozenset(), when=_offensive, failures=Failures.ALL, advice=_TOOL, once_in=timedelta(hours=1)),
    Rule(slug="looked-around", title="A program looked around in many services", severity=LOW, technique="T1580",
         calls=_WHO_AM_I, when=_program_looks, failures=Failures.ALL, advice=_LOOKED,
         window=Window(at_least=8, minutes=10, counts=call)),
    Rule(slug="machine-looked-around", title="A machine's role looked around in the account", severity=MEDIUM,
         technique="T1580", calls=_ACCOUNT, when=_machine_looks, failures=Failures.ALL, advice=_LOOKED,
         window=Window(at_least=3, minutes=10, counts=call)),
    Rule(slug="machine-refused-often", title="Several different calls of a machine's role were refused",
         severity=MEDIUM, technique="T1580", calls=frozenset(),
         when=lambda event: _denied(event) and event.who.instance, failures=Failures.DENIED, advice=_LOOKED,
         window=Window(at_least=4, minutes=10, counts=call)),
    Rule(slug="refused-often", title="Many different calls of one caller were refused", severity=MEDIUM,
         technique="T1580", calls=frozenset(), when=_denied, failures=Failures.DENIED, advice=_LOOKED,
         window=Window(at_least=8, minutes=10, counts=call)),
    Rule(slug="principals-guessed", title="Names of users and roles were guessed by writing policies", severity=HIGH,
         technique="T1087.004", failures=Failures.ALL, when=_bad_principal, advice=_LOOKED,
         calls=on("iam", "UpdateAssumeRolePolicy", "CreateRole") | on("s3", "PutBucketPolicy") | on("kms",
             "PutKeyPolicy") | on("ecr", "SetRepositoryPolicy") | on("lambda", "AddPermission"),
         window=Window(at_least=4, minutes=10, counts=lambda event: [str(event.index)])),
    Rule(slug="mail-looked-at", title="A program asked how much mail the account may send", severity=MEDIUM,
         technique="T1580", calls=_MAIL, when=_program_looks, failures=Failures.ALL, advice=_LOOKED,
         window=Window(at_least=2, minutes=10, counts=call)),
    Rule(slug="mail-senders-listed", title="A program listed the senders of mail", severity=LOW, technique="T1580",
         calls=_SENDERS, when=_program_looks, failures=Failures.ALL, advice=_LOOKED,
         window=Window(at_least=2, minutes=10, counts=call)),
    Rule(slug="machine-lists-buckets", title="A machine's role listed all buckets", severity=LOW, technique="T1619",
         calls=on("s3", "ListBuckets", "ListAllMyBuckets"), when=_machine_looks, failures=Failures.ALL, advice=_LOOKED,
         once_in=timedelta(hours=1)),
    Rule(slug="models-looked-at", title="A program looked at which models the account may use", severity=LOW,
         technique="T1580", calls=_MODELS, when=_program_looks, failures=Failures.ALL, advice=_LOOKED,
         window=Window(at_least=2, minutes=10, counts=call)),
    Rule(slug="regions-looked-through", title="The same was asked in many regions", severity=LOW, technique="T1580",
         calls=on("ec2", "DescribeInstances", "DescribeVpcs", "DescribeSecurityGroups") | on("lambda", "ListFunctions"),
         when=_program_looks, failures=Failures.ALL, advice=_LOOKED,
         window=Window(at_least=8, minutes=5, counts=lambda event: [event.region])),
    Rule(slug="functions-read", title="The code of many functions was read", severity=LOW, technique="T1526",
         calls=on("lambda", "GetFunction"), when=_program_looks, failures=Failures.ALL, advice=_LOOKED,
         window=Window(at_least=10, minutes=10, counts=lambda event: [event.asked("functionName")])),
    Rule(slug="quotas-asked", title="More machines were asked for", severity=LOW, technique="T1580", advice=_LOOKED,
         calls=on("servicequotas", "RequestServiceQuotaIncrease"), when=by_hand, failures=Failures.DENIED),
)  # fmt: skip
