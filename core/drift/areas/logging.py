"""Changes of what watches the account: trails, Config, GuardDuty, Security Hub, flow logs, alarms."""

from core.detections.event import Event
from core.detections.reading import found, is_false, member, shown, text
from core.drift.answer import Area
from core.drift.said import Plain, Readers, Said, named, safer, subject
from core.findings import Severity

_OFF, _DEAF = Severity.HIGH, Severity.CRITICAL
_SOON_DAYS = 30


def _trail(event: Event) -> Said:
    """UpdateTrail: what was switched off by it; what it does not name stays."""
    switches = {
        "isMultiRegionTrail": ("one region only", "FSBP CloudTrail.1"),
        "includeGlobalServiceEvents": ("no events of global services", "FSBP CloudTrail.1"),
        "enableLogFileValidation": ("its log files cannot be verified", "FSBP CloudTrail.4"),
    }
    off = [said for name, said in switches.items() if is_false(member(event.request, name))]
    if off:
        broken = tuple(dict.fromkeys(control for _, control in off))
        after = ", ".join(said for said, _ in off)
        return Said(f"Trail {named(subject(event))} was weakened", _OFF, after=after, breaks=broken)
    moved = event.asked("s3BucketName")
    after = f"writes to bucket {shown(moved)}" if moved else ""
    severity = Severity.MEDIUM if moved else Severity.LOW
    return Said(f"Trail {named(subject(event))} was changed", severity, after=after, touches=("FSBP CloudTrail.1",))


def _selectors(event: Event) -> Said:
    """PutEventSelectors: a trail that leaves out management events, or writes, is blind."""
    unmanaged = any(is_false(one) for one in found(event.request, "includemanagementevents"))
    kinds = {text(one) for one in found(event.request, "readwritetype")}
    excluded = bool(found(event.request, "noteequals", "notequals"))
    if unmanaged or "ReadOnly" in kinds:
        after = "no management events" if unmanaged else "only reads are recorded"
        return Said(
            f"Trail {named(subject(event))} no longer sees changes", _OFF, after=after, breaks=("FSBP CloudTrail.1",)
        )
    narrower = excluded or "WriteOnly" in kinds
    severity = Severity.MEDIUM if narrower else Severity.LOW
    return Said(f"What trail {named(subject(event))} records was changed", severity, touches=("FSBP CloudTrail.1",))


def _detector(event: Event) -> Said:
    if is_false(member(event.request, "enable")):
        return Said("GuardDuty was switched off", _DEAF, "watching", "suspended", breaks=("FSBP GuardDuty.1",))
    paused = any(
        is_false(one) or text(one) == "DISABLED" for one in found(event.request, "status", "autoenable", "enable")
    )
    what = "What GuardDuty watches was reduced" if paused else "GuardDuty was changed"
    return Said(what, Severity.MEDIUM if paused else Severity.LOW, touches=("FSBP GuardDuty.1",))


def _filter(event: Event) -> Said:
    """A filter of GuardDuty with the action ARCHIVE hides findings from everybody."""
    if event.asked("action") == "ARCHIVE":
        return Said(f"GuardDuty hides findings by filter {shown(event.asked('name'))}", _OFF, after="archived unseen")
    return Said(f"Filter {shown(event.asked('name'))} of GuardDuty was changed", Severity.LOW)


def _retention(event: Event) -> Said:
    days = event.asked("retentionInDays")
    short = days.isdigit() and int(days[:5]) < _SOON_DAYS
    what = f"How long logs of {shown(event.asked('logGroupName'))} are kept was changed"
    return Said(what, Severity.MEDIUM if short else Severity.LOW, after=f"{shown(days)} days" if days else "")


def _recorder(event: Event) -> Said:
    partly = any(is_false(one) for one in found(event.request, "allsupported"))
    after = "only some kinds of resources" if partly else ""
    severity = Severity.MEDIUM if partly else Severity.LOW
    return Said("What AWS Config records was changed", severity, after=after, touches=("FSBP Config.1",))


def _hidden(what: str, severity: Severity, *breaks: str) -> Plain:
    return Plain(what, severity, "watching", "off", breaks=breaks)


