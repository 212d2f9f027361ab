"""Backups of our patches that failed, or stay past their time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from core.errors import Cause, Upstream
from services.aws.changes.old_backups import OldBackup
from tests.core.examples import NOW, StillClock
from tests.workflows.reporting import memory_store
from tests.workflows.watching.box import Inbox
from workflows.watching.backups import Backups
from workflows.watching.conditions import Conditions


def backup(number: int, expires: datetime | None, **more: Any) -> OldBackup:  # noqa: ANN401  fields of a model
    given = {"kind": "snapshot", "backup_id": f"snap-{number}", "workflow_id": "w-1", "instance_id": "i-1"}
    return OldBackup.model_validate({**given, "size_gib": 8, "expires": expires, **more})


class Shelf:
    def __init__(self, *backups: OldBackup) -> None:
        self.backups, self.denied = list(backups), False

    def ours(self) -> Sequence[OldBackup]:
        if self.denied:
            raise Upstream("denied", cause=Cause.DENIED, retryable=False)
        return self.backups


class Watch:
    def __init__(self, *backups: OldBackup) -> None:
        self.shelf, self.inbox = Shelf(*backups), Inbox()
        self.backups = Backups((self.shelf,), Conditions(memory_store(StillClock()), self.inbox))

    def look(self) -> list[tuple[str, str]]:
        self.backups.look(NOW)
        return self.inbox.titles


def test_backups_in_their_time_are_no_news() -> None:
    assert Watch(backup(1, NOW + timedelta(days=3)), backup(2, NOW - timedelta(hours=30))).look() == []


def test_each_way_of_being_wrong_is_one_alert_with_what_it_costs() -> None:
    late = NOW - timedelta(days=3)
    watch = Watch(backup(1, late), backup(2, late), backup(3, None), backup(4, NOW + timedelta(days=9), failed=True))
    assert watch.look() == [
        ("1 backup of patches failed (8 GiB)", "firing"),
        ("2 backups of patches are past their time and still there (16 GiB)", "firing"),
        ("1 backup of patches would be kept for ever (8 GiB)", "firing"),
    ]
    assert watch.inbox.alerts[1].message.startswith("snap-1 of i-1, snap-2 of i-1. The nightly removal")
    assert len(watch.look()) == 3


def test_it_ends_once_they_are_gone_and_not_because_nobody_could_look() -> None:
    watch = Watch(backup(1, NOW - timedelta(days=3)))
    watch.look()
    watch.shelf.denied = True
    with pytest.raises(Upstream):
        watch.look()
    assert len(watch.inbox.titles) == 1
    watch.shelf.denied, watch.shelf.backups = False, []
    assert watch.look()[-1] == ("1 backup of patches is past their time and still there (8 GiB)", "resolved")
