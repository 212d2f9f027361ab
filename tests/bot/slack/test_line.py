"""Asking for a line, and what stands in the way."""

import asyncio

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.slack.line import Line, Refused, new_address

HTML = web.Response(status=502, text="<html>Bad gateway</html>", headers={"Retry-After": "7"})


def test_an_answer_that_is_not_slack_s_ends_nothing() -> None:
    async def refuse(_request: web.Request) -> web.Response:
        return HTML

    async def ask() -> Refused:
        app = web.Application()
        app.router.add_post("/api/apps.connections.open", refuse)
        async with TestServer(app) as server, ClientSession() as session:
            with pytest.raises(Refused) as raised:
                await new_address(session, str(server.make_url("/api/")), "xapp-x")
        return raised.value

    refused = asyncio.run(ask())
    assert (refused.code, refused.retry_after_s) == ("HTTP 502", 7)


@pytest.mark.parametrize("said", [{"type": "disconnect", "reason": "too_many_websockets"}, {"type": "what"}])
def test_a_line_without_a_hello_is_none(said: dict[str, str]) -> None:
    async def turn_away(request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        await ws.send_json(said)
        await ws.receive()
        return ws

    async def open_one() -> None:
        app = web.Application()
        app.router.add_get("/link", turn_away)
        async with TestServer(app) as server, ClientSession() as session:
            with pytest.raises(ConnectionError, match=said.get("reason", "no hello")):
                await Line.opened(session, str(server.make_url("/link")), lambda _line, _envelope: None)

    asyncio.run(open_one())
