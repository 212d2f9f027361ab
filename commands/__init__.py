"""The operations, one file each, named after the slash command; this list is the only register of them.

The rows are plain strings so that `sre-agent --help` imports no operation.
"""

from typing import NamedTuple


class Row(NamedTuple):
    """One operation: where it is defined, what Slack and the command line call it, and its summary.

    The name after the colon of `target` is the MCP tool's name; `slash` or `cli` is empty where that door has none.
    """

    target: str
    slash: str
    cli: str
    summary: str

    @property
    def name(self) -> str:
        """The function's name, which is also the MCP tool's."""
        return self.target.partition(":")[2]


COMMANDS = (
    Row(
        "commands.vuln_check:get_inspector_findings",
        "/sre-vuln-check",
        "findings list",
        "List Amazon Inspector findings for EC2 instances, worst first.",
    ),
    Row(
        "commands.vuln_analyze:analyze_ec2_vulnerabilities",
        "/sre-vuln-analyze",
        "analyze vulnerabilities",
        "Judge the vulnerabilities of one EC2 instance: risk score and what to mend first.",
    ),
    Row(
        "commands.instance:analyze_instance",
        "/sre-instance",
        "analyze instance",
        "Show one EC2 instance on one page: how it is, what threatens it, and when it can be patched.",
    ),
    Row(
        "commands.metrics:get_ec2_cloudwatch_metrics",
        "/sre-metrics",
        "analyze metrics",
        "Show how one EC2 instance behaves: its metrics, what is unusual in them, and where they are going.",
    ),
    Row(
        "commands.explain:explain_alert",
        "/sre-explain",
        "alerts explain",
        "Explain an alert: its likeliest cause with the evidence, what to do now, and what could not be checked.",
    ),
    Row(
        "commands.cloudtrail:analyze_cloudtrail_events",
        "/sre-cloudtrail",
        "analyze cloudtrail",
        "Show who did what to an instance or in the account, by CloudTrail, and what of it is suspicious.",
    ),
    Row(
        "commands.security_events:monitor_security_events",
        "/sre-security-events",
        "monitor security-events",
        "Tell what in the account looks like an attack, as stories: who, from where, how sure, what next.",
    ),
    Row(
        "commands.config_changes:analyze_configuration_changes",
        "/sre-config-changes",
        "monitor config-changes",
        "Judge what was changed in the account: before and after, by whom, and which controls are not met any more.",
    ),
    Row(
        "commands.rules:list_detection_rules",
        "/sre-rules",
        "rules list",
        "List which detections are muted or have another severity, and the team's own rules.",
    ),
    Row(
        "commands.rules_mute:mute_detection_rule",
        "",
        "rules mute",
        "Keep the findings of one rule off answers for some days; they are still counted there.",
    ),
    Row(
        "commands.rules_severity:set_rule_severity",
        "",
        "rules severity",
        "Let the findings of one rule count as another severity than its own.",
    ),
    Row(
        "commands.rules_lift:lift_rule_ruling",
        "",
        "rules lift",
        "Let a rule be as it was: neither muted nor of another severity.",
    ),
    Row(
        "commands.patch_status:check_patch_compliance",
        "/sre-patch-status",
        "patch status",
        "Show which EC2 instances lack patches, which of them are overdue, and of which nothing is known.",
    ),
    Row(
        "commands.patch_window:analyze_optimal_patch_window",
        "/sre-patch-window",
        "schedule window",
        "Find the hours in which patching one EC2 instance disturbs least, from four weeks of load.",
    ),
    Row(
        "commands.schedule:get_scheduled_patches",
        "/sre-schedule",
        "schedule list",
        "List patches and maintenance windows ahead: when, on what, approved by whom, and what clashes.",
    ),
    Row(
        "commands.thresholds:try_thresholds",
        "/sre-thresholds",
        "thresholds try",
        "Try the limits of the settings on the past: what they would have said, how often, and what they cost.",
    ),
    Row(
        "commands.report:generate_vulnerability_report",
        "/sre-report",
        "report",
        "Report on every finding: what is worst, who owns it, what to do first; as JSON, CSV or one HTML page.",
    ),
    Row(
        "commands.report_show:show_vulnerability_report",
        "/sre-report-show",
        "report show",
        "Show a stored vulnerability report again, with its file.",
    ),
    Row(
        "commands.patch:execute_automated_patching",
        "/sre-patch",
        "patch run",
        "Ask for a patch of instances: it is planned, approved by people, and only then carried out.",
    ),
    Row(
        "commands.rollback:rollback_changes",
        "/sre-rollback",
        "patch rollback",
        "Ask for an instance to be taken back to before its last patch, or tell how far that is.",
    ),
    Row(
        "commands.drill:rehearse_rollback",
        "/sre-drill",
        "patch drill",
        "Ask for a drill: one instance that is not production is backed up, and brought back from that.",
    ),
    Row(
        "commands.patch_stop:request_patch_stop",
        "",
        "patch stop",
        "Ask in Slack for a running patch to be stopped, or tell what that would leave undone.",
    ),
    Row(
        "commands.patch_holds:list_patch_holds",
        "/sre-patch-holds",
        "patch holds",
        "Show which packages are held on which instances after a rollback; only people in Slack lift that.",
    ),
    Row(
        "commands.resolve:resolve_vulnerabilities_by_criticality",
        "/sre-resolve",
        "schedule patches",
        "Plan how to close findings: what can be installed, what people have to do, and what cannot be done yet.",
    ),
    Row(
        "commands.approval_create:create_approval_workflow",
        "",
        "approval create",
        "Ask the approvers in Slack for a plan that the assistant issued; nothing is changed before they agree.",
    ),
    Row(
        "commands.approve_patch:show_patch_approval",
        "/sre-approve-patch",
        "approval show",
        "Show the card of a patch again, or the patches that wait for approval; only its buttons approve.",
    ),
    Row(
        "commands.audit:read_audit_log",
        "/sre-audit",
        "audit list",
        "Show who decided and changed what, newest first, and whether the record of it is whole.",
    ),
    Row(
        "commands.audit_verify:verify_audit_log",
        "",
        "audit verify",
        "Check that no row of the audit log was changed, removed, inserted or cut off.",
    ),
    Row(
        "commands.audit_export:export_audit_log",
        "",
        "audit export",
        "Write the audit log to a file, with its head, for keeping elsewhere.",
    ),
    Row(
        "commands.alerts:list_open_incidents",
        "/sre-alerts",
        "alerts list",
        "List open incidents, worst first: acknowledge, silence or resolve them.",
    ),
    Row(
        "commands.alerts_timeline:export_incident_timeline",
        "",
        "alerts timeline",
        "Write up what happened in an incident: alerts, evidence, and what people decided, as Markdown.",
    ),
    Row(
        "commands.alerts_silence:silence_alerts",
        "",
        "alerts silence",
        "Tell nobody of alerts that fit, for some hours; what resolves is told all the same.",
    ),
    Row(
        "commands.alerts_dead_letters:list_alert_dead_letters",
        "",
        "alerts dead-letters",
        "List alerts that could not be read after five tries, newest first.",
    ),
    Row(
        "commands.alerts_replay:replay_alert_dead_letter",
        "",
        "alerts replay",
        "Read an alert again that could not be read, or all of them.",
    ),
    Row(
        "commands.health:get_health",
        "/sre-health",
        "health",
        "Show how the assistant itself is doing.",
    ),
    Row(
        "commands.help:get_help",
        "/sre-help",
        "commands",
        "List what the assistant can do and how to ask for it.",
    ),
)
