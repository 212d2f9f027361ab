"""Logging that was switched off or thinned out, and traces that were removed."""

import re

from core.detections.event import Event
from core.detections.library.conditions import by_hand, is_named, is_off
from core.detections.reading import found, is_false, member, rows, text, texts
from core.detections.rule import HIGH, LOW, MEDIUM, Failures, Rule, Window, advice, on, shelf
from core.findings import Severity

_SHORT_DAYS = 7
_LOG_NAME = re.compile(r"trail|log|audit|flow|guardduty|security|config|siem|forensic", re.IGNORECASE)
_SECURITY_LOG = re.compile(r"trail|audit|flow|guardduty|security|siem|forensic|waf|dns|route53", re.IGNORECASE)
_BLIND = advice(
    "What happens from now on leaves no trace; attackers do this first.",
    "Is there a ticket for the change?; What did the caller do in the minutes before and after?; "
    "Do other trails still record this account?",
    "Switch the logging on again now; Disable the caller's key or deny its sessions; "
    "Look for what happened in the gap in other sources (VPC flow logs, S3 and load balancer logs, billing)",
)
_TRACES = advice(
    "Records that are gone cannot be read by whoever investigates later.",
    "Are there copies elsewhere (another bucket, another account, a SIEM)?; Who needs these records removed?",
    "Secure the copies that are left; Stop the expiry or deletion; Disable the caller's key until it is clear",
)
_THINNER = advice(
    "A trail that is still there but records less looks healthy to everybody who only checks that it is there.",
    "Compare what it recorded before and records now; Is there a ticket for the change?",
    "Put the former settings back; Look for what happened in between in other sources",
)


def _trail_thinner(event: Event) -> bool | Severity:
    switches = ("isMultiRegionTrail", "includeGlobalServiceEvents", "enableLogFileValidation", "isOrganizationTrail")
    if any(is_false(member(event.request, each)) for each in switches):
        return MEDIUM
    moved = event.asked("s3BucketName") or member(event.request, "cloudWatchLogsLogGroupArn") == ""
    return MEDIUM if moved and by_hand(event) else LOW if by_hand(event) else False


def _selectors_thinner(event: Event) -> bool:
    plain = rows(member(event.request, "eventSelectors"))
    if plain:
        return all(is_false(member(each, "includeManagementEvents")) or _not_all(each) for each in plain)
    advanced = rows(member(event.request, "advancedEventSelectors"))
    return bool(advanced) and not any(_records_management(each) for each in advanced)


def _not_all(selector: object) -> bool:
    return text(member(selector, "readWriteType")).lower() in {"readonly", "writeonly", "none"}


def _records_management(selector: object) -> bool:
    """Management events without a further condition that leaves some out."""
    fields = rows(member(selector, "fieldSelectors"))
    management = any("Management" in texts(member(each, "equals")) for each in fields)
    thinned = any(text(member(each, "field")) in {"readOnly", "eventSource"} for each in fields)
    return management and not thinned


def _recorder_thinner(event: Event) -> bool:
    group = member(event.request, "configurationRecorder", "recordingGroup")
    return is_false(member(group, "allSupported")) or is_false(member(group, "includeGlobalResourceTypes"))


def _expires_soon(event: Event) -> bool | Severity:
    """A rule that removes objects within days; in a bucket of logs that removes evidence."""
    days = [int(each) for each in map(text, found(event.request, "days", "noncurrentdays")) if each.isdigit()]
    enabled = not all(text(each).lower() == "disabled" for each in found(event.request, "status") or [""])
    if not days or not enabled or min(days) > _SHORT_DAYS or not found(event.request, "expiration"):
        return False
    return HIGH if _LOG_NAME.search(event.asked("bucketName")) else MEDIUM


def _no_bucket_logging(event: Event) -> bool:
    status = member(event.request, "BucketLoggingStatus")
    return (
        event.name == "PutBucketLogging" and not found(status, "loggingenabled", "targetbucket") and status is not None
    )


def _log_group(event: Event) -> bool | Severity:
    name = event.asked("logGroupName") or event.asked("destinationName")
    return MEDIUM if _SECURITY_LOG.search(name) and by_hand(event) else LOW


def _short_retention(event: Event) -> bool:
    days = event.asked("retentionInDays")
    return days.isdigit() and int(days) <= _SHORT_DAYS and by_hand(event)


