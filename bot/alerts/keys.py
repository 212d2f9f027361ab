"""The keys of senders, in whatever way each can send one."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import BadRequest

ANY = "*"
LEAST = 16
"""Characters of a key."""

_HEADERS = ("x-alert-key", "x-api-key", "x-amz-firehose-access-key", "x-gitlab-token")
# Signatures with the key over the body: PagerDuty's, Sentry's, and the form that GitHub made usual.
_SIGNATURES = ("x-pagerduty-signature", "sentry-hook-signature", "x-hub-signature-256")


def parse_keys(text: str) -> Mapping[str, tuple[str, ...]]:
    """Keys by source, from `alertmanager=KEY, datadog=KEY, *=KEY`; a source may have several while one is changed.

    Raises:
        BadRequest: one cannot be read or is too short to be a secret.
    """
    keys: dict[str, tuple[str, ...]] = {}
    for part in filter(None, map(str.strip, text.split(","))):
        source, equals, key = part.partition("=")
        if not equals or len(key.strip()) < LEAST:
            raise BadRequest(
                f"A key of SRE_ALERT_KEYS is missing or shorter than {LEAST} characters.",
                advice="Write source=key, separated by commas; *=key is for any source.",
            )
        name = source.strip().lower()
        keys[name] = (*keys.get(name, ()), key.strip())
    return keys


@dataclass(frozen=True, slots=True)
class Given:
    """What a request brings to prove who sent it."""

    headers: Mapping[str, str]
    query_key: str
    body: bytes

    def candidates(self) -> list[bytes]:
        """Every key in it, wherever it stands."""
        found = [self.headers.get(name, "") for name in _HEADERS] + [self.query_key]
        scheme, _, value = self.headers.get("authorization", "").partition(" ")
        if scheme.lower() in {"bearer", "token", "genie-key", "genie"}:
            found.append(value)
        if scheme.lower() == "basic":
            found.append(_password(value))
        return [key.strip().encode() for key in found if key]

    def signatures(self) -> list[str]:
        """Every signature over the body."""
        said = ",".join(self.headers.get(name, "") for name in _SIGNATURES)
        return [part.strip().rpartition("=")[2].lower() for part in said.split(",") if part.strip()]


class Keys:
    """Compares in constant time; the number of comparisons depends on the settings alone."""

    def __init__(self, by_source: Mapping[str, tuple[str, ...]]) -> None:
        self._by_source = by_source

    def known(self, source: str) -> bool:
        """Whether there is any key for this source."""
        return bool(self._keys(source))

    def fit(self, source: str, given: Given) -> bool:
        """Whether the request has a key of this source, or a signature made with one."""
        fits = False
        for key in self._keys(source):
            signature = hmac.new(key, given.body, hashlib.sha256).hexdigest()
            for candidate in given.candidates():
                fits |= hmac.compare_digest(key, candidate)
            for said in given.signatures():
                fits |= hmac.compare_digest(signature.encode(), said.encode())
        return fits

    def _keys(self, source: str) -> list[bytes]:
        return [key.encode() for name in (source.lower(), ANY) for key in self._by_source.get(name, ())]


def _password(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode("utf-8", "replace").partition(":")[2]
    except (binascii.Error, ValueError):
        return ""
