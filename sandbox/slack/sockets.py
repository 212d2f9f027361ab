"""Socket Mode: the connections of the app, the envelopes sent over them and the acks that come back."""

import asyncio
import json
import random
import time
import uuid
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from sandbox.slack.log import Log
from sandbox.slack.shapes import APP, Json

# https://docs.slack.dev/apis/events-api/using-socket-mode: up to 10 connections per app.
MOST_CONNECTIONS = 10
# https://docs.slack.dev/interactivity/handling-user-interaction: acknowledge within 3 seconds.
ACK_SECONDS = 3.0
CONNECTION_SECONDS = 18_060
PING_SECONDS = 10.0
# How long a connection lives on after Slack has said that it will go.
GRACE_SECONDS = {"warning": 10.0, "refresh_requested": 5.0}


@dataclass(frozen=True)
class Delivery:
    """How an envelope fared: `error` is None when it was acknowledged in time."""

    envelope_id: str
    error: str | None = None
    payload: Json | None = None
    ms: float = 0.0


@dataclass(eq=False)
class Connection:
    """One open socket; a draining one gets an envelope only when there is no other."""

    ws: web.WebSocketResponse
    draining: bool = False


@dataclass
class Pending:
    """An envelope that waits for its ack."""

    acked: asyncio.Future[Json | None]
    entry: Json = field(default_factory=dict)


class Sockets:
    """Every open connection and every envelope under way."""

    def __init__(self, log: Log, ack_seconds: float = ACK_SECONDS) -> None:
        self._log = log
        self._ack_seconds = ack_seconds
        self._closing: set[asyncio.Task[None]] = set()
        self._open: list[Connection] = []
        self._pending: dict[str, Pending] = {}
        self._arrived = asyncio.Event()

    @property
    def count(self) -> int:
        """How many connections are open."""
        return len(self._open)

    async def wait_for_connections(self, wanted: int, seconds: float) -> int:
        """Wait until so many connections are open; how many there are then."""
        deadline = time.monotonic() + seconds
        while self.count < wanted and (left := deadline - time.monotonic()) > 0:
            self._arrived.clear()
            waiting = asyncio.ensure_future(self._arrived.wait())
            await asyncio.wait([waiting], timeout=left)
            waiting.cancel()
        return self.count

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Keep one connection from hello to its end."""
        ws = web.WebSocketResponse(heartbeat=PING_SECONDS, max_msg_size=0)
        await ws.prepare(request)
        connection = Connection(ws)
        self._open.append(connection)
        self._log.add("ws", event="open", connections=self.count)
        try:
            await self._hello(connection)
            self._arrived.set()
            await self._read(connection)
        finally:
            self._open.remove(connection)
            self._log.add("ws", event="closed", connections=self.count, code=ws.close_code)
        return ws

    async def deliver(self, kind: str, payload: Json, *, accepts_response: bool, **more: object) -> Delivery:
        """Send an envelope to one connection and wait for its ack, 3 seconds at most."""
        envelope_id = str(uuid.uuid4())
        envelope = {"envelope_id": envelope_id, "payload": payload, "type": kind} | more
        envelope["accepts_response_payload"] = accepts_response
        entry = self._log.add("envelope", type=kind, envelope_id=envelope_id, payload=payload, **more)
        connection = self._pick()
        if connection is None:
            entry["error"] = "dispatch_failed"
            return Delivery(envelope_id, "dispatch_failed")
        return await self._send(connection, envelope, entry)

    async def disconnect(self, reason: str) -> int:
        """Tell every connection to go (`close` without a word); how many there were."""
        connections = list(self._open)
        for connection in connections:
            if reason == "close":
                await connection.ws.close()
                continue
            connection.draining = True
            await _say(connection.ws, _disconnect(reason))
            self._close_after(connection, GRACE_SECONDS.get(reason, 0.0))
        self._log.add("ws", event="disconnect", reason=reason, connections=len(connections))
        return len(connections)

    async def close(self) -> None:
        """Close every connection."""
        for task in self._closing:
            task.cancel()
        for connection in list(self._open):
            await connection.ws.close()

    def _close_after(self, connection: Connection, seconds: float) -> None:
        async def close() -> None:
            await asyncio.sleep(seconds)
            await connection.ws.close()

        task = asyncio.get_running_loop().create_task(close())
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    def _pick(self) -> Connection | None:
        # Slack promises no pattern: any connection may get any envelope.
        usable = [c for c in self._open if not c.ws.closed]
        fresh = [c for c in usable if not c.draining]
        return random.choice(fresh or usable) if usable else None

    async def _send(self, connection: Connection, envelope: Json, entry: Json) -> Delivery:
        envelope_id: str = envelope["envelope_id"]
        pending = Pending(asyncio.get_running_loop().create_future(), entry)
        self._pending[envelope_id] = pending
        start = time.perf_counter()
        try:
            await _say(connection.ws, envelope)
            payload = await asyncio.wait_for(pending.acked, self._ack_seconds)
        except (TimeoutError, ConnectionError) as problem:
            error = "operation_timeout" if isinstance(problem, TimeoutError) else "dispatch_failed"
            entry["error"] = error
            return Delivery(envelope_id, error, ms=_ms_since(start))
        finally:
            del self._pending[envelope_id]
        entry["ms"] = ms = _ms_since(start)
        return Delivery(envelope_id, None, payload, ms)

    async def _hello(self, connection: Connection) -> None:
        if self.count > MOST_CONNECTIONS:
            await _say(connection.ws, _disconnect("too_many_websockets"))
            await connection.ws.close()
            return
        await _say(
            connection.ws,
            {
                "type": "hello",
                "num_connections": self.count,
                "debug_info": {
                    "host": "applink-sandbox",
                    "build_number": 1,
                    "approximate_connection_time": CONNECTION_SECONDS,
                },
                "connection_info": {"app_id": APP},
            },
        )

    async def _read(self, connection: Connection) -> None:
        async for frame in connection.ws:
            if frame.type is WSMsgType.TEXT:
                self._take_ack(frame.data)

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


def _disconnect(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-sandbox"}}


async def _say(ws: web.WebSocketResponse, message: Json) -> None:
    await ws.send_str(json.dumps(message, separators=(",", ":")))


def _ms_since(start: float) -> float:
    return round((time.perf_counter() - start) * 1000, 3)
