"""Who came in to one instance."""

from core.flow_rejects import Reject
from core.logins import FailedLogins, Login
from core.model import Model


class CameIn(Model):
    """Ways in to an instance, newest first, attempts in vain by address, and what its network turned away."""

    logins: tuple[Login, ...] = ()
    failed: tuple[FailedLogins, ...] = ()
    rejects: tuple[Reject, ...] = ()

    @property
    def nobody(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.logins or self.failed or self.rejects)
