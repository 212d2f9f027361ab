"""Socket Mode connections: hello, goodbyes, and lines that break."""

import asyncio
from contextlib import AsyncExitStack

import aiohttp
import pytest
from aiohttp import WSMsgType

from sandbox.slack.shapes import APP
from sandbox.slack.state import Sandbox
from tests.sandbox.slack.wire import acknowledge, link, play


def test_hello_says_how_many_connections_there_are() -> None:
    async def scene(slack: Sandbox, session: aiohttp.ClientSession) -> None:
        async with link(slack, session) as first, link(slack, session) as second:
            hello = await first.receive_json()
            assert (hello["type"], hello["num_connections"]) == ("hello", 1)
            assert hello["connection_info"] == {"app_id": APP}
            assert (await second.receive_json())["num_connections"] == 2

    play(scene)


def test_a_draining_connection_gets_nothing_while_there_is_another() -> None:
    async def scene(slack: Sandbox, session: aiohttp.ClientSession) -> None:
        async with link(slack, session) as old:
            await old.receive_json()
            assert await slack.sockets.disconnect("refresh_requested") == 1
            assert (await old.receive_json())["reason"] == "refresh_requested"
            async with link(slack, session) as new:
                await new.receive_json()
                sending = asyncio.create_task(slack.envelopes.deliver("interactive", {}, accepts_response=False))
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


def test_a_reset_line_is_noticed_at_once_on_both_ends() -> None:
    async def scene(slack: Sandbox, session: aiohttp.ClientSession) -> None:
        async with link(slack, session) as ws:
            await ws.receive_json()
            await slack.sockets.disconnect("reset")
            assert (await ws.receive(timeout=3)).type in {WSMsgType.CLOSED, WSMsgType.ERROR}
            assert slack.sockets.count == 0

    play(scene)


def test_a_silent_line_answers_no_ping_and_carries_nothing() -> None:
    async def scene(slack: Sandbox, session: aiohttp.ClientSession) -> None:
        async with link(slack, session) as ws:
            await ws.receive_json()
            await ws.ping(b"before")
            assert (await ws.receive(timeout=3)).type is WSMsgType.PONG
            await slack.sockets.disconnect("silence")
            await ws.ping(b"after")
            delivery = await slack.envelopes.deliver("interactive", {}, accepts_response=False)
            assert delivery.error == "operation_timeout"
            with pytest.raises(TimeoutError):
                await ws.receive(timeout=0.02)
            assert slack.sockets.count == 1

    play(scene, ack_seconds=0.02)


def test_a_silence_ends_in_a_reset_when_slack_notices() -> None:
    async def scene(slack: Sandbox, session: aiohttp.ClientSession) -> None:
        async with link(slack, session) as ws:
            await ws.receive_json()
            await slack.sockets.disconnect("silence", 0.05)
            assert (await ws.receive(timeout=3)).type in {WSMsgType.CLOSED, WSMsgType.ERROR}

    play(scene)


def test_a_storm_of_refreshes_goes_on_by_itself() -> None:
    async def scene(slack: Sandbox, session: aiohttp.ClientSession) -> None:
        async with link(slack, session) as ws:
            await ws.receive_json()
            storm = {"reason": "refresh_requested", "times": 3, "every_s": 0.01}
            async with session.post(f"{slack.url}/control/disconnect", json=storm) as answer:
                assert (await answer.json())["connections"] == 1
            reasons = [(await ws.receive_json(timeout=3))["reason"] for _ in range(3)]
            assert reasons == ["refresh_requested"] * 3

    play(scene)
