"""Triggers, response URLs and tickets end as Slack's do."""

from collections.abc import Callable

import pytest

from sandbox.slack.grants import Grants
from sandbox.slack.seed import RITA, SRE_OPS
from sandbox.slack.shapes import Refused


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def refusal(call: Callable[[], object]) -> str:
    """The error of a refused call."""
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.error


def test_a_trigger_is_exchanged_once_for_its_user() -> None:
    grants = Grants(Clock())
    key = grants.new_trigger(RITA)
    assert grants.exchange(key) == RITA
    assert refusal(lambda: grants.exchange(key)) == "exchanged_trigger_id"


def test_a_trigger_lives_three_seconds() -> None:
    clock = Clock()
    grants = Grants(clock)
    in_time, late = grants.new_trigger(RITA), grants.new_trigger(RITA)
    clock.now += 3
    assert grants.exchange(in_time) == RITA
    clock.now += 0.1
    assert refusal(lambda: grants.exchange(late)) == "expired_trigger_id"


def test_anything_else_is_no_trigger() -> None:
    grants = Grants(Clock())
    assert refusal(lambda: grants.exchange("1.2.a")) == "invalid_trigger_id"
    assert refusal(lambda: grants.exchange(7)) == "invalid_trigger_id"


def test_a_response_url_ends_by_use_or_by_time() -> None:
    clock = Clock()
    grants = Grants(clock)
    key = grants.new_hook(RITA, SRE_OPS, None, None)
    grants.hook(key).uses = 5
    assert refusal(lambda: grants.hook(key)) == "used_url"
    clock.now += 30 * 60 + 1
    assert refusal(lambda: grants.hook(key)) == "expired_url"
    assert refusal(lambda: grants.hook("1/unknown")) == "invalid_url"


def test_a_ticket_is_good_once() -> None:
    grants = Grants(Clock())
    ticket = grants.new_ticket()
    assert [grants.redeem(ticket), grants.redeem(ticket)] == [True, False]
