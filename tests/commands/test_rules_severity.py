"""Giving a rule another severity."""

from commands.rules_severity import set_rule_severity
from commands.security_events import monitor_security_events
from core.findings import Severity
from tests.commands.caller import context_of, small_account
from tests.core.security.samples import record
from tests.workflows.security.watching import WrittenTrail


def test_findings_count_as_the_team_says_with_the_reason() -> None:
    context = context_of(small_account(), trail=WrittenTrail([([record(5)], None, ())]))
    rule = monitor_security_events(context).alerts[0].evidence[0].rule
    made = set_rule_severity(context, rule, Severity.LOW, "drill")
    assert made.summary == f"findings of {rule} count as low"
    evidence = monitor_security_events(context, (), ("defense_evasion",)).alerts[0].evidence[0]
    assert (evidence.severity, "drill" in evidence.softened) == (Severity.LOW, True)
