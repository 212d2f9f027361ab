"""Plans for machines of the sandbox, as the product itself would make them, cut to what a test needs."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

import pytest

from bot.settings import Settings
from bot.wiring import wire
from core.patching.issued import Issued, issue
from core.patching.live import LiveMachine, LiveState
from core.patching.plan import Plan, PlannedMachine, Wave
from core.progress import Silent
from sandbox.slack.seed import RITA
from tests.e2e.account import WEB_1
from tests.e2e.processes import environment

DB_1 = "i-0905ef51525bb7a0d"
WEB_3 = "i-0e724c7b135c7ebf1"
"""In a target group, and in no Auto Scaling group."""
LIGHT = ("expat", "libexpat1", "tar")
"""Packages whose transaction may be undone, and that need no restart."""
HEAVY = (*LIGHT, "kernel", "linux-image-aws")
"""With one that needs a restart, and whose way back is the root volume."""


@dataclass(frozen=True)
class Drawn:
    """A plan of the product for the whole of some machines, and the live state that it was made from."""

    plan: Plan
    live: LiveState

    def cut(self, *waves: str, packages: Sequence[str] = LIGHT, **more: object) -> Issued:
        """One wave for each machine, with those of its packages; it may begin as soon as it is approved."""
        machines = tuple(_only(self.plan.machine(name), packages) for name in waves)
        fields = {
            "plan_id": f"p-{datetime.now(UTC):%Y%m%d}-{token_hex(3)}",
            "made_at": datetime.now(UTC),
            "machines": machines,
            "waves": tuple(Wave(name=f"wave {n}", instance_ids=(name,)) for n, name in enumerate(waves)),
            "criticality": "non_critical",
            "window": None,
            "expected_s": 5.0,
            "bake_s": 0.5,
        }
        live = {each.instance_id: _seen(self.live.machines[each.instance_id], each) for each in machines}
        return issue(Plan.model_validate(self.plan.model_copy(update={**fields, **more})), LiveState(machines=live))


def _only(machine: PlannedMachine, names: Sequence[str]) -> PlannedMachine:
    kept = tuple(package for package in machine.packages if package.name in names)
    assert kept, f"none of {names} among {[package.name for package in machine.packages]}"
    return machine.model_copy(update={"packages": kept})


def _seen(machine: LiveMachine, planned: PlannedMachine) -> LiveMachine:
    """As far as a plan with those packages depends on it."""
    overrides = {package.override for package in planned.packages}
    parts = {
        "packages": {name: version for name, version in machine.packages.items() if name in overrides},
        "findings": {name: ids for name, ids in machine.findings.items() if name in overrides},
    }
    return machine.model_copy(update=parts)


def drawn(aws_url: str, folder: Path, *machines: str) -> Drawn:
    """The product's own plan for some machines."""
    given = environment("http://127.0.0.1:9", aws_url, folder / "planning", SRE_ANSWER_DEADLINE="30")
    with _told(given):
        pieces = wire(Settings())
        with closing(pieces.store):
            made = pieces.context.proposals.propose(
                machines or (WEB_1, WEB_3, DB_1), "all", RITA, Silent(), rollback=True
            )
    assert made.issued, made.planned.draft.left_out
    return Drawn(made.issued.plan, made.issued.live)


@contextmanager
def _told(given: dict[str, str]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in given.items():
            patch.setenv(name, value)
        yield
