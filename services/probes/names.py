"""What resolvers answer for a name."""

from collections.abc import Sequence
from typing import Literal

import dns.exception
import dns.resolver

from core.errors import Cause, Upstream
from core.model import Model

TIMEOUT_S = 3.0
Answer = Literal["found", "missing", "failing", "empty"]


class Resolved(Model):
    """What was answered, and how long it may be kept (None where there is no answer to keep).

    `missing`: there is no such name (NXDOMAIN); `failing`: the servers of its zone broke (SERVFAIL); `empty`: the name
    exists and has no address.
    """

    answer: Answer
    addresses: tuple[str, ...] = ()
    ttl_s: int | None = None


class Names:
    """Asks the resolvers of this machine, or the given ones."""

    def __init__(self, servers: Sequence[str] = (), port: int = 53, timeout_s: float = TIMEOUT_S) -> None:
        self._servers = tuple(servers)
        self._port = port
        self._timeout_s = timeout_s

    def look_up(self, host: str) -> Resolved:
        """What is answered for a name.

        Raises:
            Upstream: no resolver answered in time, or there is none.
        """
        try:
            resolver = dns.resolver.Resolver(configure=not self._servers)
            if self._servers:
                resolver.nameservers = list(self._servers)
                resolver.port = self._port
            resolver.timeout = resolver.lifetime = self._timeout_s
            answer = resolver.resolve(host, "A", search=False)
            addresses = tuple(sorted(str(each) for each in answer))
            return Resolved(answer="found", addresses=addresses, ttl_s=answer.rrset.ttl if answer.rrset else None)
        except dns.resolver.NXDOMAIN:
            return Resolved(answer="missing")
        except dns.resolver.NoAnswer:
            return Resolved(answer="empty")
        except dns.resolver.NoNameservers as error:
            if "SERVFAIL" in str(error):
                return Resolved(answer="failing")
            raise _unasked(host) from None
        except (dns.exception.DNSException, OSError, UnicodeError):
            raise _unasked(host) from None

    def addresses(self, host: str) -> tuple[str, ...]:
        """The addresses of a name, none where it has none.

        Raises:
            Upstream: no resolver answered.
        """
        return self.look_up(host).addresses


def _unasked(host: str) -> Upstream:
    return Upstream(
        f"No resolver answered for {host}.",
        cause=Cause.UNREACHABLE,
        retryable=True,
        advice="Check that this machine may ask DNS servers.",
    )
