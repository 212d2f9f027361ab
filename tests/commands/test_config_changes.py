"""/sre-config-changes."""

from commands.config_changes import analyze_configuration_changes
from core.findings import Severity
from tests.commands.caller import context_of, small_account
from tests.core.security.samples import record
from tests.workflows.security.watching import WrittenTrail

OPENED = {
    "groupId": "sg-0a1b2c3d",
    "ipPermissions": {
        "items": [
            {
                "ipProtocol": "tcp",
                "fromPort": 22,
                "toPort": 22,
                "ipRanges": {"items": [{"cidrIp": "0.0.0.0/0"}]},
            }
        ]
    },
}


def test_a_group_that_is_opened_is_told_with_its_control() -> None:
    event = record(5, "AuthorizeSecurityGroupIngress", "ec2", requestParameters=OPENED)
    trail = WrittenTrail([([event], None, ())])
    told = analyze_configuration_changes(context_of(small_account(), trail=trail))
    [change] = told.changes
    assert change.severity in {Severity.CRITICAL, Severity.HIGH}
    assert any("5.10" in control for control in change.controls)
    assert told.compliance_status.non_compliant
