"""How long everything about a change may take."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from core.patching.states import Step


@dataclass(frozen=True, slots=True)
class Timing:
    """All in seconds.

    `lease_s`: how long a process that died keeps an execution from the others. `settle_s`: how long AWS may take to
    show an effect, after which one that cannot be found has not happened. `late_s`: how long a request may still reach
    AWS of a process that stands still; AWS takes none that was signed earlier. `poll_s`: between two looks. `backup_s`,
    `install_s`, `boot_s` and `step_s`: the longest that each may take. `reserve_s`: what a way back may need before the
    window ends. `calm_s`: how long a machine must have answered, at most, when it is looked at.
    """

    lease_s: float = 20
    settle_s: float = 60
    late_s: float = 300
    poll_s: float = 10
    backup_s: float = 7200
    install_s: float = 7200
    boot_s: float = 1200
    step_s: float = 1800
    reserve_s: float = 1800
    deliver_s: int = 600
    calm_s: float = 900

    def deadline(self, step: Step) -> timedelta:
        """How long a machine may be in a step."""
        longest: Mapping[Step, float] = {
            Step.BACKUP: self.backup_s,
            Step.INSTALL: self.install_s,
            Step.REBOOT: self.boot_s,
        }
        return timedelta(seconds=longest.get(step, self.step_s))
