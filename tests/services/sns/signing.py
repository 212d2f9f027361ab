"""A sender with a key of its own, whose certificate lies at one address."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from services.sns.signature import signed_text

NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)
CERTIFICATE_URL = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-test.pem"
TOPIC = "arn:aws:sns:eu-west-1:111122223333:alarms"


@cache
def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def certificate(lasts: timedelta = timedelta(days=30), since: datetime = NOW) -> bytes:
    """The certificate of the key, signed by itself."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(_key().public_key())
        .serial_number(7)
        .not_valid_before(since - timedelta(days=1))
        .not_valid_after(since + lasts)
        .sign(_key(), SHA256())
    )
    return made.public_bytes(Encoding.PEM)


def signed(version: str = "2", **fields: object) -> dict[str, Any]:
    """A message as SNS sends it."""
    message: dict[str, Any] = {
        "Type": "Notification",
        "MessageId": "m-1",
        "TopicArn": TOPIC,
        "Message": '{"title": "Disk full"}',
        "Timestamp": NOW.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "SignatureVersion": version,
        "SigningCertURL": CERTIFICATE_URL,
        **fields,
    }
    algorithm = SHA256() if version == "2" else SHA1()  # noqa: S303  what SNS itself uses
    signature = _key().sign(signed_text(message), PKCS1v15(), algorithm)
    return message | {"Signature": base64.b64encode(signature).decode()}


def shelf(asked: list[str], content: bytes | None = None) -> Callable[[str], bytes]:
    """Gives the certificate for any address, and notes which were asked for."""

    def get(url: str) -> bytes:
        asked.append(url)
        return content or certificate()

    return get
