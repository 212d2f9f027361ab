"""/sre-cloudtrail."""

import pytest

from commands.cloudtrail import analyze_cloudtrail_events
from core.actor import Door
from core.errors import BadRequest
from tests.commands.caller import ONE, context_of, small_account
from tests.core.security.samples import record
from tests.workflows.security.watching import WrittenTrail

EVENTS = [record(9), record(5, "StopInstances", "ec2", requestParameters={"instanceId": ONE})]


def test_without_an_instance_it_is_the_account() -> None:
    told = analyze_cloudtrail_events(context_of(small_account(), trail=WrittenTrail([(EVENTS, None, ())])))
    assert ([each.name for each in told.events], told.instance_id) == (["StopInstances", "StopLogging"], "")
    assert told.suspicious_activity
    assert {each.rule for each in told.security_events}


def test_an_instance_sees_its_own_events() -> None:
    told = analyze_cloudtrail_events(context_of(small_account(), trail=WrittenTrail([(EVENTS, None, ())])), ONE)
    assert [each.name for each in told.events] == ["StopInstances"]


def test_a_word_that_is_no_instance_is_refused() -> None:
    with pytest.raises(BadRequest, match="is not an instance id"):
        analyze_cloudtrail_events.check({"instance_id": "i-web"}, Door.CLI)
