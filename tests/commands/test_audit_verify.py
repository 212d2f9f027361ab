import pytest

from commands.audit_verify import verify_audit_log
from core.actor import Actor, Door
from core.errors import Upstream
from services.store import Audit, Changes
from tests.commands.caller import context_of, small_account
from tests.core.examples import StillClock
from tests.workflows.reporting import memory_store


def test_a_whole_log_is_said_to_be_whole() -> None:
    store = memory_store(StillClock())
    store.commit(Changes(audits=(Audit(Actor(Door.CLI), "asked", "w-1"),)))
    assert verify_audit_log(context_of(small_account(), store=store)).summary == "1 audit row; every seal holds."


def test_a_log_that_was_changed_is_an_error_so_that_scripts_notice() -> None:
    store = memory_store(StillClock())
    store.commit(Changes(audits=(Audit(Actor(Door.CLI), "asked", "w-1"),)))
    store._database.execute("DROP TRIGGER audit_keeps_on_update")
    store._database.execute("UPDATE audit SET subject = 'w-2'")
    with pytest.raises(Upstream, match="not whole"):
        verify_audit_log(context_of(small_account(), store=store))
