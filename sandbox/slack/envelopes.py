"""Envelopes: each goes to one connection, and its ack must come back within 3 seconds."""

import asyncio
import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.slack.faults import Faults
from sandbox.slack.log import Log
from sandbox.slack.shapes import Json
from sandbox.slack.sockets import Connection, Sockets

# https://docs.slack.dev/interactivity/handling-user-interaction: acknowledge within 3 seconds.
ACK_SECONDS = 3.0


@dataclass(frozen=True)
class Delivery:
    """How an envelope fared: `error` is None when it was acknowledged in time."""

    envelope_id: str
    error: str | None = None
    payload: Json | None = None
    ms: float = 0.0


@dataclass
class Pending:
    """An envelope that waits for its ack."""

    acked: asyncio.Future[Json | None]
    entry: Json = field(default_factory=dict)


class Envelopes:
    """Every envelope under way."""

    def __init__(
        self, sockets: Sockets, log: Log, faults: Callable[[], Faults], ack_seconds: float = ACK_SECONDS
    ) -> None:
        self._sockets = sockets
        self._log = log
        self._faults = faults
        self._ack_seconds = ack_seconds
        self._pending: dict[str, Pending] = {}
        sockets.on_text = self._take_ack

    async def deliver(self, kind: str, payload: Json, *, accepts_response: bool, **more: object) -> Delivery:
        """Send an envelope to one connection and wait for its ack; planned faults come first."""
        faults = self._faults().envelopes
        if faults.latency_ms:
            await asyncio.sleep(faults.latency_ms / 1000)
        envelope: Json = {"payload": payload, "type": kind} | more
        envelope["accepts_response_payload"] = accepts_response
        envelope_id = str(uuid.uuid4())
        copies = 1 + faults.take("duplicates")
        if not faults.take("repeats"):
            return await self._deliver(envelope_id, envelope, 0 if faults.take("lost") else copies)
        retry = {"retry_attempt": 1, "retry_reason": "timeout"} if "retry_attempt" in envelope else {}
        again = asyncio.create_task(self._deliver(str(uuid.uuid4()), envelope | retry, 1))
        delivery = await self._deliver(envelope_id, envelope, 0 if faults.take("lost") else copies)
        await again
        return delivery

    async def _deliver(self, envelope_id: str, given: Json, copies: int) -> Delivery:
        """Send an envelope so many times, 0 where it is lost on its way, and wait for one ack."""
        envelope = {"envelope_id": envelope_id} | given
        entry = self._log.add("envelope", **envelope)
        connection = self._sockets.pick()
        if connection is None:
            entry["error"] = "dispatch_failed"
            return Delivery(envelope_id, "dispatch_failed")
        return await self._sent(connection, envelope, entry, copies)

    async def _sent(self, connection: Connection, envelope: Json, entry: Json, copies: int) -> Delivery:
        envelope_id: str = envelope["envelope_id"]
        pending = Pending(asyncio.get_running_loop().create_future(), entry)
        self._pending[envelope_id] = pending
        start = time.perf_counter()
        try:
            for _ in range(copies):
                await connection.say(envelope)
            payload = await asyncio.wait_for(pending.acked, self._ack_seconds)
        except (TimeoutError, ConnectionError) as problem:
            error = "operation_timeout" if isinstance(problem, TimeoutError) else "dispatch_failed"
            entry["error"] = error
            return Delivery(envelope_id, error, ms=_ms_since(start))
        finally:
            del self._pending[envelope_id]
        entry["ms"] = ms = _ms_since(start)
        return Delivery(envelope_id, None, payload, ms)

    def _take_ack(self, text: str) -> None:
        try:
            ack = json.loads(text)
        except json.JSONDecodeError:
            ack = None
        if not isinstance(ack, dict):
            self._log.add("ack", error="not_an_ack", text=text[:200])
            return
        pending = self._pending.get(ack.get("envelope_id", ""))
        problem = {} if pending else {"error": "late_or_unknown"}
        self._log.add("ack", envelope_id=ack.get("envelope_id"), response=ack.get("payload"), **problem)
        if pending and not pending.acked.done():
            pending.entry["acked"] = True
            pending.acked.set_result(ack.get("payload"))


def _ms_since(start: float) -> float:
    return round((time.perf_counter() - start) * 1000, 3)
