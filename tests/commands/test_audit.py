import pytest

from commands.audit import read_audit_log
from core.actor import Actor, Door
from core.errors import BadRequest
from services.store import Audit, Changes
from tests.commands.caller import context_of, small_account
from tests.core.examples import StillClock
from tests.workflows.reporting import memory_store


def test_the_log_is_read_by_what_it_is_about() -> None:
    store = memory_store(StillClock())
    store.commit(Changes(audits=(Audit(Actor(Door.CLI), "asked", "w-1"), Audit(Actor(Door.CLI), "asked", "w-2"))))
    ctx = context_of(small_account(), store=store)
    assert [row.subject for row in read_audit_log(ctx).rows] == ["w-2", "w-1"]
    assert [row.subject for row in read_audit_log(ctx, "w-1").rows] == ["w-1"]


def test_a_subject_that_is_no_id_gets_an_example() -> None:
    with pytest.raises(BadRequest) as told:
        read_audit_log.call(context_of(small_account(), Door.SLACK), {"subject": "what happened?"})
    assert "/sre-audit w-2026" in told.value.advice
