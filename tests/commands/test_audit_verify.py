from dataclasses import replace

import pytest

from commands.audit_verify import verify_audit_log
from core.actor import Actor, Door
from core.audit import Head
from core.errors import Cause, Incomplete, Upstream
from services.store import Audit, Changes
from tests.commands.caller import NoHeads, context_of, small_account
from tests.core.examples import StillClock
from tests.workflows.reporting import AUDIT_KEY, memory_store
from workflows.auditing import Auditing


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


class Shut:
    """A bucket that cannot be asked."""

    place = "s3://vault"

    def publish(self, head: Head) -> None:
        raise AssertionError(head)

    def published(self) -> list[Head]:
        raise Upstream("AWS refused ListObjectsV2.", cause=Cause.DENIED, retryable=False, advice="Add s3:ListBucket.")


def test_heads_that_could_not_be_asked_for_are_no_pass() -> None:
    ctx = context_of(small_account())
    auditing = Auditing(memory_store(StillClock()), lambda: AUDIT_KEY, NoHeads(), StillClock(), Shut())
    with pytest.raises(Incomplete, match=r"nobody could ask for the heads in s3://vault\. AWS refused") as told:
        verify_audit_log(replace(ctx, auditing=auditing))
    assert told.value.advice == "Add s3:ListBucket."
