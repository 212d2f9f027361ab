"""The shapes of the Auto Scaling groups, and their reader."""

from functools import cache

from sandbox.aws.seed.load import read
from sandbox.aws.seed.model import Seed


class AutoScalingGroup(Seed):
    """A group of machines that are replaced when they fail; `target_group` is the name of the one it registers in."""

    name: str
    min: int
    max: int
    desired: int
    machines: tuple[str, ...]
    target_group: str
    age_days: int


@cache
def groups() -> tuple[AutoScalingGroup, ...]:
    """All groups, by the order of the file."""
    return tuple(AutoScalingGroup.model_validate(row) for row in read("groups.toml")["group"])
