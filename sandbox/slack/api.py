"""The Web API at /api/METHOD: authentication, planned faults, the call, and its entry in the log."""

import asyncio
import json
import time
import uuid
from dataclasses import dataclass, replace

from aiohttp import web

from sandbox.slack import arguments, tokens
from sandbox.slack.arguments import Arguments
from sandbox.slack.calls import Call, Method, Token
from sandbox.slack.faults import ApiFault
from sandbox.slack.methods import METHODS
from sandbox.slack.shapes import Json, Refused
from sandbox.slack.state import Sandbox


@dataclass(frozen=True)
class Answer:
    """A body with the status and headers that carry it."""

    body: Json
    status: int = 200
    scopes: tuple[str, ...] | None = None
    accepted: str = ""
    retry_after: int | None = None
    lost: bool = False

    def response(self) -> web.Response:
        """The HTTP response."""
        headers = {"x-slack-req-id": uuid.uuid4().hex, "Cache-Control": "no-store"}
        if self.scopes is not None:
            headers |= {"x-oauth-scopes": ",".join(self.scopes), "x-accepted-oauth-scopes": self.accepted}
        if self.retry_after is not None:
            headers["Retry-After"] = str(self.retry_after)
        body = json.dumps(self.body, separators=(",", ":")).encode()
        return web.Response(
            body=body, status=self.status, headers=headers, content_type="application/json", charset="utf-8"
        )


async def handle(slack: Sandbox, request: web.Request) -> web.Response:
    """Answer one call, and log it without its token."""
    name = request.match_info["method"]
    start = time.perf_counter()
    given = Arguments(None, {})
    try:
        given = await arguments.read(request)
        answer = await _answer(slack, name, given)
    except Refused as refusal:
        answer = Answer(refusal.answer())
    slack.log.add(
        "api",
        method=name,
        args=given.args,
        response=answer.body,
        status=answer.status,
        error="reply_lost" if answer.lost else answer.body.get("error"),
        ms=round((time.perf_counter() - start) * 1000, 3),
    )
    if answer.lost:
        cut(request)
    return answer.response()


def cut(request: web.Request) -> None:
    """Break the connection of a request, so that its answer never arrives."""
    if request.transport is not None:
        request.transport.abort()


async def _answer(slack: Sandbox, name: str, given: Arguments) -> Answer:
    fault = slack.faults.of(name)
    if fault is None:
        return _healthy(slack, name, given)
    if fault.lost_reply:
        answer = _healthy(slack, name, given)
        await asyncio.sleep(fault.latency_ms / 1000)
        return replace(answer, lost=True)
    await asyncio.sleep(fault.latency_ms / 1000)
    return failure(fault) or _healthy(slack, name, given)


def _healthy(slack: Sandbox, name: str, given: Arguments) -> Answer:
    """What Slack answers while nothing is wrong with it; `Refused` for a bad token."""
    method = METHODS.get(name)
    if method is None or name in slack.faults.missing_methods:
        return Answer({"ok": False, "error": "unknown_method", "req_method": name})
    kind, scopes = tokens.authenticate(given.token, method.token, slack.manifest, installed=slack.faults.installed)
    if slack.faults.pace is not None and name == "chat.postMessage":
        wait = slack.faults.pace.seconds_to_wait(str(given.args.get("channel")), slack.now())
        if wait:
            return Answer({"ok": False, "error": "ratelimited"}, status=429, retry_after=wait)
    return _called(slack, method, given, kind, scopes)


def _called(slack: Sandbox, method: Method, given: Arguments, kind: Token, scopes: tuple[str, ...]) -> Answer:
    args = {} if method.form_only and given.is_json else given.args
    try:
        arguments.check_names(args)
        body = method.answer(Call(slack, args, scopes, kind))
    except Refused as refusal:
        body = refusal.answer()
    return Answer(body, scopes=scopes, accepted=method.scope or "")


def failure(fault: ApiFault) -> Answer | None:
    """What a fault answers in place of the method; None when it is only slow."""
    if fault.status is not None:
        return Answer({"ok": False, "error": "internal_error"}, status=fault.status)
    if fault.error == "ratelimited":
        return Answer({"ok": False, "error": "ratelimited"}, status=429, retry_after=fault.retry_after or 1)
    if fault.error is not None:
        return Answer({"ok": False, "error": fault.error})
    return None
