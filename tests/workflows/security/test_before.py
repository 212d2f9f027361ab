"""Asking what things were like before."""

from dataclasses import dataclass, field
from datetime import datetime
from threading import Event

from core.clock import SystemClock
from core.drift import ConfigChange, judge_change
from core.gaps import Gap
from core.resource_history import ConfigurationItem, ResourceHistory
from services.aws.crew import Crew
from tests.core.drift.records import record
from workflows.security.before import MOST_ASKED, Before

OFF = Gap(what="history of sg-1", why="AWS Config is not enabled in eu-central-1.", by_choice=True)


@dataclass
class Histories:
    """Tells the same of every resource, after `gate` where there is one."""

    items: tuple[ConfigurationItem, ...] = ()
    gaps: tuple[Gap, ...] = ()
    gate: Event | None = None
    asked: list[str] = field(default_factory=list)

    def of(self, resource_type: str, resource_id: str, since: datetime, until: datetime) -> ResourceHistory:
        del since, until
        self.asked.append(resource_id)
        if self.gate:
            self.gate.wait(30)
        return ResourceHistory(resource_type=resource_type, resource_id=resource_id, items=self.items, gaps=self.gaps)


def change(group: str, port: int = 22) -> ConfigChange:
    rule = {"ipProtocol": "tcp", "fromPort": port, "toPort": port, "ipRanges": {"items": [{"cidrIp": "0.0.0.0/0"}]}}
    asked = {"groupId": group, "ipPermissions": {"items": [rule]}}
    judged = judge_change(record("ec2:AuthorizeSecurityGroupIngress", asked, eventID="e-1"))
    assert judged
    assert judged.at
    return judged


def asking(
    histories: Histories, changes: list[ConfigChange], patience_s: float = 30
) -> tuple[list[ConfigChange], tuple[Gap, ...]]:
    clock = SystemClock()
    with Crew(2) as crew:
        found, gaps = Before(histories, crew, clock, patience_s).of(list(enumerate(changes)), clock.now())
        if histories.gate:
            histories.gate.set()
    assert [place for place, _ in found] == list(range(len(changes)))
    return [one for _, one in found], gaps


def test_each_thing_is_asked_for_once_and_only_where_something_deserves_a_look() -> None:
    histories = Histories()
    asking(histories, [change("sg-1"), change("sg-1", 3389), change("sg-2", 443)])
    assert histories.asked == ["sg-1"]


def test_the_worst_are_asked_for_where_there_are_too_many() -> None:
    histories = Histories()
    many = [change(f"sg-m{number}", 9999) for number in range(MOST_ASKED)]
    asking(histories, [*many, change("sg-worst")])
    assert len(histories.asked) == MOST_ASKED
    assert "sg-worst" in histories.asked


def test_what_config_recorded_comes_with_the_change() -> None:
    one = change("sg-1")
    assert one.at
    told: dict[str, object] = {"ipPermissions": []}
    items = tuple(ConfigurationItem(at=one.at, status="OK", configuration=told, events=(name,)) for name in ("e-1", ""))
    [filled], _ = asking(Histories(items), [one])
    assert filled.before == one.before
    assert {state.state for state in filled.compliance} == {"compliant"}


def test_config_that_is_off_is_one_line_for_all() -> None:
    changes = [change("sg-1"), change("sg-2")]
    found, gaps = asking(Histories(gaps=(OFF,)), changes)
    assert (found, [gap.why for gap in gaps]) == (changes, [OFF.why])


def test_whoever_is_too_late_costs_only_what_was_before() -> None:
    changes = [change("sg-1")]
    found, (gap,) = asking(Histories(gate=Event()), changes, patience_s=0.01)
    assert found == changes
    assert "1 of them" in gap.why
