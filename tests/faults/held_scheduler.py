"""`python -m tests.faults.held_scheduler`: the assistant, whose scheduler stands still while a file `hold` is there."""

import sys
from pathlib import Path
from time import sleep

from bot.cli import main
from bot.scheduler import Scheduler

HOLD = "hold"
_tick = Scheduler.tick


def held(scheduler: Scheduler) -> None:
    """Look at the clock, once nothing holds it."""
    while Path(HOLD).exists():
        sleep(0.1)
    _tick(scheduler)


if __name__ == "__main__":
    setattr(Scheduler, "tick", held)  # noqa: B010  for this process alone
    sys.argv = ["sre-agent", "serve"]
    main()
