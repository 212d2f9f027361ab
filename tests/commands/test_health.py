"""/sre-health."""

from commands.health import get_health
from core.answers.health import State
from tests.blocks.answers import health_of
from tests.commands.caller import context_of, small_account


def test_health_is_what_the_board_reports() -> None:
    assert get_health(context_of(small_account())) == health_of(State.GOOD)
