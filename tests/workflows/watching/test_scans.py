"""Machines that nobody scans."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import cast

from core.answers.patch_status import PatchCompliance
from core.gaps import Gap
from core.progress import Progress
from tests.core.examples import NOW, StillClock
from tests.workflows.reporting import memory_store
from tests.workflows.watching.box import Inbox
from workflows.watching.conditions import Conditions
from workflows.watching.scans import Scans


class Answers:
    """How machines stand with their scans."""

    def __init__(self, **lists: tuple[str, ...]) -> None:
        self.lists, self.partial = lists, tuple[Gap, ...]()

    def of(self, instance_ids: Sequence[str], progress: Progress) -> PatchCompliance:
        del instance_ids, progress
        none: dict[str, object] = {"stale": (), "never_scanned": (), "connection_lost": (), "instances": ()}
        return cast("PatchCompliance", SimpleNamespace(**none | self.lists, partial=self.partial))


class Watch:
    def __init__(self, **lists: tuple[str, ...]) -> None:
        self.answers, self.inbox = Answers(**lists), Inbox()
        self.scans = Scans(self.answers, Conditions(memory_store(StillClock()), self.inbox))

    def look(self) -> list[tuple[str, str]]:
        self.scans.look(NOW)
        return self.inbox.titles


def test_there_is_one_alert_for_each_way_and_not_for_each_machine() -> None:
    watch = Watch(stale=("web-1", "web-2"), never_scanned=("db-1",))
    assert watch.look() == [
        ("2 machines have not been scanned for patches lately", "firing"),
        ("1 machine was never scanned for patches", "firing"),
    ]
    assert watch.inbox.alerts[0].message.startswith("web-1, web-2. ")


def test_it_ends_once_all_are_scanned_but_not_because_nobody_could_tell() -> None:
    watch = Watch(stale=("web-1",))
    watch.look()
    watch.answers.lists = {}
    watch.answers.partial = (Gap(what="scans", why="denied"),)
    assert len(watch.look()) == 1
    watch.answers.partial = ()
    assert watch.look()[-1] == ("1 machine has not been scanned for patches lately", "resolved")
