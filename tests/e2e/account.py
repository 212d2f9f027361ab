"""The sandbox's AWS account: what goes wrong in it, and what it was asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.e2e.processes import Json, asked

WEB_1 = "i-0a554b5583dd70864"
ACCOUNT = "123456789012"


@dataclass(frozen=True)
class Account:
    """Its control API."""

    url: str

    @contextmanager
    def failing(self, **faults: Json) -> Iterator[None]:
        """Let operations fail for a while, such as `inspector2_ListFindings={"error": …}`; `everything` is all."""
        plan = {key.replace("_", ":", 1) if key != "everything" else "*": fault for key, fault in faults.items()}
        status, answer = asked(self.url, "POST", "/control/faults", plan)
        assert status == 200, answer
        try:
            yield
        finally:
            asked(self.url, "DELETE", "/control/faults")

    def calls(self, operation: str) -> int:
        """How often an operation was called."""
        return int(asked(self.url, "GET", "/control/log")[1]["counts"].get(operation, 0))
