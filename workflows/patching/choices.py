"""The times that a patch can be put off to."""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from core.clock import Clock
from core.errors import AssistantError
from core.patching.offers import DAYS, Offer, offers
from core.patching.plan import Plan, PlannedMachine, PlannedWindow
from core.patching.policy import Policy
from core.progress import Silent
from workflows.patch_window import PatchWindows

_LATE = ("prod", "production")


class Choices:
    """Looks for times with little load first; the nights after, by the team's clock, need no measuring."""

    def __init__(self, windows: PatchWindows, policy: Policy, zone: ZoneInfo, length: timedelta, clock: Clock) -> None:
        self._windows = windows
        self._policy = policy
        self._zone = zone
        self._length = length
        self._clock = clock

    def of(self, plan: Plan) -> tuple[Offer, ...]:
        """What may be chosen for a plan, each long enough for it; none inside a freeze or quiet hours."""
        expected = timedelta(seconds=plan.expected_s)
        length = max(self._length, expected)
        quiet, now = self._quiet(plan, expected), self._clock.now()
        return offers(self._policy, quiet, self._zone, length, now, planned=plan.window)

    def _quiet(self, plan: Plan, expected: timedelta) -> Iterator[Offer]:
        """The best windows of the machine whose load matters most; none where that cannot be learnt now."""
        machine = heaviest(plan)
        try:
            answer = self._windows.windows(machine.instance_id, DAYS, Silent())
        except AssistantError:
            return
        for each in answer.recommended_windows:
            zone, end = answer.load_analysis.zone, max(each.end, each.start + expected)
            window = PlannedWindow(start=each.start, end=end, zone=zone)
            yield Offer(window, f"{each.expected_load_pct:.0f} % of the usual peak on {machine.name}"[:70])


def heaviest(plan: Plan) -> PlannedMachine:
    """The machine whose load matters most: in production, behind the most load balancers."""
    return max(plan.machines, key=lambda each: (each.environment in _LATE, len(each.target_group_arns)))
