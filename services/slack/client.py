"""Calls Slack's Web API and response URLs: masked on the way out, every failure one of our own errors."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from core.errors import BadRequest, Upstream
from core.redact import redact_texts
from services.slack.errors import UNKNOWN_METHOD, SlackRefused, SlackThrottled, broken, refusal
from services.slack.http import Answer, Http

SLACK_API = "https://slack.com/api/"
_HOOKS, _FILES = "hooks", "files"  # what Slack calls the hosts of its response URLs and of its uploads
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_OK, _NOT_FOUND, _TOO_MANY, _SERVER_ERRORS = 200, 404, 429, 500
_ANSWER, _UPLOAD = "the answer", "the upload"  # what a sentence calls a post to a response URL, and of a file
_RETRY_AFTER_S = 5.0  # where a 429 comes without its Retry-After header
_JSON = {"Content-Type": "application/json; charset=utf-8"}
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_BYTES = {"Content-Type": "application/octet-stream"}


class SlackClient:
    """One token at one endpoint. Safe to share between threads; connections stay open.

    Repeating is the caller's: only it knows whether a message may appear twice.
    """

    def __init__(self, token: str, base_url: str = SLACK_API, *, timeout_s: float = 10) -> None:
        self._http = Http(base_url, timeout_s)
        self._base_url = base_url.rstrip("/")
        self._endpoint = _address(base_url)
        self._authority = {"Authorization": f"Bearer {token}"}

    def call(self, method: str, /, **arguments: object) -> dict[str, Any]:
        """Slack's answer to a Web API method; arguments that are None are not sent.

        Raises:
            SlackRefused: Slack said no.
            SlackThrottled: too many calls of this method.
            Upstream: no answer; where its cause is TIMED_OUT or BROKEN, the call may have taken effect.
        """
        sent = {name: redact_texts(value) for name, value in arguments.items() if value is not None}
        body, kind = _encoded(sent)
        answer = self._http.post(method, f"{self._base_url}/{method}", body, {**kind, **self._authority})
        said = _parsed(answer)
        if answer.status != _OK or said.get("ok") is not True:
            raise _failure(method, answer, said)
        return said

    def respond(self, response_url: str, payload: Mapping[str, Any]) -> None:
        """Answer a command or a click through its response URL: five times within thirty minutes, without token.

        Raises:
            BadRequest: the URL is not one of this Slack's.
            SlackRefused, SlackThrottled, Upstream: as `call`.
        """
        if not _belongs(_address(response_url), self._endpoint, _HOOKS):
            raise BadRequest("That response URL does not belong to Slack, so nothing was sent to it.")
        body = json.dumps({key: redact_texts(value) for key, value in payload.items()}).encode()
        answer = self._http.post(_ANSWER, response_url, body, _JSON)
        # It says `ok` as plain text or as JSON, and its errors as JSON or as a bare word.
        said = {} if answer.text.strip() in {"", "ok"} else _parsed(answer)
        if answer.status != _OK or "error" in said:
            raise _failure(_ANSWER, answer, said, absent="expired_url")

    def upload(self, upload_url: str, content: bytes) -> None:
        """Send a file's bytes to where files.getUploadURLExternal said, without token and as they are.

        Raises:
            BadRequest: the URL is not one of this Slack's.
            SlackRefused: with the HTTP status as its code, such as `http_413`.
            SlackThrottled, Upstream: as `call`.
        """
        if not _belongs(_address(upload_url), self._endpoint, _FILES):
            raise BadRequest("That upload URL does not belong to Slack, so nothing was sent to it.")
        answer = self._http.post(_UPLOAD, upload_url, content, _BYTES)
        if answer.status != _OK:
            raise _failure(_UPLOAD, answer, {"error": f"http_{answer.status}"})


def _encoded(arguments: Mapping[str, object]) -> tuple[bytes, dict[str, str]]:
    """JSON where a value is nested; else a form, as reading methods take nothing else (users.info ignores JSON)."""
    if any(isinstance(value, dict | list) for value in arguments.values()):
        return json.dumps(arguments).encode(), _JSON
    plain = {name: str(value).lower() if isinstance(value, bool) else value for name, value in arguments.items()}
    return urlencode(plain).encode(), _FORM


def _failure(method: str, answer: Answer, said: Mapping[str, Any], absent: str = UNKNOWN_METHOD) -> Upstream:
    """The error for a refusal; a body that is not Slack's JSON is never repeated to anyone.

    `absent` is the code that a 404 without one stands for.
    """
    code = str(said.get("error") or "")
    if answer.status == _TOO_MANY or code in {"ratelimited", "rate_limited"}:
        return SlackThrottled(method, _retry_after_s(answer.headers))
    if answer.status >= _SERVER_ERRORS:
        return broken(method, f"HTTP {answer.status}")
    if not code.replace("_", "").isalnum():
        return SlackRefused(method, absent) if answer.status == _NOT_FOUND else broken(method, "not Slack's answer")
    return refusal(method, said)


def _retry_after_s(headers: Mapping[str, str]) -> float:
    try:
        return max(0.0, float(headers.get("retry-after", _RETRY_AFTER_S)))
    except ValueError:
        return _RETRY_AFTER_S


def _parsed(answer: Answer) -> dict[str, Any]:
    """The JSON object of an answer; anything else as an error."""
    try:
        said = json.loads(answer.text)
    except ValueError:
        return {"error": answer.text.strip()}
    return said if isinstance(said, dict) else {}


def _address(url: str) -> tuple[str, str]:
    """Scheme and host, or nothing where they cannot be read or carry credentials."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return (parts.scheme, parts.hostname or "") if "@" not in parts.netloc else ("", "")


def _belongs(given: tuple[str, str], endpoint: tuple[str, str], service: str) -> bool:
    """Whether a URL is one of this Slack's: on its own host, at any port, or on its service's host over https."""
    scheme, host = given
    if scheme == "https" and host in {f"{service}.slack.com", f"{service}.{endpoint[1]}"}:
        return True
    return bool(host) and (given == endpoint or (scheme == endpoint[0] and {host, endpoint[1]} <= _LOOPBACK))
