"""What a watch finds now against what it found before."""

from core.alerts.alert import Alert, AlertLevel, AlertState
from tests.core.examples import NOW, StillClock
from tests.workflows.reporting import memory_store
from tests.workflows.watching.box import Inbox
from workflows.watching.conditions import Conditions


def alert(name: str = "a", level: AlertLevel = AlertLevel.MEDIUM) -> Alert:
    return Alert(fingerprint=name, title=f"thing {name}", severity=level, at=NOW)


class Watch:
    def __init__(self) -> None:
        self.inbox = Inbox()
        self.conditions = Conditions(memory_store(StillClock()), self.inbox)

    def settle(self, *found: Alert, sure: bool = True, name: str = "disks") -> int:
        return self.conditions.settle(name, found, NOW, sure=sure)


def test_what_is_new_is_raised_once_and_what_is_gone_ends() -> None:
    watch = Watch()
    assert watch.settle(alert("a"), alert("b")) == 2
    assert watch.settle(alert("a"), alert("b")) == 0
    assert watch.settle(alert("b")) == 1
    assert [(each.fingerprint, each.state) for each in watch.inbox.alerts] == [
        ("a", AlertState.FIRING),
        ("b", AlertState.FIRING),
        ("a", AlertState.RESOLVED),
    ]


def test_what_became_worse_is_raised_again() -> None:
    watch = Watch()
    watch.settle(alert())
    assert watch.settle(alert(level=AlertLevel.CRITICAL)) == 1
    assert watch.inbox.alerts[-1].severity is AlertLevel.CRITICAL


def test_nothing_ends_where_not_everything_could_be_asked() -> None:
    watch = Watch()
    watch.settle(alert())
    assert watch.settle(sure=False) == 0
    assert watch.settle(sure=True) == 1


def test_watches_do_not_end_what_others_found() -> None:
    watch = Watch()
    watch.settle(alert(), name="disks")
    assert watch.settle(name="scans") == 0
