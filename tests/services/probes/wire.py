"""A DNS server and a TLS server on loopback, for tests."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dns.message
import dns.rcode
import dns.rrset
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LOOPBACK = "127.0.0.1"


@contextmanager
def dns_server(answers: dict[str, str | int]) -> Iterator[int]:
    """Answers each name with an address, or with a response code; yields the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind((LOOPBACK, 0))
        server.settimeout(0.1)
        over = threading.Event()
        thread = threading.Thread(target=_answer, args=(server, answers, over))
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            over.set()
            thread.join()


def _answer(server: socket.socket, answers: dict[str, str | int], over: threading.Event) -> None:
    while not over.is_set():
        try:
            asked, sender = server.recvfrom(4096)
        except TimeoutError:
            continue
        query = dns.message.from_wire(asked)
        name = query.question[0].name
        reply = dns.message.make_response(query)
        said = answers.get(name.to_text().rstrip("."), int(dns.rcode.NXDOMAIN))
        if isinstance(said, int):
            reply.set_rcode(dns.rcode.Rcode(said))
        elif said:
            reply.answer.append(dns.rrset.from_text(name, 60, "IN", "A", said))
        server.sendto(reply.to_wire(), sender)


def certificate(folder: Path, host: str, days: float) -> Path:
    """A self-signed certificate with its key, in one file, that ends in so many days."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=400))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{host}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@contextmanager
def tls_server(pem: Path) -> Iterator[int]:
    """Shows a certificate to whoever connects; yields the port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    with socket.create_server((LOOPBACK, 0)) as server:
        server.settimeout(0.1)
        over = threading.Event()
        thread = threading.Thread(target=_shake, args=(server, context, over))
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            over.set()
            thread.join()


def _shake(server: socket.socket, context: ssl.SSLContext, over: threading.Event) -> None:
    while not over.is_set():
        try:
            plain, _ = server.accept()
        except TimeoutError:
            continue
        plain.settimeout(2)
        try:
            context.wrap_socket(plain, server_side=True).close()
        except OSError:  # a client that does not trust us hangs up
            plain.close()
