"""Reads the seed files that stand beside this module."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from sandbox.aws.seed.model import Instance, Network, System, Vulnerability

_HERE = files("sandbox.aws.seed")
# The order of findings when fewer are wanted than the account has: the telling ones first.
_THEMES = ("kernel", "system", "services", "java", "windows", "python", "node")


@cache
def systems() -> Mapping[str, System]:
    """Operating systems by key."""
    return {key: System.model_validate(row) for key, row in read("systems.toml").items()}


@cache
def network() -> Network:
    """The VPC, what stands in it and who may reach it."""
    return Network.model_validate(read("network.toml"))


@cache
def instances() -> tuple[Instance, ...]:
    """The twelve instances in the order of the file."""
    return tuple(Instance.model_validate(row) for row in read("fleet.toml")["instance"])


@cache
def vulnerabilities() -> tuple[Vulnerability, ...]:
    """All vulnerabilities, theme by theme."""
    rows = (row for theme in _THEMES for row in read(f"vulnerabilities/{theme}.toml")["vulnerability"])
    return tuple(Vulnerability.model_validate(row) for row in rows)


def read(name: str) -> dict[str, Any]:
    """The tables of a seed file."""
    return tomllib.loads(_HERE.joinpath(name).read_text(encoding="utf-8"))
