"""What keeps a process from writing to AWS for a patch that it has lost."""

from dataclasses import dataclass

from workflows.patching.crash import CrashPoints
from workflows.patching.locks import Lease, Leases


@dataclass(frozen=True, slots=True)
class LeaseFence:
    """Lets writes through while a lease holds."""

    leases: Leases
    lease: Lease
    crashes: CrashPoints

    def check(self) -> None:
        """Raise Conflict where the lease is not held any more."""
        self.leases.check(self.lease)

    def leaving(self) -> None:
        """The same at the last moment."""
        self.leases.check(self.lease)
        self.crashes.leaving()