READERS = Readers(
    Area.LOGGING,
    {
        "cloudtrail:StopLogging": Plain(
            "Trail {} no longer records", _DEAF, "recording", "not recording", breaks=("FSBP CloudTrail.1",)
        ),
        "cloudtrail:DeleteTrail": Plain(
            "Trail {} was deleted", _DEAF, "recording", "gone", breaks=("FSBP CloudTrail.1",)
        ),
        "cloudtrail:StartLogging": safer(
            "Trail {} records", "FSBP CloudTrail.1", before="not recording", after="recording"
        ),
        "cloudtrail:CreateTrail": safer("Trail {} was created", before="no such trail", after="exists"),
        "cloudtrail:DeleteEventDataStore": Plain("An event store was deleted", _OFF, "kept", "gone in days"),
        "cloudtrail:StopEventDataStoreIngestion": Plain(
            "An event store takes in nothing more", _OFF, "filled", "not filled"
        ),
        "config:StopConfigurationRecorder": _hidden("AWS Config was stopped", _OFF, "FSBP Config.1"),
        "config:DeleteConfigurationRecorder": _hidden("The recorder of AWS Config was deleted", _OFF, "FSBP Config.1"),
        "config:DeleteDeliveryChannel": _hidden("AWS Config delivers nothing more", _OFF, "FSBP Config.1"),
        "config:StartConfigurationRecorder": safer(
            "AWS Config records", "FSBP Config.1", before="off", after="recording"
        ),
        "config:DeleteConfigRule": _hidden("A rule of AWS Config was deleted", Severity.MEDIUM),
        "config:PutDeliveryChannel": Plain("Where AWS Config delivers was changed", Severity.LOW),
        "config:PutConfigRule": Plain("A rule of AWS Config was written", Severity.INFORMATIONAL),
        "guardduty:DeleteDetector": _hidden("GuardDuty was switched off", _DEAF, "FSBP GuardDuty.1"),
        "guardduty:CreateDetector": safer(
            "GuardDuty was switched on", "FSBP GuardDuty.1", before="off", after="watching"
        ),
        "guardduty:StopMonitoringMembers": _hidden("GuardDuty no longer watches members", _OFF),
        "guardduty:DisassociateFromMasterAccount": _hidden("GuardDuty no longer reports to its administrator", _OFF),
        "guardduty:DisassociateFromAdministratorAccount": _hidden(
            "GuardDuty no longer reports to its administrator", _OFF
        ),
        "guardduty:DisassociateMembers": _hidden("GuardDuty gave up members", _OFF),
        "guardduty:DeleteMembers": _hidden("GuardDuty gave up members", _OFF),
        "guardduty:CreateIPSet": Plain("GuardDuty trusts more addresses", Severity.MEDIUM, "watched", "not told of"),
        "guardduty:UpdateIPSet": Plain("Which addresses GuardDuty trusts was changed", Severity.MEDIUM),
        "guardduty:ArchiveFindings": Plain("Findings of GuardDuty were archived", Severity.LOW),
        "guardduty:DeletePublishingDestination": _hidden("GuardDuty no longer exports its findings", Severity.MEDIUM),
        "securityhub:DisableSecurityHub": _hidden("Security Hub was switched off", _OFF, "FSBP SecurityHub.1"),
        "securityhub:EnableSecurityHub": safer("Security Hub was switched on", "FSBP SecurityHub.1"),
        "securityhub:BatchDisableStandards": _hidden("Standards of Security Hub were switched off", Severity.MEDIUM),
        "securityhub:UpdateStandardsControl": Plain("A control of Security Hub was changed", Severity.LOW),
        "inspector2:Disable": _hidden("Inspector was switched off", _OFF, "FSBP Inspector.1"),
        "inspector2:Enable": safer("Inspector was switched on", "FSBP Inspector.1"),
        "macie2:DisableMacie": _hidden("Macie was switched off", Severity.MEDIUM, "FSBP Macie.1"),
        "access-analyzer:DeleteAnalyzer": _hidden("An access analyser was deleted", Severity.MEDIUM),
        "ec2:DeleteFlowLogs": _hidden("Flow logs were deleted", _OFF, "FSBP EC2.6"),
        "ec2:CreateFlowLogs": safer("Flow logs were switched on", "FSBP EC2.6", before="none", after="logged"),
        "logs:DeleteLogGroup": Plain("Log group {} was deleted", Severity.MEDIUM, "kept", "gone"),
        "logs:DeleteLogStream": Plain("Logs of {} were deleted", Severity.MEDIUM, "kept", "gone"),
        "logs:DeleteMetricFilter": _hidden("A metric filter was deleted", Severity.MEDIUM),
        "logs:DeleteSubscriptionFilter": _hidden("Logs are no longer passed on", Severity.MEDIUM),
        "monitoring:DeleteAlarms": _hidden("Alarms were deleted", Severity.MEDIUM),
        "monitoring:DisableAlarmActions": _hidden("Alarms no longer tell anybody", Severity.MEDIUM),
        "events:DisableRule": _hidden("Rule {} of EventBridge was switched off", Severity.MEDIUM),
        "events:DeleteRule": _hidden("Rule {} of EventBridge was deleted", Severity.MEDIUM),
        "wafv2:DeleteWebACL": _hidden("A web filter was deleted", Severity.MEDIUM),
        "wafv2:DisassociateWebACL": _hidden("A web filter was taken off", Severity.MEDIUM),
        "wafv2:DeleteLoggingConfiguration": _hidden("A web filter logs nothing more", Severity.MEDIUM),
        "route53resolver:DeleteResolverQueryLogConfig": _hidden("DNS queries are no longer logged", Severity.HIGH),
        "route53resolver:DisassociateResolverQueryLogConfig": _hidden(
            "DNS queries are no longer logged", Severity.HIGH
        ),
    },
    {
        "cloudtrail:UpdateTrail": _trail,
        "cloudtrail:PutEventSelectors": _selectors,
        "guardduty:UpdateDetector": _detector,
        "guardduty:CreateFilter": _filter,
        "guardduty:UpdateFilter": _filter,
        "logs:PutRetentionPolicy": _retention,
        "config:PutConfigurationRecorder": _recorder,
    },
)
