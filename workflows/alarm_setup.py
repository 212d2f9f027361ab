"""Plans and carries out the set-up of CloudWatch: the difference first, and only then the change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.alarming.alarm import Alarm, AlarmPlan, alarm_plan
from core.alarming.dashboard import NAME, dashboard_body
from core.alarming.recommended import recommended
from core.errors import NotFound
from core.fleet import Instance
from services.aws.changes.alarm_shelf import AlarmShelf
from services.aws.cloudwatch import CloudWatch
from services.aws.ec2 import Ec2

_GONE = frozenset({"terminated", "shutting-down"})


@dataclass(frozen=True, slots=True)
class SetUp:
    """What would be done. `dashboard` is its body as it should be, "" for none; `dashboard_is` what becomes of it."""

    alarms: AlarmPlan
    dashboard: str
    dashboard_is: str
    instances: int

    @property
    def nothing_to_do(self) -> bool:
        """Whether all is as it should be."""
        return self.alarms.nothing_to_do and self.dashboard_is in {"kept", "not there"}


class AlarmSetUp:
    """Every method raises Upstream where AWS does not answer; what was done stays, and doing it again is safe."""

    def __init__(self, ec2: Ec2, cloudwatch: CloudWatch, shelf: AlarmShelf, region: str) -> None:
        self._ec2 = ec2
        self._cloudwatch = cloudwatch
        self._shelf = shelf
        self._region = region

    def plan(self, tag: tuple[str, str] | None, notify: Sequence[str]) -> SetUp:
        """For the machines with a tag, None: for all of them.

        Raises:
            NotFound: there is no such machine; what is there is not removed for a tag that was mistyped.
        """
        every = [each for each in self._ec2.instances().instances if each.state not in _GONE]
        chosen = [each for each in every if tag is None or each.tags.get(tag[0]) == tag[1]]
        if not chosen:
            which = f"with the tag {tag[0]}={tag[1]}" if tag else "at all"
            raise NotFound(
                f"There is no machine {which} in {self._region}.", advice="`--remove` takes everything away."
            )
        wanted = [alarm for each in chosen for alarm in self._wanted(each, notify)]
        body = dashboard_body(chosen, self._region) if chosen else ""
        return SetUp(alarm_plan(wanted, self._shelf.alarms()), body, self._becomes(body), len(chosen))

    def removal(self) -> SetUp:
        """Of everything that was ever set up."""
        return SetUp(alarm_plan((), self._shelf.alarms()), "", self._becomes(""), 0)

    def carry_out(self, plan: SetUp, say: Callable[[str], None]) -> None:
        """Do what was planned, one thing after the other."""
        for alarm in (*plan.alarms.create, *(each.alarm for each in plan.alarms.change)):
            self._shelf.put(alarm)
            say(f"put {alarm.name}")
        if plan.alarms.remove:
            self._shelf.remove(plan.alarms.remove)
            say(f"removed {len(plan.alarms.remove)} alarms")
        if plan.dashboard_is in {"created", "changed"}:
            self._shelf.put_dashboard(NAME, plan.dashboard)
            say(f"put the dashboard {NAME}")
        elif plan.dashboard_is == "removed":
            self._shelf.remove_dashboard(NAME)
            say(f"removed the dashboard {NAME}")

    def _wanted(self, instance: Instance, notify: Sequence[str]) -> list[Alarm]:
        return list(recommended(instance, self._cloudwatch.listed(instance.instance_id).metrics, notify))

    def _becomes(self, body: str) -> str:
        there = self._shelf.dashboard(NAME)
        if not body:
            return "removed" if there is not None else "not there"
        if there is None:
            return "created"
        return "kept" if there == body else "changed"
