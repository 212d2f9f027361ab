"""Envelopes: acks in time and late, several connections, planned faults."""

import asyncio
from collections import Counter

import aiohttp

from sandbox.slack.faults import plan
from sandbox.slack.state import Sandbox
from tests.sandbox.slack.wire import acknowledge, link, play


def test_an_ack_in_time_carries_its_payload_back() -> None:
    async def scene(slack: Sandbox, session: aiohttp.ClientSession) -> None:
        async with link(slack, session) as ws:
            await ws.receive_json()
            sending = asyncio.create_task(
                slack.envelopes.deliver("slash_commands", {"text": "x"}, accepts_response=True)
            )
            envelope = await acknowledge(ws, {"text": "hi"})
            delivery = await sending
            assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
            assert (delivery.error, delivery.payload) == (None, {"text": "hi"})

    play(scene)


def test_no_ack_is_a_timeout_and_a_late_one_is_logged() -> None:
    async def scene(slack: Sandbox, session: aiohttp.ClientSession) -> None:
        async with link(slack, session) as ws:
            await ws.receive_json()
            delivery = await slack.envelopes.deliver("interactive", {}, accepts_response=False)
            assert delivery.error == "operation_timeout"
            seen = slack.log.last
            await acknowledge(ws)
            [late] = await slack.log.wait_after(seen, 3)
            assert (late["kind"], late["error"]) == ("ack", "late_or_unknown")

    play(scene, ack_seconds=0.02)


def test_without_a_connection_nothing_is_dispatched() -> None:
    async def scene(slack: Sandbox, _session: aiohttp.ClientSession) -> None:
        delivery = await slack.envelopes.deliver("slash_commands", {}, accepts_response=True)
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
                assert (await slack.envelopes.deliver("interactive", {}, accepts_response=False)).error is None
            for task in serving:
                task.cancel()
            assert (len(taken), set(taken.values())) == (20, {1})

    play(scene)


def test_a_duplicate_is_the_same_envelope_again() -> None:
    async def scene(slack: Sandbox, session: aiohttp.ClientSession) -> None:
        slack.faults = plan({"envelopes": {"duplicates": 1}})
        async with link(slack, session) as ws:
            await ws.receive_json()
            sending = asyncio.create_task(slack.envelopes.deliver("interactive", {"n": 1}, accepts_response=False))
            first, second = await acknowledge(ws), await acknowledge(ws)
            assert (await sending).error is None
            assert first == second

    play(scene)


def test_a_repeat_is_the_same_payload_in_another_envelope() -> None:
    async def scene(slack: Sandbox, session: aiohttp.ClientSession) -> None:
        slack.faults = plan({"envelopes": {"repeats": 1}})
        async with link(slack, session) as ws:
            await ws.receive_json()
            deliver = slack.envelopes.deliver("events_api", {"n": 1}, accepts_response=False, retry_attempt=0)
            sending = asyncio.create_task(deliver)
            first, second = await acknowledge(ws), await acknowledge(ws)
            assert (await sending).error is None
            assert first["payload"] == second["payload"] == {"n": 1}
            assert first["envelope_id"] != second["envelope_id"]
            assert {first["retry_attempt"], second["retry_attempt"]} == {0, 1}

    play(scene)


def test_a_lost_envelope_times_out_and_the_next_one_arrives() -> None:
    async def scene(slack: Sandbox, session: aiohttp.ClientSession) -> None:
        slack.faults = plan({"envelopes": {"lost": 1}})
        async with link(slack, session) as ws:
            await ws.receive_json()
            lost = await slack.envelopes.deliver("interactive", {}, accepts_response=False)
            assert lost.error == "operation_timeout"
            sending = asyncio.create_task(slack.envelopes.deliver("interactive", {}, accepts_response=False))
            await acknowledge(ws)
            assert (await sending).error is None

    play(scene, ack_seconds=0.3)
