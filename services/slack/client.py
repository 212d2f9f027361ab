"""Calls Slack's Web API and response URLs: masked on the way out, every failure one of our own errors."""

import json
import logging
import socket
from collections.abc import Callable, Mapping
from http.client import HTTPException
from ssl import SSLError
from typing import Any, TypeVar
from urllib.error import URLError
from urllib.parse import urlsplit

from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry import (
    FixedValueRetryIntervalCalculator,
    RetryHandler,
)
from slack_sdk.web import WebClient
from slack_sdk.web.slack_response import SlackResponse
from slack_sdk.webhook import WebhookClient

from core.errors import BadRequest, Upstream
from core.redact import redact
from services.slack.errors import (
    UNKNOWN_METHOD,
    SlackRefused,
    SlackThrottled,
    answer_lost,
    broken,
    refusal,
    timed_out,
    unreachable,
)

SLACK_API = "https://slack.com/api/"
_HOOKS = "hooks.slack.com"
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_OK, _NOT_FOUND, _TOO_MANY, _SERVER_ERRORS = 200, 404, 429, 500
_ANSWER = "the answer"  # what a sentence calls a post to a response URL
_RETRY_AFTER_S = 5.0  # where a 429 comes without its Retry-After header
_PAUSE_S = 0.2
# The SDK writes arguments at DEBUG, and asks this logger's own level, which a root logger at DEBUG does not change.
_sdk_log = logging.getLogger("services.slack.sdk")
_sdk_log.setLevel(logging.CRITICAL)
_T = TypeVar("_T")


class _RefusedConnection(RetryHandler):
    """Tries once more when nothing listened: certainly unsent, and gone within a moment when Slack moves hosts."""

    def _can_retry(self, *, error: Exception | None = None, **_: object) -> bool:
        return isinstance(error, URLError) and isinstance(error.reason, ConnectionRefusedError)


class SlackClient:
    """One token at one endpoint. Safe to share between threads; no connection is kept.

    Repeating is the caller's: only it knows whether a message may appear twice.
    """

    def __init__(self, token: str, base_url: str = SLACK_API, *, timeout_s: int = 10) -> None:
        self._timeout_s = timeout_s
        self._retries: list[RetryHandler] = [_RefusedConnection(1, FixedValueRetryIntervalCalculator(_PAUSE_S))]
        self._web = WebClient(token, base_url, timeout_s, logger=_sdk_log, retry_handlers=self._retries)
        # The SDK's own reading of HTTPS_PROXY ignores NO_PROXY; without it urllib reads both.
        self._web.proxy = None
        self._endpoint = _address(base_url)

    def call(self, method: str, /, **arguments: object) -> dict[str, Any]:
        """Slack's answer to a Web API method; arguments that are None are not sent.

        Raises:
            SlackRefused: Slack said no.
            SlackThrottled: too many calls of this method.
            Upstream: no answer; `had_no_effect` says whether the call can have taken effect.
        """
        sent = {name: _masked(value) for name, value in arguments.items() if value is not None}
        nested = any(isinstance(value, dict | list) for value in sent.values())
        # Reading methods take forms only (users.info calls a JSON body `user_not_found`).
        answer = self._ask(
            method, lambda: self._web.api_call(method, json=sent) if nested else self._web.api_call(method, params=sent)
        )
        return answer.data if isinstance(answer.data, dict) else {}

    def respond(self, response_url: str, payload: Mapping[str, Any]) -> None:
        """Answer a command or a click through its response URL: five times within thirty minutes, without token.

        Raises:
            BadRequest: the URL is not one of this Slack's.
            SlackRefused, SlackThrottled, Upstream: as `call`.
        """
        if not _belongs(_address(response_url), self._endpoint):
            raise BadRequest("That response URL does not belong to Slack, so nothing was sent to it.")
        hook = WebhookClient(response_url, self._timeout_s, logger=_sdk_log, retry_handlers=self._retries)
        hook.proxy = None
        body = {key: _masked(value) for key, value in payload.items()}
        answer = self._ask(_ANSWER, lambda: hook.send_dict(body))
        said = _parsed(answer.body)
        if answer.status_code != _OK or said:
            raise _failure(_ANSWER, answer.status_code, answer.headers, said, absent="expired_url")

    def _ask(self, method: str, send: Callable[[], _T]) -> _T:
        """Send, and turn whatever goes wrong into our own errors."""
        try:
            return send()
        except SlackApiError as error:
            raise _refused(method, error.response) from None
        except URLError as error:
            raise self._unsent(method, error.reason) from None
        except TimeoutError:
            raise timed_out(method, self._timeout_s) from None
        except UnicodeDecodeError:
            raise broken(method, "not Slack's answer") from None
        except (OSError, HTTPException) as error:
            raise answer_lost(method, type(error).__name__) from None

    def _unsent(self, method: str, reason: object) -> Upstream:
        """Urllib wraps what goes wrong while connecting and while sending alike."""
        if isinstance(reason, ConnectionRefusedError | socket.gaierror | SSLError):
            return unreachable(method, type(reason).__name__)
        if isinstance(reason, TimeoutError):
            return timed_out(method, self._timeout_s)
        return answer_lost(method, type(reason).__name__)


