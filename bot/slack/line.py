"""One Socket Mode connection, from its hello to its end.

Protocol: https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any

from aiohttp import ClientResponse, ClientSession, ClientTimeout, ClientWebSocketResponse, WSMessageTypeError, WSMsgType

_log = logging.getLogger(__name__)
# aiohttp pings this often and gives a line up when the pong is later than half of it: dead lines end within 4.5 s.
_HEARTBEAT_S = 3.0
_HELLO_S = 10.0
_ASK_S = ClientTimeout(total=10)

Json = dict[str, Any]
Take = Callable[["Line", Json], None]


class Refused(Exception):
    """Slack gives no address for a line: `code` is its own word, or the status of what was not its answer."""

    def __init__(self, code: str, retry_after_s: float) -> None:
        super().__init__(code)
        self.code = code
        self.retry_after_s = retry_after_s


async def new_address(session: ClientSession, api_url: str, app_token: str) -> str:
    """Where the next line may be opened, once and soon.

    Raises:
        Refused: Slack said no, or something that is not Slack answered.
        ClientError, OSError, TimeoutError: nobody answered.
    """
    url, headers = f"{api_url.rstrip('/')}/apps.connections.open", {"Authorization": f"Bearer {app_token}"}
    async with session.post(url, headers=headers, timeout=_ASK_S) as answer:
        try:
            said = json.loads(await answer.text(errors="replace"))
        except ValueError:
            said = None
        if isinstance(said, dict) and said.get("ok") is True and isinstance(said.get("url"), str):
            return str(said["url"])
        code = said.get("error") if isinstance(said, dict) else None
        raise Refused(str(code or f"HTTP {answer.status}"), _retry_after_s(answer))


def _retry_after_s(answer: ClientResponse) -> float:
    said = answer.headers.get("Retry-After", "")
    return float(said) if said.isdecimal() else 0.0


class Line:
    """An open line. `leaving` is set once it needs a successor: Slack said so, or it has ended."""

    def __init__(self, ws: ClientWebSocketResponse, take: Take) -> None:
        self._ws = ws
        self._take = take
        self.leaving = asyncio.Event()

    @classmethod
    async def opened(cls, session: ClientSession, url: str, take: Take) -> "Line":
        """Connect and wait for Slack's hello; every envelope that comes later is given to `take`.

        Raises:
            ClientError, OSError, TimeoutError: there is no line.
        """
        line = cls(await session.ws_connect(url, heartbeat=_HEARTBEAT_S), take)
        try:
            await asyncio.wait_for(line._hello(), _HELLO_S)
        except BaseException:
            await line.close()
            raise
        return line

    async def read(self) -> None:
        """Hand over what comes until the line ends."""
        try:
            async for frame in self._ws:
                if frame.type is WSMsgType.TEXT:
                    self._read(json.loads(frame.data))
        finally:
            self.leaving.set()

    async def say(self, message: Json) -> None:
        """Send a message.

        Raises:
            ConnectionError: the line has ended.
        """
        await self._ws.send_str(json.dumps(message))

    async def close(self) -> None:
        """End it."""
        await self._ws.close()

    async def _hello(self) -> None:
        try:
            message = await self._ws.receive_json()
        except WSMessageTypeError as error:
            raise ConnectionError("closed before its hello") from error
        if message.get("type") != "hello":
            raise ConnectionError(str(message.get("reason", "no hello")))

    def _read(self, message: Json) -> None:
        if "envelope_id" in message:
            self._take(self, message)
        elif message.get("type") == "disconnect":
            _log.info("Slack asks for another connection: %s", message.get("reason"))
            self.leaving.set()
