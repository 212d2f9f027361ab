"""Runs the local Slack: in this process for tests, or as a process of its own."""

import asyncio
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from sandbox.slack import app as application
from sandbox.slack.envelopes import ACK_SECONDS
from sandbox.slack.manifest import read
from sandbox.slack.shapes import APP_TOKEN, BOT_TOKEN
from sandbox.slack.state import Sandbox
from sandbox.slack.troubles import Troubles

START_SECONDS = 10.0


@dataclass(frozen=True)
class Running:
    """A started server and what a client needs to reach it."""

    sandbox: Sandbox
    bot_token: str = BOT_TOKEN
    app_token: str = APP_TOKEN

    @property
    def url(self) -> str:
        """Where the server listens, without a slash at the end."""
        return self.sandbox.url

    @property
    def api_url(self) -> str:
        """The base URL for Slack clients."""
        return f"{self.sandbox.url}/api/"


async def start(slack: Sandbox, host: str, port: int) -> web.AppRunner:
    """Listen on a port (0 picks a free one) and fill in `slack.url`."""
    runner = web.AppRunner(application.build(slack), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    slack.url = f"http://{host}:{runner.addresses[0][1]}"
    return runner


async def stop(slack: Sandbox, runner: web.AppRunner) -> None:
    """Let every connection go and stop listening."""
    await slack.close()
    await runner.cleanup()


async def serve(manifest: Path, host: str, port: int, troubles: Troubles | None = None) -> None:
    """Run until SIGTERM or SIGINT, after one line that says where."""
    slack = Sandbox(read(manifest))
    slack.troubles = troubles
    runner = await start(slack, host, port)
    ended = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, ended.set)
    print(f"ready {slack.url}", flush=True)
    await ended.wait()
    await stop(slack, runner)


@contextmanager
def running(
    manifest: Path | Mapping[str, object],
    port: int = 0,
    now: Callable[[], float] = time.time,
    ack_seconds: float = ACK_SECONDS,
) -> Iterator[Running]:
    """Run a server in a thread of its own for the length of a `with` block."""
    slack = Sandbox(read(manifest), now, ack_seconds)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="sandbox-slack", daemon=True)
    thread.start()
    try:
        starting = asyncio.run_coroutine_threadsafe(start(slack, "127.0.0.1", port), loop)
        runner = starting.result(START_SECONDS)
        yield Running(slack)
        asyncio.run_coroutine_threadsafe(stop(slack, runner), loop).result(START_SECONDS)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(START_SECONDS)
        loop.close()
