"""The only hosts that anything is fetched from on SNS' word, and the fetching."""

import re
from urllib.parse import urlsplit

import urllib3

from core.errors import Cause, NotAllowed, Upstream

_HOST = re.compile(r"sns\.[a-z]{2}(?:-[a-z]+)+-\d\.amazonaws\.com(?:\.cn)?")
_TIMEOUT = urllib3.Timeout(connect=3, read=5)
_MOST_BYTES = 64 * 1024
_OK = 200


def checked(url: str, region: str, ending: str = "") -> str:
    """The URL, where it is https on SNS' own host of that region and without port or user.

    Raises:
        NotAllowed: it is any other; nothing may be fetched from it.
    """
    try:
        parts = urlsplit(url)
        plain = parts.port is None and parts.username is None
    except ValueError:
        parts, plain = urlsplit(""), False
    host = parts.hostname or ""
    if parts.scheme != "https" or not plain or not _HOST.fullmatch(host) or not parts.path.endswith(ending):
        raise NotAllowed("The message names an address that is not one of Amazon SNS, so it was refused.")
    if host.split(".")[1] != region:
        raise NotAllowed("The message names an address in another region than its topic, so it was refused.")
    return url


def fetch(url: str) -> bytes:
    """What lies at a checked URL, without following it anywhere else.

    Raises:
        Upstream: no answer, another status than 200, or more than a certificate can be.
    """
    pool = urllib3.PoolManager(timeout=_TIMEOUT, retries=False)
    try:
        answer = pool.request("GET", url, redirect=False, preload_content=False)
        content = answer.read(_MOST_BYTES + 1)
    except urllib3.exceptions.HTTPError as error:
        raise _unanswered(type(error).__name__) from error
    finally:
        pool.clear()
    if answer.status != _OK or len(content) > _MOST_BYTES:
        raise _unanswered(f"status {answer.status}")
    return bytes(content)


def _unanswered(why: str) -> Upstream:
    sentence = f"Amazon SNS did not give its certificate or confirmation ({why})."
    return Upstream(sentence, cause=Cause.UNREACHABLE, retryable=True, advice="The sender will come again.")
