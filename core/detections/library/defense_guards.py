"""Services that watch, and walls that hold, which were switched off or weakened."""

import re

from core.detections.event import Event
from core.detections.library.conditions import by_hand, is_off
from core.detections.reading import found, is_false, is_true, member, rows, text
from core.detections.rule import HIGH, LOW, MEDIUM, Failures, Rule, advice, on, shelf
from core.findings import Severity

_WATCH = advice(
    "What used to raise an alarm is quiet now, for this attack and for the next.",
    "Is there a ticket for the change?; Which findings were open when it happened?; What else did the caller do?",
    "Switch it on again; Read the findings that were archived or suppressed; Disable the caller's key until it is "
    "clear",
)
_WALL = advice(
    "A wall that held is gone, for everybody and not only for whoever removed it.",
    "Which addresses or callers does it let through now?; Is there a ticket for the change?",
    "Put the wall back; Look through the access logs for who came through in between",
)
_POLICY = advice(
    "The organisation's policies are what even an administrator of the account cannot get around.",
    "Who asked for it in the management account?; What did the policies hold back?",
    "Put the policy or membership back; Check what was done since that they would have refused",
)


def _detector_weaker(event: Event) -> bool | Severity:
    if is_false(member(event.request, "enable")):
        return HIGH
    switched_off = any(is_false(each) for each in found(event.request, "enable", "status", "autoenable"))
    return MEDIUM if switched_off else event.asked("findingPublishingFrequency") == "SIX_HOURS" and LOW


def _archiving(event: Event) -> bool:
    return event.asked("action").lower() == "archive" or bool(found(event.request, "suppress"))


def _trusted(event: Event) -> bool | Severity:
    return MEDIUM if is_true(member(event.request, "activate")) or event.name.startswith("Create") else LOW


def _suppressed(event: Event) -> bool | Severity:
    said = text(member(event.request, "workflow", "status")) + event.asked("recordState")
    said += text(member(event.request, "severity", "label")) + event.asked("verificationState")
    return LOW if re.search("suppressed|archived|resolved|low|informational|false", said, re.IGNORECASE) else False


def _weaker_passwords(event: Event) -> bool | Severity:
    switches = ("requireSymbols", "requireNumbers", "requireUppercaseCharacters", "requireLowercaseCharacters")
    length = event.asked("minimumPasswordLength")
    if event.name == "DeleteAccountPasswordPolicy":
        return MEDIUM
    weaker = any(is_false(member(event.request, each)) for each in switches) or (length.isdigit() and int(length) < 14)  # noqa: PLR2004  CIS 1.8
    return LOW if weaker else False


def _metadata_open(event: Event) -> bool:
    return event.asked("httpTokens") == "optional" or any(
        text(each) == "optional" for each in found(event.request, "httptokens")
    )


def _block_off(event: Event) -> bool:
    settings = found(event.request, "publicaccessblockconfiguration") or [event.request]
    return event.name.startswith("Delete") or any(is_false(each) for _, each in _blocks(settings[0]))


def _blocks(settings: object) -> list[tuple[str, object]]:
    names = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
    return [(name, member(settings, name)) for name in names]


def _firewall_log_removed(event: Event) -> bool:
    return event.name == "UpdateLoggingConfiguration" and not rows(
        member(event.request, "loggingConfiguration", "logDestinationConfigs")
    )


