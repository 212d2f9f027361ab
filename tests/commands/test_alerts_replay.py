import pytest

from commands.alerts_replay import replay_alert_dead_letter
from core.errors import NotFound
from services.store import Changes
from tests.commands.caller import context_of, small_account
from tests.core.examples import StillClock
from tests.workflows.reporting import memory_store
from workflows.alerts.arrivals import DEAD, KIND, NEW, Arrival


def test_one_or_all_are_read_again() -> None:
    clock = StillClock()
    store = memory_store(clock)
    puts = tuple(Arrival("x", "{}", clock.now(), key).put(DEAD, tries=5) for key in ("k1", "k2", "k3"))
    store.commit(Changes(puts=puts))
    ctx = context_of(small_account(), store=store)
    assert replay_alert_dead_letter(ctx, key="k1").keys == ("k1",)
    assert set(replay_alert_dead_letter(ctx, key="all").keys) == {"k2", "k3"}
    assert store.count(KIND, state=NEW) == 3


def test_what_is_no_dead_letter_is_said() -> None:
    with pytest.raises(NotFound, match="no dead letter"):
        replay_alert_dead_letter(context_of(small_account()), key="k9")
