"""The shapes of the seed of Patch Manager, and their reader."""

from collections.abc import Mapping
from functools import cache
from typing import Literal

from sandbox.aws.scale import stable_fraction
from sandbox.aws.seed.load import read
from sandbox.aws.seed.model import Seed

Operation = Literal["Scan", "Install"]


class Story(Seed):
    """What Patch Manager last did on one machine, in hours before the start."""

    machine: str
    scanned_h: float | None = None
    operation: Operation = "Scan"
    reboot: Literal["", "RebootIfNeeded", "NoReboot"] = ""
    override: str = ""
    pending: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    lost_h: float | None = None


class Copies(Seed):
    """Whose stories further machines repeat."""

    of: tuple[str, ...]


class Installed(Seed):
    """Packages as `name version`: approved by the baseline, and all others."""

    known: tuple[str, ...]
    other: tuple[str, ...]


class Windows(Seed):
    """Updates as `KB-number title`; `builds` names the update that brings a build."""

    installed: tuple[str, ...]
    other: tuple[str, ...]
    missing: tuple[str, ...]
    builds: dict[str, str]


class Patches(Seed):
    """The whole file. `depends` names the packages of apt that have to be as new as the one before them."""

    story: tuple[Story, ...]
    copies: Copies
    installed: dict[str, Installed]
    windows: Windows
    priority: dict[str, tuple[str, ...]]
    depends: dict[str, tuple[str, ...]]


@cache
def patches() -> Patches:
    """What Patch Manager knows."""
    return Patches.model_validate(read("patches.toml"))


def story(machine: str) -> Story:
    """The story of a machine by its name; one beyond the seed always repeats the same one."""
    named = _stories()
    if machine in named:
        return named[machine]
    copied = patches().copies.of
    return named[copied[int(len(copied) * stable_fraction(f"story/{machine}"))]]


@cache
def priority(package: str) -> str:
    """Debian's priority of a package."""
    found = (name for name, packages in patches().priority.items() if package in packages)
    return next(found, "Optional")


@cache
def _stories() -> Mapping[str, Story]:
    return {each.machine: each for each in patches().story}