def _watching(event: Event) -> bool | Severity:
    """Rules that carry security findings are worth more than others."""
    names = event.asked("name") + event.asked("rule") + " ".join(texts(member(event.request, "alarmNames")))
    return (
        MEDIUM if re.search(r"guardduty|security|trail|audit|threat|root|iam|unauthor", names, re.IGNORECASE) else LOW
    )


def _dns_or_cluster_logs_off(event: Event) -> bool:
    groups = rows(member(event.request, "logging", "clusterLogging"))
    return any(is_false(member(each, "enabled")) for each in groups)


def _balancer_logs_off(event: Event) -> bool:
    return any(
        text(member(each, "key")).startswith("access_logs") and is_false(member(each, "value"))
        for each in rows(member(event.request, "attributes"))
    )


def _log_bucket(event: Event) -> bool:
    return bool(re.search(r"trail|audit|log|siem|forensic", event.asked("bucketName"), re.IGNORECASE))


RULES = shelf(
    "defense_evasion",
    Rule(slug="trail-off", title="CloudTrail was stopped or deleted", severity=HIGH, technique="T1562.008",
         calls=on("cloudtrail", "StopLogging", "DeleteTrail", "DeleteEventDataStore", "StopEventDataStoreIngestion"),
         failures=Failures.ALL, advice=_BLIND, confidence="high", by_tool=LOW),
    Rule(slug="trail-thinner", title="A trail was changed", severity=MEDIUM, technique="T1562.008",
         calls=on("cloudtrail", "UpdateTrail", "UpdateEventDataStore"), when=_trail_thinner, failures=Failures.DENIED,
         advice=_THINNER, by_tool=LOW),
    Rule(slug="trail-selectors", title="A trail records fewer events", severity=HIGH, technique="T1562.008",
         calls=on("cloudtrail", "PutEventSelectors"), when=_selectors_thinner, failures=Failures.DENIED,
         advice=_THINNER, by_tool=LOW, confidence="high"),
    Rule(slug="logs-expire-soon", title="Objects of a bucket expire within days", severity=MEDIUM,
         technique="T1485.001", calls=on("s3", "PutBucketLifecycle", "PutBucketLifecycleConfiguration"),
         when=_expires_soon, failures=Failures.DENIED, advice=_TRACES, by_tool=LOW),
    Rule(slug="log-bucket-deleted", title="A bucket of logs was deleted", severity=MEDIUM, technique="T1070",
         calls=on("s3", "DeleteBucket"), when=_log_bucket, failures=Failures.DENIED, advice=_TRACES, by_tool=LOW),
    Rule(slug="bucket-logging-off", title="The access log of a bucket was switched off", severity=MEDIUM,
         technique="T1562.008", calls=on("s3", "PutBucketLogging"), when=_no_bucket_logging, advice=_BLIND,
         by_tool=LOW),
    Rule(slug="config-off", title="AWS Config was stopped or deleted", severity=HIGH, technique="T1562.008",
         calls=on("config", "StopConfigurationRecorder", "DeleteConfigurationRecorder", "DeleteDeliveryChannel"),
         failures=Failures.DENIED, advice=_BLIND, by_tool=LOW, confidence="high"),
    Rule(slug="config-thinner", title="AWS Config records fewer resources", severity=MEDIUM, technique="T1562.008",
         calls=on("config", "PutConfigurationRecorder"), when=_recorder_thinner, advice=_THINNER, by_tool=LOW),
    Rule(slug="config-rules-deleted", title="Rules or packs of AWS Config were deleted", severity=MEDIUM,
         technique="T1562.001",
         calls=on("config", "DeleteConfigRule", "DeleteOrganizationConfigRule", "DeleteConformancePack",
             "DeleteOrganizationConformancePack", "DeleteConfigurationAggregator", "DeleteRemediationConfiguration",
             "DeleteRetentionConfiguration", "DeleteEvaluationResults"), failures=Failures.DENIED, advice=_THINNER,
         by_tool=LOW),
    Rule(slug="flow-logs-off", title="VPC flow logs were deleted", severity=HIGH, technique="T1562.008",
         calls=on("ec2", "DeleteFlowLogs"), failures=Failures.DENIED, advice=_BLIND, by_tool=LOW, confidence="high"),
    Rule(slug="dns-logs-off", title="The log of DNS queries was switched off", severity=HIGH, technique="T1562.008",
         calls=on("route53resolver", "DeleteResolverQueryLogConfig", "DisassociateResolverQueryLogConfig") |
             on("route53", "DeleteQueryLoggingConfig"), failures=Failures.DENIED, advice=_BLIND, by_tool=LOW,
         confidence="high"),
    Rule(slug="log-group-deleted", title="A log group, stream or what reads it was deleted", severity=MEDIUM,
         technique="T1070", when=_log_group, failures=Failures.DENIED, advice=_TRACES, by_tool=LOW,
         calls=on("logs", "DeleteLogGroup", "DeleteLogStream", "DeleteSubscriptionFilter", "DeleteMetricFilter",
             "DeleteDestination", "DeleteAccountPolicy")),
    Rule(slug="log-retention-short", title="Logs are kept for days only", severity=LOW, technique="T1070",
         calls=on("logs", "PutRetentionPolicy"), when=_short_retention, advice=_TRACES),
    Rule(slug="alarms-off", title="Alarms or event rules were deleted or switched off", severity=MEDIUM,
         technique="T1562.001",
         calls=on("monitoring", "DeleteAlarms", "DisableAlarmActions") | on("events", "DeleteRule", "DisableRule",
             "RemoveTargets"), when=_watching, failures=Failures.DENIED, advice=_THINNER),
    Rule(slug="cluster-logs-off", title="The logs of a Kubernetes control plane were switched off", severity=MEDIUM,
         technique="T1562.008", calls=on("eks", "UpdateClusterConfig"), when=_dns_or_cluster_logs_off, advice=_BLIND,
         by_tool=LOW),
    Rule(slug="balancer-logs-off", title="The access log of a load balancer was switched off", severity=LOW,
         technique="T1562.008", calls=on("elasticloadbalancing", "ModifyLoadBalancerAttributes"),
         when=_balancer_logs_off, advice=_BLIND),
    Rule(slug="warehouse-logs-off", title="The audit log of a data warehouse was switched off", severity=MEDIUM,
         technique="T1562.008", calls=on("redshift", "DisableLogging"), failures=Failures.DENIED, advice=_BLIND,
         by_tool=LOW),
    Rule(slug="model-logs-off", title="The log of model invocations was deleted", severity=HIGH, technique="T1562.008",
         calls=on("bedrock", "DeleteModelInvocationLoggingConfiguration"), failures=Failures.DENIED, advice=_BLIND,
         by_tool=LOW),
    Rule(slug="guardrail-weaker", title="A guardrail of a model was deleted or changed", severity=MEDIUM,
         technique="T1562.001", calls=on("bedrock", "DeleteGuardrail", "UpdateGuardrail"), failures=Failures.DENIED,
         when=lambda event: event.name == "DeleteGuardrail" or LOW, advice=_THINNER),
    Rule(slug="session-log-settings", title="The settings of session logs were changed", severity=MEDIUM,
         technique="T1562.008", calls=on("ssm", "UpdateDocument", "DeleteDocument"), failures=Failures.DENIED,
         when=is_named(r"^SSM-SessionManagerRunShell", "name"), advice=_THINNER, by_tool=LOW),
    Rule(slug="insights-off", title="CloudTrail Insights were switched off", severity=LOW, technique="T1562.008",
         calls=on("cloudtrail", "PutInsightSelectors"), advice=_THINNER,
         when=lambda event: not rows(member(event.request, "insightSelectors"))),
    Rule(slug="log-validation-archive", title="The retention of a lake of events was cut", severity=LOW,
         technique="T1562.008", calls=on("cloudtrail", "UpdateEventDataStore"),
         when=is_off("terminationProtectionEnabled"), advice=_TRACES),
    Rule(slug="log-streams-deleted", title="Many log streams or groups were deleted", severity=HIGH, technique="T1070",
         calls=on("logs", "DeleteLogGroup", "DeleteLogStream"), when=by_hand, advice=_TRACES,
         window=Window(at_least=10, minutes=10, counts=lambda event: [event.asked("logGroupName") +
             event.asked("logStreamName")])),
)  # fmt: skip