def _refused(method: str, response: SlackResponse) -> Upstream:
    data = response.data if isinstance(response.data, dict) else {}
    return _failure(method, response.status_code, response.headers, data)


def _failure(
    method: str, status: int, headers: Mapping[str, Any], answer: Mapping[str, Any], absent: str = UNKNOWN_METHOD
) -> Upstream:
    """The error for an HTTP status and an answer; a body that is not Slack's JSON is never repeated to anyone.

    `absent` is the code that a 404 without one stands for.
    """
    code = str(answer.get("error") or "")
    if status == _TOO_MANY or code in {"ratelimited", "rate_limited"}:
        return SlackThrottled(method, _retry_after_s(headers))
    if status >= _SERVER_ERRORS:
        return broken(method, f"HTTP {status}")
    if not code.replace("_", "").isalnum():
        return SlackRefused(method, absent) if status == _NOT_FOUND else broken(method, "not Slack's answer")
    return refusal(method, answer)


def _retry_after_s(headers: Mapping[str, Any]) -> float:
    said = {name.lower(): value for name, value in headers.items()}.get("retry-after")
    try:
        return max(0.0, float(said[0] if isinstance(said, list) else said)) if said else _RETRY_AFTER_S
    except ValueError:
        return _RETRY_AFTER_S


def _parsed(body: str) -> dict[str, Any]:
    """A response URL answers `ok` as plain text, errors as JSON or as a bare word."""
    if body.strip() in {"", "ok"}:
        return {}
    try:
        said = json.loads(body)
    except ValueError:
        return {"error": body.strip()}
    return said if isinstance(said, dict) and not said.get("ok") else {}


def _address(url: str) -> tuple[str, str]:
    """Scheme and host, or nothing where they cannot be read or carry credentials."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return (parts.scheme, parts.hostname or "") if "@" not in parts.netloc else ("", "")


def _belongs(given: tuple[str, str], endpoint: tuple[str, str]) -> bool:
    """Whether a response URL is one of this Slack's: on its own host, at any port, or on its hooks host over https."""
    scheme, host = given
    if scheme == "https" and host in {_HOOKS, f"hooks.{endpoint[1]}"}:
        return True
    return bool(host) and (given == endpoint or (scheme == endpoint[0] and {host, endpoint[1]} <= _LOOPBACK))


def _masked(value: object) -> object:
    """Secrets masked in every text; field names are Slack's own here, so they say nothing about secrets."""
    match value:
        case str():
            return redact(value)
        case Mapping():
            return {key: _masked(item) for key, item in value.items()}
        case list() | tuple():
            return [_masked(item) for item in value]
        case _:
            return value
