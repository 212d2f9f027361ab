"""Socket Mode on the wire: hello, acks, several connections, goodbyes."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import aiohttp

from sandbox.slack.manifest import read
from sandbox.slack.server import start, stop
from sandbox.slack.shapes import APP, APP_TOKEN, Json
from sandbox.slack.state import Sandbox
from tests.sandbox.slack.conftest import MANIFEST

Scene = Callable[[Sandbox, aiohttp.ClientSession], Awaitable[None]]


def play(scene: Scene, ack_seconds: float = 0.2) -> None:
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
    async with session.ws_connect(url) as ws:
        yield ws


async def acknowledge(ws: aiohttp.ClientWebSocketResponse, payload: Json | None = None) -> Json:
    """Take one envelope and acknowledge it."""
    envelope: Json = await ws.receive_json(timeout=3)
    ack = {"envelope_id": envelope["envelope_id"]} | ({"payload": payload} if payload else {})
    await ws.send_str(json.dumps(ack))
    return envelope


def test_hello_says_how_many_connections_there_are() -> None:
    async def scene(slack: Sandbox, session: aiohttp.ClientSession) -> None:
        async with link(slack, session) as first, link(slack, session) as second:
            hello = await first.receive_json()
            assert (hello["type"], hello["num_connections"]) == ("hello", 1)
            assert hello["connection_info"] == {"app_id": APP}
            assert (await second.receive_json())["num_connections"] == 2

    play(scene)


def test_an_ack_in_time_carries_its_payload_back() -> None:
    async def scene(slack: Sandbox, session: aiohttp.ClientSession) -> None:
        async with link(slack, session) as ws:
            await ws.receive_json()
            sending = asyncio.create_task(slack.sockets.deliver("slash_commands", {"text": "x"}, accepts_response=True))
            envelope = await acknowledge(ws, {"text": "hi"})
            delivery = await sending
            assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
            assert (delivery.error, delivery.payload) == (None, {"text": "hi"})

    play(scene)


def test_no_ack_is_a_timeout_and_a_late_one_is_logged() -> None:
    async def scene(slack: Sandbox, session: aiohttp.ClientSession) -> None:
        async with link(slack, session) as ws:
            await ws.receive_json()
            delivery = await slack.sockets.deliver("interactive", {}, accepts_response=False)
            assert delivery.error == "operation_timeout"
            seen = slack.log.last
            await acknowledge(ws)
            [late] = await slack.log.wait_after(seen, 3)
            assert (late["kind"], late["error"]) == ("ack", "late_or_unknown")

    play(scene, ack_seconds=0.02)


def test_without_a_connection_nothing_is_dispatched() -> None:
    async def scene(slack: Sandbox, _session: aiohttp.ClientSession) -> None:
        delivery = await slack.sockets.deliver("slash_commands", {}, accepts_response=True)
        assert delivery.error == "dispatch_failed"

    play(scene)


def test_each_envelope_goes_to_one_of_several_connections() -> None:
    async def scene(slack: Sandbox, session: aiohttp.ClientSession) -> None:
        async with link(slack, session) as first, link(slack, session) as second:
            taken: Counter[str] = Counter()

            async def serve(ws: aiohttp.ClientWebSocketResponse) -> None:
                await ws.receive_json()
                while True:
                    taken[(await acknowledge(ws))["envelope_id"]] += 1

            serving = [asyncio.create_task(serve(ws)) for ws in (first, second)]
            for _ in range(20):
                assert (await slack.sockets.deliver("interactive", {}, accepts_response=False)).error is None
            for task in serving:
                task.cancel()
            assert (len(taken), set(taken.values())) == (20, {1})

    play(scene)


def test_a_draining_connection_gets_nothing_while_there_is_another() -> None:
    async def scene(slack: Sandbox, session: aiohttp.ClientSession) -> None:
        async with link(slack, session) as old:
            await old.receive_json()
            assert await slack.sockets.disconnect("refresh_requested") == 1
            assert (await old.receive_json())["reason"] == "refresh_requested"
            async with link(slack, session) as new:
                await new.receive_json()
                sending = asyncio.create_task(slack.sockets.deliver("interactive", {}, accepts_response=False))
                await acknowledge(new)
                assert (await sending).error is None

    play(scene)


def test_a_close_comes_without_a_word() -> None:
    async def scene(slack: Sandbox, session: aiohttp.ClientSession) -> None:
        async with link(slack, session) as ws:
            await ws.receive_json()
            await slack.sockets.disconnect("close")
            assert (await ws.receive(timeout=3)).type is aiohttp.WSMsgType.CLOSE

    play(scene)


def test_an_eleventh_connection_is_sent_away() -> None:
    async def scene(slack: Sandbox, session: aiohttp.ClientSession) -> None:
        async with AsyncExitStack() as stack:
            for _ in range(10):
                await stack.enter_async_context(link(slack, session))
            ws = await stack.enter_async_context(link(slack, session))
            assert (await ws.receive_json())["reason"] == "too_many_websockets"

    play(scene)


def test_a_ticket_opens_one_connection() -> None:
    async def scene(slack: Sandbox, session: aiohttp.ClientSession) -> None:
        url = f"{slack.url}/link/?ticket={slack.grants.new_ticket()}&app_id={APP}"
        async with session.ws_connect(url) as ws:
            assert (await ws.receive_json())["type"] == "hello"
        async with session.get(url) as refused:
            assert refused.status == 403

    play(scene)
