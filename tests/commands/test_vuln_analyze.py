"""/sre-vuln-analyze."""

import pytest

from commands.vuln_analyze import analyze_ec2_vulnerabilities
from core.errors import NotFound
from tests.commands.caller import ONE, context_of, small_account
from tests.core.examples import instance_id


def test_one_instance_is_judged() -> None:
    answer = analyze_ec2_vulnerabilities(context_of(small_account()), ONE)
    assert answer.subject.instance.instance_id == ONE
    assert answer.remediation_priority[0].action == "Upgrade openssl to 3.0.7-27.el9"


def test_an_unknown_instance_is_not_found() -> None:
    with pytest.raises(NotFound):
        analyze_ec2_vulnerabilities(context_of(small_account()), instance_id(9))
