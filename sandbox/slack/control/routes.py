"""The HTTP side of the control API: one route per gesture or sight."""

import asyncio
import json
from collections.abc import Awaitable, Callable

from aiohttp import web

from sandbox.slack import faults, render
from sandbox.slack.control import changes, sights
from sandbox.slack.gestures import clicks, commands, modals, talk
from sandbox.slack.gestures.parts import Impossible
from sandbox.slack.shapes import Json
from sandbox.slack.sockets import NOTICED_SECONDS
from sandbox.slack.state import Sandbox
from sandbox.slack.troubles import NoTrouble

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
REASONS = ("refresh_requested", "warning", "link_disabled", "too_many_websockets", "close", "reset", "silence")
LONGEST_WAIT_SECONDS = 60.0


def add(app: web.Application, slack: Sandbox) -> None:
    """Add every control route to an application."""
    route = app.router
    route.add_get("/control/workspace", _sight(lambda r: sights.workspace(slack, r.query.get("as", ""))))
    route.add_get("/control/messages", _sight(lambda r: _messages(slack, r)))
    route.add_get("/control/effects", _sight(lambda _request: slack.effects.as_json()))
    route.add_get("/control/views", _sight(lambda r: sights.views(slack, r.query.get("as", ""))))
    gestures = {
        "command": commands.run,
        "click": clicks.on_message,
        "view/click": clicks.on_view,
        "view/submit": modals.submit,
        "view/close": modals.close,
        "message": _at_once(talk.say),
        "home": _at_once(talk.open_home),
        "change": _at_once(changes.make),
        "reset": _at_once(_reset),
        "faults": _at_once(_plan),
        "disconnect": _disconnect,
        "trouble": _trouble,
    }
    for name, gesture in gestures.items():
        route.add_post(f"/control/{name}", _gesture(slack, gesture))
    route.add_get("/control/files/{id}", _bound(slack, _file))
    route.add_get("/control/troubles", _bound(slack, _troubles))
    route.add_get("/control/log", _bound(slack, _log))
    route.add_get("/control/connections", _bound(slack, _connections))
    route.add_get("/control/events", _bound(slack, _events))


def _bound(slack: Sandbox, handler: Callable[[Sandbox, web.Request], Awaitable[web.StreamResponse]]) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        return await handler(slack, request)

    return handle


def _sight(look: Callable[[web.Request], Json]) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            return web.json_response(look(request))
        except Impossible as problem:
            return _refused(problem)

    return handle


def _gesture(slack: Sandbox, gesture: Callable[[Sandbox, Json], Awaitable[Json]]) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            given = json.loads(await request.text() or "{}")
            return web.json_response(await gesture(slack, given))
        except (Impossible, json.JSONDecodeError) as problem:
            return _refused(problem)

    return handle


def _refused(problem: Exception) -> web.Response:
    return web.json_response({"ok": False, "error": "impossible", "detail": str(problem)}, status=400)


def _at_once(gesture: Callable[[Sandbox, Json], Json]) -> Callable[[Sandbox, Json], Awaitable[Json]]:
    async def act(slack: Sandbox, given: Json) -> Json:
        return gesture(slack, given)

    return act


def _messages(slack: Sandbox, request: web.Request) -> Json:
    query = request.query
    return sights.messages(slack, query.get("as", ""), query.get("channel", ""), query.get("thread_ts"))


def _reset(slack: Sandbox, _given: Json) -> Json:
    slack.reset()
    return {"ok": True}


def _plan(slack: Sandbox, given: Json) -> Json:
    try:
        slack.faults = faults.plan(given)
    except (TypeError, ValueError) as problem:
        raise Impossible(str(problem)) from problem
    return {"ok": True}


async def _disconnect(slack: Sandbox, given: Json) -> Json:
    """End connections: `reason`, `seconds` that a silence lasts, `times` over with `every_s` between."""
    reason = given.get("reason", "refresh_requested")
    if reason not in REASONS:
        raise Impossible(f"Slack gives no reason {reason}.")
    silent_s = float(given.get("seconds", NOTICED_SECONDS))
    ended = await slack.sockets.disconnect(reason, silent_s)
    more = int(given.get("times", 1)) - 1
    if more > 0:
        slack.in_background(_storm(slack, reason, more, float(given.get("every_s", 0.1))))
    return {"ok": True, "connections": ended}


async def _storm(slack: Sandbox, reason: str, times: int, every_s: float) -> None:
    for _ in range(times):
        await asyncio.sleep(every_s)
        await slack.sockets.disconnect(reason)


async def _troubles(slack: Sandbox, _request: web.Request) -> web.StreamResponse:
    """What can go wrong; nothing where this half knows of no other."""
    try:
        return web.json_response({"troubles": await slack.troubles.kinds() if slack.troubles else {}})
    except NoTrouble as problem:
        return _refused(problem)


async def _trouble(slack: Sandbox, given: Json) -> Json:
    if slack.troubles is None:
        raise Impossible("Nothing can go wrong here: this half was started alone.")
    try:
        return await slack.troubles.begin(str(given.get("kind")))
    except NoTrouble as problem:
        raise Impossible(str(problem)) from problem


async def _file(slack: Sandbox, request: web.Request) -> web.StreamResponse:
    file = slack.workspace.files.get(request.match_info["id"])
    if file is None or file.content is None:
        raise web.HTTPNotFound
    kind = render.file(slack.workspace, file)["mimetype"]
    # A report that is a page of its own must not run as part of this one.
    shown = "inline" if kind.startswith("image/") else "attachment"
    headers = {"Content-Disposition": shown, "X-Content-Type-Options": "nosniff"}
    return web.Response(body=file.content, content_type=kind, headers=headers)


async def _log(slack: Sandbox, request: web.Request) -> web.StreamResponse:
    after = int(request.query.get("after", "0"))
    seconds = min(float(request.query.get("wait", "0")), LONGEST_WAIT_SECONDS)
    entries = await slack.log.wait_after(after, seconds)
    return web.json_response({"entries": entries, "next": entries[-1]["n"] if entries else after})


async def _connections(slack: Sandbox, request: web.Request) -> web.StreamResponse:
    wanted = int(request.query.get("at_least", "0"))
    seconds = min(float(request.query.get("wait", "0")), LONGEST_WAIT_SECONDS)
    return web.json_response({"connections": await slack.sockets.wait_for_connections(wanted, seconds)})


async def _events(slack: Sandbox, request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    )
    await response.prepare(request)
    queue = slack.stream.listen(request.query.get("as", ""))
    try:
        await response.write(b": listening\n\n")
        while (change := await queue.get()) is not None:
            data = {"kind": change.kind, "channel": change.channel, "ts": change.ts}
            await response.write(f"event: change\ndata: {json.dumps(data)}\n\n".encode())
    except (ConnectionResetError, asyncio.CancelledError):
        return response
    finally:
        slack.stream.leave(queue)
    return response
