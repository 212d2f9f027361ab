from dataclasses import dataclass, field
from pathlib import Path

import pytest

from core.actor import Actor, Door
from core.audit import Head
from core.errors import Cause, Upstream
from services.store import Audit, Changes
from services.store.audit_heads import Heads
from services.store.sqlite import SqliteStore
from tests.core.examples import StillClock
from tests.workflows.reporting import AUDIT_KEY, memory_store
from workflows.auditing import Auditing

RITA = Actor(Door.SLACK, team_id="T1", user_id="U1")


@pytest.fixture
def store() -> SqliteStore:
    store = memory_store(StillClock())
    for action, subject in (("asked", "w-1"), ("approved", "w-1"), ("asked", "w-2")):
        store.commit(Changes(audits=(Audit(RITA, action, subject, {"plan": "p-1"}),)))
    return store


@dataclass
class Vault:
    """Heads that nobody takes back. `shut` is why it cannot be asked."""

    heads: list[Head] = field(default_factory=list)
    shut: str = ""
    place: str = "s3://vault"

    def publish(self, head: Head) -> None:
        self._open()
        self.heads.append(head)

    def published(self) -> list[Head]:
        self._open()
        return self.heads

    def _open(self) -> None:
        if self.shut:
            raise Upstream(self.shut, cause=Cause.DENIED, retryable=False, advice="Add s3:ListBucket.")


def auditing(store: SqliteStore, folder: Path, key: bytes = AUDIT_KEY, elsewhere: Vault | None = None) -> Auditing:
    return Auditing(store, lambda: key, Heads(folder), StillClock(), elsewhere)


def test_the_newest_rows_come_first_and_older_ones_are_said_to_be_there(store: SqliteStore, tmp_path: Path) -> None:
    log = auditing(store, tmp_path).log("", 2)
    assert [(each.action, each.subject) for each in log.rows] == [("asked", "w-2"), ("approved", "w-1")]
    assert log.older
    assert log.summary == "The newest 2 of 3 audit rows; every seal holds."


def test_rows_about_one_subject_are_found(store: SqliteStore, tmp_path: Path) -> None:
    log = auditing(store, tmp_path).log("w-1", 10)
    assert [each.action for each in log.rows] == ["approved", "asked"]
    assert not log.older
    assert "nothing about w-9" in auditing(store, tmp_path).log("w-9", 10).summary


def test_a_published_head_shows_that_the_end_was_cut_off(store: SqliteStore, tmp_path: Path) -> None:
    assert auditing(store, tmp_path).publish().count == 3
    fewer = memory_store(StillClock())
    fewer.commit(Changes(audits=(Audit(RITA, "asked", "w-1", {"plan": "p-1"}),)))
    log = auditing(fewer, tmp_path).log("", 10)
    assert [problem.kind for problem in log.verdict.problems] == ["cut"]
    assert log.summary.startswith("The audit log is not whole: The log had 3 rows")


def test_another_key_shows_that_every_row_is_doubtful(store: SqliteStore, tmp_path: Path) -> None:
    verdict = auditing(store, tmp_path, b"another fake key").verify()
    assert [problem.kind for problem in verdict.problems] == ["changed"] * 3


def test_an_empty_log_is_whole_and_says_that_it_is_empty(tmp_path: Path) -> None:
    log = auditing(memory_store(StillClock()), tmp_path).log("", 10)
    assert log.verdict.whole
    assert "is empty" in log.summary


def test_heads_that_cannot_be_read_are_not_taken_for_none(store: SqliteStore, tmp_path: Path) -> None:
    (tmp_path / "audit-heads.jsonl").write_text("?\n")
    with pytest.raises(Upstream):
        auditing(store, tmp_path).log("", 10)


@pytest.mark.parametrize(("rows", "kind"), [(1, "cut"), (3, "rewritten")])
def test_who_has_the_key_and_the_file_of_heads_is_still_found_out_by_the_vault(
    store: SqliteStore, tmp_path: Path, rows: int, kind: str
) -> None:
    vault = Vault()
    auditing(store, tmp_path, elsewhere=vault).publish()
    (tmp_path / "audit-heads.jsonl").unlink()
    forged = memory_store(StillClock())
    for _ in range(rows):
        forged.commit(Changes(audits=(Audit(RITA, "nothing", "w-1", {}),)))
    assert auditing(forged, tmp_path).verify().whole
    assert [each.kind for each in auditing(forged, tmp_path, elsewhere=vault).verify().problems] == [kind]


def test_a_head_that_stands_in_both_places_is_one(store: SqliteStore, tmp_path: Path) -> None:
    audit = auditing(store, tmp_path, elsewhere=Vault())
    audit.publish()
    verdict = audit.verify()
    assert (verdict.heads, verdict.sure) == (1, True)


def test_a_vault_that_cannot_be_asked_is_said_and_not_passed(store: SqliteStore, tmp_path: Path) -> None:
    vault = Vault()
    audit = auditing(store, tmp_path, elsewhere=vault)
    audit.publish()
    vault.shut = "AWS refused ListObjectsV2."
    log = audit.log("", 10)
    assert (log.verdict.whole, log.verdict.sure) == (True, False)
    assert log.summary == "Every seal of the audit log holds, but nobody could ask for the heads in s3://vault."


def test_a_head_that_is_refused_elsewhere_is_an_error_and_stands_in_the_file(
    store: SqliteStore, tmp_path: Path
) -> None:
    with pytest.raises(Upstream, match="full"):
        auditing(store, tmp_path, elsewhere=Vault(shut="It is full.")).publish()
    assert auditing(store, tmp_path).verify().heads == 1


def test_the_line_of_the_digest_carries_the_whole_head(store: SqliteStore, tmp_path: Path) -> None:
    audit = auditing(store, tmp_path)
    line = audit.digest_line()
    assert line.startswith("Audit log: 3 rows, head ")
    assert audit.publish().seal in line
    assert "0 rows, head none" in auditing(memory_store(StillClock()), tmp_path).digest_line()
