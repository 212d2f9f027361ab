"""Socket Mode over aiohttp on a loop thread of its own, with Bolt dispatched on a pool of threads.

Bolt's own handlers are not used: the threaded one stalls acknowledgements for seconds when work piles up and takes
most of a minute to notice a reset connection; the aiohttp one runs listeners of a synchronous App on the loop.
"""

import asyncio
import logging
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread
from time import time

from aiohttp import ClientError
from slack_bolt import App
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import run_bolt_app
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

_log = logging.getLogger(__name__)
_PING_S = 3
_CONNECT_S = 10
_SEEN_ENVELOPES = 10_000
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.5, 30.0
# Credentials that Slack calls wrong stay wrong until somebody mends them; asking more often is a storm.
_HOPELESS = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "not_allowed_token_type"})


class Seen:
    """The ids of the latest envelopes: Slack delivers at least once."""

    def __init__(self, most: int = _SEEN_ENVELOPES) -> None:
        self._most = most
        self._ids: OrderedDict[str, None] = OrderedDict()

    def again(self, envelope_id: str) -> bool:
        """Whether this id came before; it is remembered either way."""
        if envelope_id in self._ids:
            return True
        self._ids[envelope_id] = None
        if len(self._ids) > self._most:
            self._ids.popitem(last=False)
        return False


class SocketTransport:
    """Keeps one Socket Mode connection and hands its envelopes to the Bolt app.

    `problem` is empty while connected, else the reason in words.
    """

    def __init__(self, app: App, *, app_token: str, api_url: str, workers: int) -> None:
        self._app = app
        self._app_token = app_token
        self._api_url = api_url
        self._dispatch = ThreadPoolExecutor(workers, thread_name_prefix="dispatch")
        self._seen = Seen()
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._run, name="socket", daemon=True)
        self._stopping = Event()
        self._client: SocketModeClient | None = None
        self.problem = "not connected yet"

    def start(self) -> None:
        """Connect, and keep trying, in the background."""
        self._thread.start()

    def close(self, timeout_s: float) -> None:
        """Leave Slack and end the loop thread."""
        self._stopping.set()
        if self._thread.is_alive():
            asyncio.run_coroutine_threadsafe(self._leave(), self._loop).result(timeout_s)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(timeout_s)
        self._dispatch.shutdown(wait=False, cancel_futures=True)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.create_task(self._stay_connected())
        self._loop.run_forever()

    async def _stay_connected(self) -> None:
        pause_s = _FIRST_PAUSE_S
        while not self._stopping.is_set():
            if self._client is not None and await self._client.is_connected():
                self._set("")
                pause_s = _FIRST_PAUSE_S
            else:
                self._set(await self._connect())
                pause_s = min(pause_s * 2, _LONGEST_PAUSE_S) if self.problem else _FIRST_PAUSE_S
            await asyncio.sleep(pause_s)

    async def _connect(self) -> str:
        """Try once to connect, and say what the problem is.

        A dropped connection is mended by the client itself, which would try the same one-time address for ever;
        so it is only given a fresh one.
        """
        client = self._client or self._new_client()
        try:
            client.wss_uri = await client.issue_new_wss_url()
            if self._client is None:
                self._client = client
                await asyncio.wait_for(client.connect(), _CONNECT_S)
        except SlackApiError as error:
            code = str(error.response["error"])
            return f"Slack refused the connection ({code}{'; check SLACK_APP_TOKEN' if code in _HOPELESS else ''})"
        except (OSError, TimeoutError, ClientError) as error:
            return f"Slack cannot be reached ({type(error).__name__})"
        return "" if await client.is_connected() else "the connection was lost and is being made again"

    def _new_client(self) -> SocketModeClient:
        client = SocketModeClient(
            app_token=self._app_token,
            web_client=AsyncWebClient(base_url=self._api_url, timeout=10),
            ping_interval=_PING_S,
            logger=logging.getLogger("slack_socket"),
        )
        client.socket_mode_request_listeners.append(self._take)
        return client

    async def _take(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """Dispatch one envelope and acknowledge it with what Bolt answered."""
        if self._seen.again(request.envelope_id):
            return
        started = time()
        response: BoltResponse = await self._loop.run_in_executor(self._dispatch, run_bolt_app, self._app, request)
        await send_async_response(client, request, response, started)

    async def _leave(self) -> None:
        if self._client is not None:
            await self._client.close()

    def _set(self, problem: str) -> None:
        if problem != self.problem:
            self.problem = problem
            _log.log(logging.WARNING if problem else logging.INFO, "Socket Mode: %s", problem or "connected")
