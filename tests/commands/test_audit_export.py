import json

from commands.audit_export import export_audit_log
from core.actor import Actor, Door
from services.store import Audit, Changes
from tests.commands.caller import context_of, small_account
from tests.core.examples import StillClock
from tests.workflows.reporting import memory_store


def test_the_whole_log_comes_as_one_file_with_its_head_oldest_first() -> None:
    store = memory_store(StillClock())
    for number in range(150):
        store.commit(Changes(audits=(Audit(Actor(Door.CLI), "asked", f"w-{number}"),)))
    log = export_audit_log(context_of(small_account(), store=store))
    assert export_audit_log.files
    [file] = export_audit_log.files(log)
    head, *rows = map(json.loads, file.content.splitlines())
    assert (head["rows"], head["whole"], head["head"]) == (150, True, log.verdict.seal)
    assert [row["subject"] for row in rows] == [f"w-{number}" for number in range(150)]


def test_an_empty_log_makes_no_file() -> None:
    assert export_audit_log.files
    assert export_audit_log.files(export_audit_log(context_of(small_account()))) == ()
