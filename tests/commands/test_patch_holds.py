from commands.patch_holds import list_patch_holds
from services.store import Changes
from tests.commands.caller import ONE, context_of, small_account
from tests.core.examples import StillClock
from tests.core.patching.test_hold import HOLD
from tests.workflows.reporting import memory_store
from workflows.patching.holds import new_hold


def test_holds_are_listed() -> None:
    store = memory_store(StillClock())
    store.commit(Changes(puts=(new_hold(HOLD),)))
    ctx = context_of(small_account(), store=store)
    assert list_patch_holds(ctx).holds == (HOLD,)
    assert list_patch_holds(ctx, (ONE,)).holds == (HOLD,)


def test_where_nothing_is_held_that_is_said() -> None:
    assert list_patch_holds(context_of(small_account())).summary == "Nothing is held: plans take every package"
