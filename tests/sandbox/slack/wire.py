"""Scenes on the wire: a server and raw connections on one event loop."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp

from sandbox.slack.manifest import read
from sandbox.slack.server import start, stop
from sandbox.slack.shapes import APP_TOKEN, Json
from sandbox.slack.state import Sandbox
from tests.sandbox.slack.conftest import MANIFEST

Scene = Callable[[Sandbox, aiohttp.ClientSession], Awaitable[None]]


def play(scene: Scene, ack_seconds: float = 3.0) -> None:
    """Run a scene against a server on the same loop."""

    async def act() -> None:
        slack = Sandbox(read(MANIFEST), ack_seconds=ack_seconds)
        runner = await start(slack, "127.0.0.1", 0)
        try:
            async with aiohttp.ClientSession() as session:
                await scene(slack, session)
        finally:
            await stop(slack, runner)

    asyncio.run(act())


@asynccontextmanager
async def link(slack: Sandbox, session: aiohttp.ClientSession) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """An open connection whose hello was not read yet."""
    headers = {"Authorization": f"Bearer {APP_TOKEN}"}
    async with session.post(f"{slack.url}/api/apps.connections.open", headers=headers) as answer:
        url = (await answer.json())["url"]
    async with session.ws_connect(url, autoping=False) as ws:
        yield ws


async def acknowledge(ws: aiohttp.ClientWebSocketResponse, payload: Json | None = None) -> Json:
    """Take one envelope and acknowledge it."""
    envelope: Json = await ws.receive_json(timeout=3)
    ack = {"envelope_id": envelope["envelope_id"]} | ({"payload": payload} if payload else {})
    await ws.send_str(json.dumps(ack))
    return envelope
