"""A tiny sync Bolt app on slack_sdk's aiohttp Socket Mode client, wired as a real bot would be."""

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from slack_bolt import App
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import run_bolt_app
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.server import Running
from sandbox.slack.shapes import BOT, BOT_USER, TEAM


def new_app(slack: Running) -> App:
    """A Bolt app that does not ask who it is on every request."""
    identity = AuthorizeResult(
        enterprise_id=None, team_id=TEAM, bot_id=BOT, bot_user_id=BOT_USER, bot_token=slack.bot_token
    )
    return App(
        client=WebClient(slack.bot_token, base_url=slack.api_url),
        authorize=lambda **_: identity,
        signing_secret="unused",
        process_before_response=True,
        token_verification_enabled=False,
    )


@contextmanager
def connected(slack: Running, app: App) -> Iterator[None]:
    """Keep an app connected for the length of a `with` block."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    with ThreadPoolExecutor(4) as pool:
        client = asyncio.run_coroutine_threadsafe(_connect(slack, app, pool), loop).result(5)
        try:
            yield
        finally:
            asyncio.run_coroutine_threadsafe(_disconnect(client), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)
    loop.close()


async def _connect(slack: Running, app: App, pool: ThreadPoolExecutor) -> SocketModeClient:
    client = SocketModeClient(
        slack.app_token,
        web_client=AsyncWebClient(slack.app_token, base_url=slack.api_url),
        ping_interval=3,
    )

    async def handle(socket: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        start = time.time()
        loop = asyncio.get_running_loop()
        response = await loop.run_in_executor(pool, run_bolt_app, app, request)
        await send_async_response(socket, request, response, start)

    client.socket_mode_request_listeners.append(handle)
    await client.connect()
    return client


async def _disconnect(client: SocketModeClient) -> None:
    await client.disconnect()
    await client.close()
