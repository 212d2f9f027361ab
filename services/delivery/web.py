"""JSON over HTTPS to a place that is not AWS and not Slack, with its failures in words."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from urllib3 import PoolManager, Timeout
from urllib3.exceptions import HTTPError

from core.errors import Cause, Upstream

_TIMEOUT = Timeout(connect=3.0, read=10.0)
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and JSON; `said` is None where there was none."""

    status: int
    said: Any


class Web:
    """Asks one host; redirects are not followed, and nothing is tried twice. `place` names it in sentences."""

    def __init__(self, place: str, headers: Mapping[str, str] | None = None) -> None:
        self._place = place
        self._headers = {"Accept": "application/json", **(headers or {})}
        self._pool = PoolManager(maxsize=2, timeout=_TIMEOUT, retries=False)

    def ask(self, method: str, url: str, body: object = None, headers: Mapping[str, str] | None = None) -> Answer:
        """One request.

        Raises:
            Upstream: no answer, or one that is no success; the cause says whether it can have taken effect.
        """
        sent = {**self._headers, **(headers or {})}
        payload = None
        if body is not None:
            payload, sent["Content-Type"] = json.dumps(body).encode(), "application/json"
        try:
            got = self._pool.request(method, url, body=payload, headers=sent, redirect=False)
        except HTTPError as error:
            sentence = f"{self._place} did not answer ({type(error).__name__})."
            raise Upstream(sentence, cause=Cause.TIMED_OUT, retryable=True) from None
        if got.status >= HTTPStatus.BAD_REQUEST or got.status < HTTPStatus.OK:
            raise self._refused(got.status, got.data)
        return Answer(got.status, _json(got.data))

    def _refused(self, status: int, data: bytes) -> Upstream:
        said = " ".join(data.decode(errors="replace").split())[:_SHOWN]
        sentence = f"{self._place} answered {status}{f': {said}' if said else ''}"
        if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            return Upstream(f"{sentence}.", cause=Cause.DENIED, retryable=False, advice="Check its credentials.")
        retryable = status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR
        cause = Cause.BROKEN if retryable else Cause.REFUSED
        return Upstream(f"{sentence}.", cause=cause, retryable=retryable)


def _json(data: bytes) -> Any:  # noqa: ANN401  any JSON
    try:
        return json.loads(data) if data else None
    except ValueError:
        return None
