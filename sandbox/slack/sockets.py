"""Socket Mode connections: hello, pings, goodbyes, and the ways in which a connection breaks."""

import asyncio
import json
import random
import socket
import struct
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass

from aiohttp import WSMsgType, web

from sandbox.slack.log import Log
from sandbox.slack.shapes import APP, Json

# https://docs.slack.dev/apis/events-api/using-socket-mode: up to 10 connections per app.
MOST_CONNECTIONS = 10
CONNECTION_SECONDS = 18_060
PING_SECONDS = 10.0
# How long a connection lives on after Slack has said that it will go.
GRACE_SECONDS = {"warning": 10.0, "refresh_requested": 5.0}
# After so long without a pong, Slack's side takes a silent connection for gone.
NOTICED_SECONDS = 30.0
# Zero seconds of lingering turn a close into a reset (RST) of the connection.
RESET = struct.pack("ii", 1, 0)


@dataclass(eq=False)
class Connection:
    """One open socket; a draining one gets an envelope only when there is no other."""

    ws: web.WebSocketResponse
    transport: asyncio.Transport
    draining: bool = False
    is_silent: bool = False

    async def say(self, message: Json) -> None:
        """Send a message; on a silent line it is lost without anybody noticing."""
        if not self.is_silent:
            await self.ws.send_str(json.dumps(message, separators=(",", ":")))

    def silence(self) -> None:
        """Leave the line open but dead: nothing is read, answered or sent any more."""
        self.is_silent = True
        self.transport.pause_reading()

    def reset(self) -> None:
        """Cut the line as a broken network does."""
        line = self.transport.get_extra_info("socket")
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self.transport.abort()


class Sockets:
    """Every open connection."""

    def __init__(self, log: Log) -> None:
        self.on_text: Callable[[str], None] = lambda _text: None
        self._log = log
        self._open: list[Connection] = []
        self._tasks: set[asyncio.Task[None]] = set()
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
        ws = web.WebSocketResponse(max_msg_size=0)
        await ws.prepare(request)
        if request.transport is None:
            return ws
        connection = Connection(ws, request.transport)
        self._open.append(connection)
        self._log.add("ws", event="open", connections=self.count)
        pinging = self._in_background(_ping(connection))
        try:
            await self._hello(connection)
            self._arrived.set()
            await self._read(connection)
        finally:
            pinging.cancel()
            self._open.remove(connection)
            self._log.add("ws", event="closed", connections=self.count, code=ws.close_code)
        return ws

    def pick(self) -> Connection | None:
        """Any connection: Slack promises no pattern."""
        usable = [c for c in self._open if not c.ws.closed]
        fresh = [c for c in usable if not c.draining]
        return random.choice(fresh or usable) if usable else None

    async def disconnect(self, reason: str, silent_s: float = NOTICED_SECONDS) -> int:
        """End every connection in a way; how many there were.

        Slack's own reasons are told first. `close` comes without a word, `reset` cuts the
        line, and `silence` leaves it open but dead until Slack's side notices after `silent_s`.
        """
        connections = list(self._open)
        for connection in connections:
            match reason:
                case "close":
                    await connection.ws.close()
                case "reset":
                    connection.reset()
                case "silence":
                    connection.silence()
                    self._in_background(_reset_after(connection, silent_s))
                case _:
                    connection.draining = True
                    await connection.say(_disconnect(reason))
                    self._in_background(_close_after(connection, GRACE_SECONDS.get(reason, 0.0)))
        self._log.add("ws", event="disconnect", reason=reason, connections=len(connections))
        return len(connections)

    async def close(self) -> None:
        """Close every connection."""
        for task in self._tasks:
            task.cancel()
        for connection in list(self._open):
            if connection.is_silent:
                connection.reset()
            else:
                await connection.ws.close()

    def _in_background(self, work: Coroutine[object, object, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _hello(self, connection: Connection) -> None:
        if self.count > MOST_CONNECTIONS:
            await connection.say(_disconnect("too_many_websockets"))
            await connection.ws.close()
            return
        host = {"host": "applink-sandbox", "build_number": 1}
        await connection.say(
            {
                "type": "hello",
                "num_connections": self.count,
                "debug_info": host | {"approximate_connection_time": CONNECTION_SECONDS},
                "connection_info": {"app_id": APP},
            }
        )

    async def _read(self, connection: Connection) -> None:
        async for frame in connection.ws:
            if frame.type is WSMsgType.TEXT:
                self.on_text(frame.data)


def _disconnect(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-sandbox"}}


async def _ping(connection: Connection) -> None:
    while True:
        await asyncio.sleep(PING_SECONDS)
        if not connection.is_silent:
            await connection.ws.ping(b"Ping from applink-sandbox")


async def _close_after(connection: Connection, seconds: float) -> None:
    await asyncio.sleep(seconds)
    await connection.ws.close()


async def _reset_after(connection: Connection, seconds: float) -> None:
    await asyncio.sleep(seconds)
    connection.reset()
