"""POSTs over connections that stay open: a new one per call, as slack_sdk makes, costs a TLS handshake each time."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from urllib3 import BaseHTTPResponse, PoolManager, ProxyManager, Timeout
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    LocationParseError,
    NewConnectionError,
    ProxyError,
    ReadTimeoutError,
    SSLError,
)

from services.slack.errors import answer_lost, timed_out, unreachable

_CONNECT_S = 3.0
_PAUSE_S = 0.2
_KEPT_OPEN = 16
# None of these has sent a byte of the request.
_UNSENT = (NewConnectionError, ConnectTimeoutError, ProxyError, SSLError, LocationParseError)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    text: str


class Http:
    """Posts to one host and its like. Safe to share between threads; redirects are not followed."""

    def __init__(self, base_url: str, timeout_s: float) -> None:
        self._timeout_s = timeout_s
        timeout = Timeout(connect=min(_CONNECT_S, timeout_s), read=timeout_s)
        host, scheme = urlsplit(base_url).hostname or "", urlsplit(base_url).scheme
        proxy = "" if proxy_bypass(host) else getproxies().get(scheme, "")
        self._pool: PoolManager = (
            ProxyManager(proxy, maxsize=_KEPT_OPEN, timeout=timeout, retries=False)
            if proxy
            else PoolManager(maxsize=_KEPT_OPEN, timeout=timeout, retries=False)
        )

    def post(self, what: str, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Post, trying once more when nothing listened for a moment; `what` names the call in a sentence.

        Raises:
            Upstream: no answer; its cause says whether the call can have taken effect.
        """
        try:
            return self._posted(what, url, body, headers)
        except NewConnectionError:
            time.sleep(_PAUSE_S)
        try:
            return self._posted(what, url, body, headers)
        except NewConnectionError as error:
            raise unreachable(what, type(error).__name__) from None

    def _posted(self, what: str, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        # Given as a stream, the body goes out in pieces: bytes at once would have to be gone within one socket timeout,
        # and a report on a slow line is not.
        sent = {**headers, "Content-Length": str(len(body))}
        try:
            got = self._pool.request("POST", url, body=BytesIO(body), headers=sent, redirect=False)
        except NewConnectionError:
            raise
        except _UNSENT as error:
            raise unreachable(what, type(error).__name__) from None
        except ReadTimeoutError:
            raise timed_out(what, self._timeout_s) from None
        except HTTPError as error:
            raise answer_lost(what, type(error).__name__) from None
        return _read(got)


def _read(got: BaseHTTPResponse) -> Answer:
    headers = {name.lower(): value for name, value in got.headers.items()}
    return Answer(got.status, headers, got.data.decode("utf-8", errors="replace"))
