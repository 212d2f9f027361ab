"""What a document does on a machine, told step by step."""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass

from sandbox.aws.account import Account
from sandbox.aws.findings import Host
from sandbox.aws.life import Life
from sandbox.aws.scenarios import Scenario


@dataclass(frozen=True, slots=True)
class Node:
    """The machine a document runs on, and what it was given."""

    account: Account
    host: Host
    command_id: str
    parameters: Mapping[str, Sequence[str]]

    @property
    def life(self) -> Life:
        """What has become of the machine."""
        return self.account.life(self.host.id)

    @property
    def scenario(self) -> Scenario:
        """What goes wrong on it."""
        return self.account.scenarios.of(self.host.id)

    def value(self, name: str) -> str:
        """A parameter that is one text; empty where it is not given."""
        return next(iter(self.parameters.get(name, ())), "")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a script ended."""

    code: int
    stdout: str = ""
    stderr: str = ""


# Each step yields the seconds until the next, so that others can look, cancel or cut the power in between.
Steps = Generator[float, None, Outcome]
Run = Callable[[Node], Steps]
