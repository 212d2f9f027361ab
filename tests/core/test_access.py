"""Who may cause what, where."""

from dataclasses import replace

import pytest

from core.access import Facts, decide
from core.actor import Actor, Door, Effect
from core.errors import NotAllowed
from core.people import Channel, Person

ANN = Person("U1", "T1", "Ann")
ALERTS = Channel("C1", "alerts", is_member=True)
ASKING = Actor(Door.SLACK, "T1", "U1", "C1")
KNOWN = Facts("T1", ANN, ALERTS)
EVERY = list(Effect)
CHANGES = [Effect.WRITE, Effect.DESTRUCTIVE]


def refused(actor: Actor, effect: Effect, facts: Facts | None) -> str:
    with pytest.raises(NotAllowed) as caught:
        decide(actor, effect, facts)
    return str(caught.value)


@pytest.mark.parametrize("effect", EVERY)
def test_a_full_member_may_ask_for_anything_in_an_internal_channel(effect: Effect) -> None:
    decide(ASKING, effect, KNOWN)
    decide(replace(ASKING, channel_id=""), effect, replace(KNOWN, channel=None))


@pytest.mark.parametrize("effect", EVERY)
@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (replace(KNOWN, person=replace(ANN, is_guest=True)), "guest"),
        (replace(KNOWN, person=replace(ANN, is_stranger=True)), "other organisations"),
        (replace(KNOWN, person=replace(ANN, team_id="T2")), "other organisations"),
        (replace(KNOWN, person=replace(ANN, is_bot=True)), "active account"),
        (replace(KNOWN, person=replace(ANN, deleted=True)), "active account"),
        (replace(KNOWN, person=replace(ANN, user_id="U2")), "who you are"),
        (replace(KNOWN, person=None), "who you are"),
        (replace(KNOWN, team_id="T2"), "another workspace"),
        (replace(KNOWN, channel=replace(ALERTS, is_ext_shared=True)), "direct message"),
        (replace(KNOWN, channel=replace(ALERTS, is_pending_ext_shared=True)), "direct message"),
        (None, "who you are"),
    ],
)
def test_everybody_else_is_refused_whatever_the_effect(effect: Effect, facts: Facts | None, said: str) -> None:
    sentence = refused(ASKING, effect, facts)
    assert said in sentence or (facts is None and "still connecting" in sentence)


def test_a_nameless_caller_from_slack_is_refused() -> None:
    assert "who you are" in refused(replace(ASKING, user_id=""), Effect.READ, KNOWN)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (replace(KNOWN, team_id=""), "still connecting"),
        (replace(KNOWN, fresh=False), "nothing was changed"),
        (replace(KNOWN, channel=None), "cannot see who reads"),
        (replace(KNOWN, channel=replace(ALERTS, channel_id="C2")), "cannot see who reads"),
    ],
)
def test_what_is_not_known_for_sure_lets_people_read_but_not_change(facts: Facts, said: str) -> None:
    decide(ASKING, Effect.READ, facts)
    assert all(said in refused(ASKING, effect, facts) for effect in CHANGES)


@pytest.mark.parametrize("door", [Door.CLI, Door.MCP, Door.SCHEDULER])
def test_unmapped_callers_outside_slack_read_and_do_not_request(door: Door) -> None:
    decide(Actor(door), Effect.READ, None)
    assert all("not mapped to a Slack user" in refused(Actor(door), effect, None) for effect in CHANGES)


@pytest.mark.parametrize("door", [Door.CLI, Door.MCP, Door.SCHEDULER])
def test_a_mapped_caller_requests_in_the_name_of_a_full_member(door: Door) -> None:
    mapped = Actor(door, "T1", "U1")
    decide(mapped, Effect.WRITE, KNOWN)
    assert "guest" in refused(mapped, Effect.WRITE, replace(KNOWN, person=replace(ANN, is_guest=True)))
    assert "still connecting" in refused(mapped, Effect.WRITE, None)