RULES = shelf(
    "defense_evasion",
    Rule(slug="guardduty-off", title="GuardDuty was deleted or left", severity=HIGH, technique="T1562.001",
         calls=on("guardduty", "DeleteDetector", "DisassociateFromMasterAccount",
             "DisassociateFromAdministratorAccount", "StopMonitoringMembers", "DisassociateMembers", "DeleteMembers",
             "DisableOrganizationAdminAccount", "DeletePublishingDestination"), failures=Failures.DENIED, advice=_WATCH,
         by_tool=LOW, confidence="high"),
    Rule(slug="guardduty-weaker", title="GuardDuty watches less", severity=MEDIUM, technique="T1562.001",
         calls=on("guardduty", "UpdateDetector", "UpdateMemberDetectors", "UpdateOrganizationConfiguration"),
         when=_detector_weaker, failures=Failures.DENIED, advice=_WATCH, by_tool=LOW),
    Rule(slug="guardduty-trusts", title="GuardDuty was told to trust addresses", severity=MEDIUM, technique="T1562.001",
         calls=on("guardduty", "CreateIPSet", "UpdateIPSet", "CreateTrustedEntitySet", "DeleteThreatIntelSet"),
         when=_trusted, failures=Failures.DENIED, advice=_WATCH, by_tool=LOW),
    Rule(slug="findings-hidden", title="A filter hides findings from now on", severity=MEDIUM, technique="T1562.001",
         calls=on("guardduty", "CreateFilter", "UpdateFilter") | on("inspector2", "CreateFilter") | on("macie2",
             "CreateFindingsFilter", "UpdateFindingsFilter") | on("access-analyzer", "CreateArchiveRule") |
             on("securityhub", "CreateAutomationRule"),
         when=lambda event: _archiving(event) or event.source != "guardduty", failures=Failures.DENIED, advice=_WATCH,
         by_tool=LOW),
    Rule(slug="findings-archived", title="Findings were archived, suppressed or deleted", severity=LOW,
         technique="T1562.001", calls=on("guardduty", "ArchiveFindings") | on("macie2", "ArchiveFindings"),
         when=by_hand, failures=Failures.DENIED, advice=_WATCH),
    Rule(slug="hub-findings-changed", title="Findings of Security Hub were changed", severity=LOW,
         technique="T1562.001", calls=on("securityhub", "BatchUpdateFindings", "UpdateFindings"), when=_suppressed,
         advice=_WATCH),
    Rule(slug="hub-insights-changed", title="An insight or action of Security Hub was changed or deleted", severity=LOW,
         technique="T1562.001", calls=on("securityhub", "DeleteInsight", "UpdateInsight", "DeleteActionTarget"),
         failures=Failures.DENIED, advice=_WATCH),
    Rule(slug="hub-off", title="Security Hub or its standards were switched off", severity=HIGH, technique="T1562.001",
         calls=on("securityhub", "DisableSecurityHub", "BatchDisableStandards", "DisassociateFromMasterAccount",
             "DisassociateFromAdministratorAccount", "DisableImportFindingsForProduct", "DeleteMembers",
             "DisassociateMembers", "DisableOrganizationAdminAccount", "DeleteFindingAggregator"),
         failures=Failures.DENIED, advice=_WATCH, by_tool=LOW),
    Rule(slug="watchers-off", title="A service that watches was switched off", severity=HIGH, technique="T1562.001",
         calls=on("macie2", "DisableMacie", "DisassociateFromMasterAccount", "DisassociateFromAdministratorAccount",
             "DisassociateMember", "DeleteMember", "DisableOrganizationAdminAccount", "UpdateMacieSession",
             "UpdateMemberSession", "UpdateClassificationJob", "DeleteFindingsFilter") | on("inspector2", "Disable",
             "DisassociateMember", "DisableDelegatedAdminAccount") | on("detective", "DeleteGraph",
             "DisassociateMembership") | on("access-analyzer", "DeleteAnalyzer") | on("fms", "DisassociateAdminAccount",
             "DeletePolicy") | on("shield", "DeleteProtection", "DeleteSubscription") | on("securitylake",
             "DeleteDataLake", "DeleteAwsLogSource") | on("auditmanager", "DeregisterAccount"),
         when=lambda event: MEDIUM if event.name.startswith("Update") else True, failures=Failures.DENIED,
         advice=_WATCH, by_tool=LOW),
    Rule(slug="firewall-removed", title="A web or network firewall was removed or weakened", severity=MEDIUM,
         technique="T1562.007", failures=Failures.DENIED, advice=_WALL, by_tool=LOW,
         calls=frozenset[str]().union(*( on(service, "DeleteWebACL", "DeleteRule", "DeleteRuleGroup", "DeleteIPSet",
             "DisassociateWebACL", "DeleteLoggingConfiguration", "DeletePermissionPolicy") for service in ("waf",
             "waf-regional", "wafv2"))) | on("network-firewall", "DeleteFirewall", "DeleteFirewallPolicy",
             "DeleteRuleGroup", "DisassociateFirewallPolicy") | on("route53resolver", "DeleteFirewallRuleGroup",
             "DisassociateFirewallRuleGroup", "DeleteFirewallRule")),
    Rule(slug="firewall-log-removed", title="The log of a firewall was switched off", severity=MEDIUM,
         technique="T1562.008", calls=on("network-firewall", "UpdateLoggingConfiguration"), when=_firewall_log_removed,
         failures=Failures.DENIED, advice=_WALL, by_tool=LOW),
    Rule(slug="organisation-left", title="The account leaves its organisation", severity=HIGH, technique="T1562.001",
         calls=on("organizations", "LeaveOrganization"), failures=Failures.DENIED, advice=_POLICY, by_tool=LOW,
         confidence="high"),
    Rule(slug="organisation-policy-off", title="A policy of the organisation was taken away", severity=MEDIUM,
         technique="T1562.001",
         calls=on("organizations", "DetachPolicy", "DisablePolicyType", "DeletePolicy", "RemoveAccountFromOrganization",
             "DeleteOrganization", "UpdatePolicy"), when=lambda event: LOW if event.name == "UpdatePolicy" else True,
         failures=Failures.DENIED, advice=_POLICY, by_tool=LOW),
    Rule(slug="disk-encryption-off", title="New disks are no longer encrypted by themselves", severity=MEDIUM,
         technique="T1562.001", calls=on("ec2", "DisableEbsEncryptionByDefault"), failures=Failures.DENIED,
         advice=_WALL, by_tool=LOW),
    Rule(slug="public-block-off", title="The block on public sharing was lifted", severity=MEDIUM,
         technique="T1562.001", failures=Failures.DENIED, advice=_WALL, by_tool=LOW,
         calls=on("ec2", "DisableSnapshotBlockPublicAccess", "DisableImageBlockPublicAccess")),
    Rule(slug="public-access-block-off", title="The block on public access to S3 was lifted", severity=MEDIUM,
         technique="T1562.001", when=_block_off, failures=Failures.DENIED, advice=_WALL, by_tool=LOW,
         calls=on("s3", "DeleteAccountPublicAccessBlock", "PutAccountPublicAccessBlock",
             "DeleteBucketPublicAccessBlock", "PutBucketPublicAccessBlock", "DeletePublicAccessBlock",
             "PutPublicAccessBlock") | on("lambda", "DeletePublicAccessBlock")),
    Rule(slug="metadata-open", title="A machine's metadata answers without a token (IMDSv1)", severity=MEDIUM,
         technique="T1552.005", calls=on("ec2", "ModifyInstanceMetadataOptions", "ModifyInstanceMetadataDefaults"),
         when=_metadata_open, failures=Failures.DENIED, advice=_WALL, by_tool=LOW),
    Rule(slug="password-policy-weaker", title="The password policy was weakened", severity=MEDIUM, technique="T1556",
         calls=on("iam", "DeleteAccountPasswordPolicy", "UpdateAccountPasswordPolicy"), when=_weaker_passwords,
         failures=Failures.DENIED, advice=_WALL, by_tool=LOW),
    Rule(slug="mail-events-off", title="Events on sent mail are no longer recorded", severity=LOW,
         technique="T1562.008", calls=on("ses", "DeleteConfigurationSetEventDestination", "DeleteConfigurationSet"),
         when=by_hand, advice=_WATCH),
    Rule(slug="key-rotation-off", title="The yearly rotation of a key was switched off", severity=LOW,
         technique="T1562.001", calls=on("kms", "DisableKeyRotation"), when=by_hand, advice=_WALL),
    Rule(slug="domain-lock-off", title="A domain's transfer lock was lifted, or it was moved away", severity=HIGH,
         technique="T1584.001", failures=Failures.DENIED, advice=_WALL,
         when=lambda event: MEDIUM if event.name == "DisableDomainTransferLock" else True,
         calls=on("route53domains", "DisableDomainTransferLock", "TransferDomainToAnotherAwsAccount")),
    Rule(slug="instance-protection-off", title="A machine accepts traffic that is not its own", severity=LOW,
         technique="T1562.007", calls=on("ec2", "ModifyInstanceAttribute", "ModifyNetworkInterfaceAttribute"),
         when=lambda event: by_hand(event) and is_off("sourceDestCheck")(event), advice=_WALL),
    Rule(slug="network-acl-removed", title="A network access list or an entry of one was deleted", severity=LOW,
         technique="T1562.007", calls=on("ec2", "DeleteNetworkAcl", "DeleteNetworkAclEntry"), when=by_hand,
         failures=Failures.DENIED, advice=_WALL),
    Rule(slug="queue-emptied", title="A queue was emptied", severity=LOW, technique="T1562.008",
         calls=on("sqs", "PurgeQueue"), when=by_hand, failures=Failures.DENIED, advice=_WATCH),
)  # fmt: skip
