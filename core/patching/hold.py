"""Packages that were rolled back on a machine: no plan takes them there again until a person lifts that.

A hold is ours alone. Patch Manager's baselines are the customer's, hold for every machine of their patch group, and are
looked at by others; rejecting a patch there would keep it from machines that it does no harm.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from core.model import Model
from core.patching.plan import PlannedPackage
from core.risk import version_key

SCHEMA = 1


class HoldState(StrEnum):
    """Whether it holds."""

    HELD = "held"
    LIFTED = "lifted"


class HeldPackage(Model):
    """A package, by its id in the override list; `version` is the one that was planned and did not do."""

    name: str
    override: str
    version: str


class Lifting(Model):
    """Who lifted it."""

    user_id: str
    at: datetime


class Hold(Model):
    """What one way back holds on one machine. `workflow_id` is the patch, or the rollback, that took it back."""

    workflow_id: str
    instance_id: str
    name: str
    packages: tuple[HeldPackage, ...]
    since: datetime
    why: str
    lifted: Lifting | None = None

    @property
    def key(self) -> str:
        """What it is stored and asked for by."""
        return f"{self.instance_id}/{self.workflow_id}"

    @property
    def sentence(self) -> str:
        """Why a package is held, for people."""
        return f"Held since {self.since:%Y-%m-%d}: {self.workflow_id} was rolled back on {self.name}."


class Withheld(Model):
    """A package that a plan would have, and the hold that keeps it out."""

    package: PlannedPackage
    hold: Hold


def sorted_out(
    packages: Iterable[PlannedPackage], holds: Sequence[Hold]
) -> tuple[tuple[PlannedPackage, ...], tuple[Withheld, ...]]:
    """What may be planned, and what is withheld. A later version than the one that did not do is another matter."""
    free: list[PlannedPackage] = []
    withheld: list[Withheld] = []
    for package in packages:
        hold = next((each for each in holds if _holds(each, package)), None)
        if hold:
            withheld.append(Withheld(package=package, hold=hold))
        else:
            free.append(package)
    return tuple(free), tuple(withheld)


def _holds(hold: Hold, package: PlannedPackage) -> bool:
    return any(
        each.override == package.override and version_key(package.fixed_in) <= version_key(each.version)
        for each in hold.packages
    )
