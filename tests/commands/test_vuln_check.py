"""/sre-vuln-check."""

import pytest

from commands.vuln_check import get_inspector_findings
from core.errors import NotFound, Upstream
from tests.commands.caller import ONE, context_of, small_account
from tests.core.examples import instance_id


def test_nothing_named_means_the_whole_fleet() -> None:
    answer = get_inspector_findings(context_of(small_account()))
    assert (len(answer.instances), answer.high_count, answer.summary) == (2, 1, "2 instances: 1 high finding")


def test_a_floor_leaves_out_what_is_below() -> None:
    assert get_inspector_findings(context_of(small_account()), severity="critical").findings == ()


def test_an_unknown_instance_is_not_found_and_not_an_empty_answer() -> None:
    with pytest.raises(NotFound, match="is not found in account 123456789012, us-west-2"):
        get_inspector_findings(context_of(small_account()), (instance_id(9),))


def test_no_answer_from_inspector_is_an_error_and_not_an_empty_answer() -> None:
    account = small_account()
    account.failing = {"findings"}
    with pytest.raises(Upstream, match="AccessDenied"):
        get_inspector_findings(context_of(account), (ONE,))
