"""Whether something listens on a port, and which certificate it shows."""

import socket
import ssl
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from typing import Literal

from cryptography import x509
from cryptography.x509.oid import ExtensionOID, NameOID

from core.errors import Cause, Upstream
from core.model import Model
from services.probes.address import Resolve, allowed_address

TIMEOUT_S = 4.0
Outcome = Literal["open", "refused", "silent"]


class Knock(Model):
    """What connecting brought: `silent` means no answer in time, as when packets are dropped."""

    host: str
    address: str
    port: int
    outcome: Outcome


class Certificate(Model):
    """The certificate that is served. `trusted` is False with a reason where a client would refuse its chain.

    `fits`: whether it is for the name that was asked for.
    """

    host: str
    ends: datetime
    names: tuple[str, ...]
    issuer: str
    fits: bool
    trusted: bool
    why: str = ""


class Ports:
    """Connects to checked addresses; `private` allows those of our own network."""

    def __init__(self, resolve: Resolve, *, private: bool = False, timeout_s: float = TIMEOUT_S) -> None:
        self._resolve = resolve
        self._private = private
        self._timeout_s = timeout_s

    def knock(self, host: str, port: int) -> Knock:
        """Connect, say nothing, and hang up.

        Raises:
            NotAllowed: the host leads to an address that is not looked at.
            Upstream: this machine has no way there, or the name does not resolve.
        """
        address = allowed_address(host, self._resolve, private=self._private)
        try:
            with closing(socket.create_connection((address, port), timeout=self._timeout_s)):
                return Knock(host=host, address=address, port=port, outcome="open")
        except ConnectionRefusedError:
            return Knock(host=host, address=address, port=port, outcome="refused")
        except TimeoutError:
            return Knock(host=host, address=address, port=port, outcome="silent")
        except OSError as error:
            raise _no_way(host, port, error) from None

    def certificate(self, host: str, port: int = 443) -> Certificate:
        """The certificate that a host serves for its name.

        Raises:
            NotAllowed: the host leads to an address that is not looked at.
            Upstream: nothing there speaks TLS, or it cannot be reached.
        """
        address = allowed_address(host, self._resolve, private=self._private)
        try:
            self._shaken(address, port, host, ssl.create_default_context())
            why = ""
        except ssl.SSLCertVerificationError as error:
            why = error.verify_message or "its chain cannot be verified"
        except (OSError, ssl.SSLError) as error:
            raise _no_way(host, port, error) from None
        # To read a certificate that is not trusted it has to be taken without a check; nothing is sent over it.
        lenient = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        lenient.check_hostname = False
        lenient.verify_mode = ssl.CERT_NONE
        try:
            served = self._shaken(address, port, host, lenient)
        except (OSError, ssl.SSLError) as error:
            raise _no_way(host, port, error) from None
        return read_certificate(served, host, why)

    def _shaken(self, address: str, port: int, host: str, context: ssl.SSLContext) -> bytes:
        with (
            closing(socket.create_connection((address, port), timeout=self._timeout_s)) as plain,
            closing(context.wrap_socket(plain, server_hostname=host)) as secured,
        ):
            return secured.getpeercert(binary_form=True) or b""


def read_certificate(served: bytes, host: str, why: str, now: Callable[[], datetime] | None = None) -> Certificate:
    """What a certificate in DER says; `why` is what a client said against it, and empty for nothing.

    Raises:
        Upstream: the bytes are no certificate.
    """
    try:
        parsed = x509.load_der_x509_certificate(served)
    except ValueError as error:
        raise _no_way(host, 443, error) from None
    names = _names(parsed)
    ends = parsed.not_valid_after_utc
    over = ends <= (now or (lambda: datetime.now(UTC)))()
    return Certificate(
        host=host,
        ends=ends,
        names=names,
        issuer=_issuer(parsed),
        fits=any(_covers(name, host) for name in names),
        # That it is over is told by its end, and no fault of the chain.
        trusted=not why or over,
        why=why,
    )


def _names(parsed: x509.Certificate) -> tuple[str, ...]:
    try:
        found = parsed.extensions.get_extension_for_oid(ExtensionOID.SUBJECT_ALTERNATIVE_NAME).value
    except x509.ExtensionNotFound:
        return ()
    assert isinstance(found, x509.SubjectAlternativeName)  # noqa: S101  what this OID always is
    return tuple(found.get_values_for_type(x509.DNSName))


def _issuer(parsed: x509.Certificate) -> str:
    found = parsed.issuer.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    found = found or parsed.issuer.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else "unknown"


def _covers(name: str, host: str) -> bool:
    """A star stands for one label, the first: https://datatracker.ietf.org/doc/html/rfc9525#section-6.3 ."""
    if name.startswith("*."):
        return host.partition(".")[2].lower() == name[2:].lower()
    return name.lower() == host.lower()


def _no_way(host: str, port: int, error: Exception) -> Upstream:
    kind = type(error).__name__
    return Upstream(f"{host} on port {port} could not be looked at ({kind}).", cause=Cause.UNREACHABLE, retryable=True)
