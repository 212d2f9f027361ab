"""Checks that a message was signed by SNS.

https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
"""

import base64
import binascii
from collections.abc import Callable
from datetime import datetime
from threading import Lock

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256

from core.alerts.reading import Json, word
from core.errors import NotAllowed
from services.sns.address import checked, fetch

_NOTIFICATION = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
_CONFIRMATION = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
# Version 1 is still what a topic uses unless it is told otherwise.
_HASHES = {"1": SHA1, "2": SHA256}
_MOST_KEPT = 16
_FORGED = "The signature of the message is not one of Amazon SNS, so it was refused."


class Signatures:
    """Keeps the certificates that it has fetched; `get` fetches one, and tests give another."""

    def __init__(self, get: Callable[[str], bytes] = fetch) -> None:
        self._get = get
        self._kept: dict[str, x509.Certificate] = {}
        self._lock = Lock()

    def check(self, message: Json, now: datetime) -> None:
        """Let a message pass that SNS signed.

        Raises:
            NotAllowed: it did not, or the certificate is not its.
            Upstream: the certificate could not be fetched.
        """
        algorithm = _HASHES.get(word(message.get("SignatureVersion")))
        if algorithm is None:
            raise NotAllowed("The message has no signature of a version that is known, so it was refused.")
        certificate = self._certificate(message)
        if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
            raise NotAllowed("The certificate of the message has expired, so it was refused.")
        key = certificate.public_key()
        if not isinstance(key, RSAPublicKey):
            raise NotAllowed(_FORGED)
        try:
            signature = base64.b64decode(word(message.get("Signature")), validate=True)
            key.verify(signature, signed_text(message), PKCS1v15(), algorithm())
        except (InvalidSignature, binascii.Error, ValueError):
            raise NotAllowed(_FORGED) from None

    def _certificate(self, message: Json) -> x509.Certificate:
        region = (word(message.get("TopicArn")).split(":") + [""] * 4)[3]
        url = checked(word(message.get("SigningCertURL")), region, ".pem")
        with self._lock:
            kept = self._kept.get(url)
        if kept is None:
            kept = _read(self._get(url))
            with self._lock:
                if len(self._kept) >= _MOST_KEPT:
                    self._kept.clear()
                self._kept[url] = kept
        return kept


def signed_text(message: Json) -> bytes:
    """What SNS signs: names and values of these fields, each on a line of its own."""
    names = _NOTIFICATION if message.get("Type") == "Notification" else _CONFIRMATION
    lines = [line for name in names if isinstance(value := message.get(name), str) for line in (name, value)]
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")


def _read(content: bytes) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(content)
    except ValueError:
        raise NotAllowed(_FORGED) from None
