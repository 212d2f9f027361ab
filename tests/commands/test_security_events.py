"""/sre-security-events."""

from typing import get_args

import pytest

from commands.params.security import USUAL_KINDS
from commands.security_events import monitor_security_events
from commands.words import arguments_from
from core.actor import Door
from core.detections import Category
from core.errors import BadRequest, NotFound
from tests.commands.caller import ONE, context_of, small_account
from tests.core.examples import instance_id
from tests.core.security.samples import record
from tests.workflows.security.watching import WrittenTrail


def test_a_day_of_the_account_is_meant_when_nothing_is_named() -> None:
    trail = WrittenTrail([([record(5)], None, ())])
    told = monitor_security_events(context_of(small_account(), trail=trail))
    assert (told.time_range, told.event_types, told.asked_for) == ("24h", USUAL_KINDS, ())
    assert told.alerts[0].actor == "mallory"


def test_words_of_a_slash_command_find_their_places() -> None:
    given = arguments_from(f"7d {ONE} login privilege-escalation", monitor_security_events)
    checked = monitor_security_events.check(given, Door.SLACK)
    assert checked == {
        "instance_ids": (ONE,),
        "event_types": ("login", "privilege_escalation"),
        "time_range": "7d",
    }


def test_all_means_every_kind() -> None:
    assert monitor_security_events.check({"event_types": "all"}, Door.CLI)["event_types"] == get_args(Category)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"time_range": "91d"}, "“91d” is too long: at most 90d"),
        ({"time_range": "5m"}, "“5m” is too short: at least 15m"),
        ({"time_range": "yesterday"}, "A time range is a number and m, h, d or w"),
        ({"event_types": ["login", "logins"]}, "“logins” is no event type; there are login, privilege_escalation"),
        ({"event_types": 7}, "“7” is not an event type (login"),
    ],
)
def test_a_wrong_word_is_answered_with_one_that_works(given: dict[str, object], said: str) -> None:
    with pytest.raises(BadRequest) as refused:
        monitor_security_events.check(given, Door.SLACK)
    assert refused.value.sentence.startswith(said)
    example = refused.value.advice.removeprefix("Try `/sre-security-events ").removesuffix("`.")
    assert monitor_security_events.check(arguments_from(example, monitor_security_events), Door.SLACK)


@pytest.mark.parametrize(("given", "meant"), [("24H", "24h"), ("2w", "14d"), ("90 d", "90d"), ("1d", "24h")])
def test_time_may_be_written_in_any_usual_way(given: str, meant: str) -> None:
    assert monitor_security_events.check({"time_range": given}, Door.MCP)["time_range"] == meant


def test_an_instance_that_does_not_exist_is_not_found() -> None:
    with pytest.raises(NotFound):
        monitor_security_events(context_of(small_account()), (instance_id(9),))
