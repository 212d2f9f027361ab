"""Socket Mode on a loop thread of its own, with Bolt dispatched on a pool of threads.

Neither Bolt's handlers nor the SDK's clients are used. Bolt's threaded one stalls acknowledgements for seconds when
work piles up and takes most of a minute to notice a reset connection; the aiohttp client closes the old connection
before it asks for the next one, so that what is typed in between fails. Here the next line is open first.
"""

import asyncio
import json
import logging
from collections import OrderedDict
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread
from typing import Any

from aiohttp import ClientError, ClientSession
from slack_bolt import App
from slack_bolt.adapter.socket_mode.internals import run_bolt_app
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.slack.line import Json, Line, Refused, new_address
from core.redact import redact_texts

_log = logging.getLogger(__name__)
_ACKS_KEPT = 1_000
# How long an acknowledgement may wait for the next line; Slack waits 3 s for it.
_ACK_S = 2.5
# How long a line is still read once its successor is there; more than ten at a time would be refused.
_FAREWELL_S = 2.0
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.5, 30.0
# Lines that end within `_STEADY_S` are replaced at once only so many times in a row, then up to a second later.
_STEADY_S, _AT_ONCE, _SHORT_PAUSE_S, _LONGEST_SHORT_PAUSE_S = 10.0, 20, 0.05, 1.0
# Credentials that Slack calls wrong stay wrong until somebody mends them; asking more often is a storm.
_HOPELESS = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "not_allowed_token_type"})


class Acks:
    """The acknowledgements of the latest envelopes: one that comes again is acknowledged alike, and not run again."""

    def __init__(self, most: int = _ACKS_KEPT) -> None:
        self._most = most
        self._acks: OrderedDict[str, asyncio.Future[Json | None]] = OrderedDict()

    def of(self, envelope_id: str) -> "asyncio.Future[Json | None] | None":
        """What is or will be said to an envelope that came before; None: it is new."""
        return self._acks.get(envelope_id)

    def keep(self, envelope_id: str, ack: "asyncio.Future[Json | None]") -> None:
        """Remember it; the oldest makes room."""
        self._acks[envelope_id] = ack
        if len(self._acks) > self._most:
            self._acks.popitem(last=False)


class SocketTransport:
    """Keeps one Socket Mode line and hands its envelopes to the Bolt app.

    `problem` is empty while connected, else the reason in words.
    """

    def __init__(self, app: App, *, app_token: str, api_url: str, workers: int) -> None:
        self._app = app
        self._app_token = app_token
        self._api_url = api_url
        self._dispatch = ThreadPoolExecutor(workers, thread_name_prefix="dispatch")
        self._acks = Acks()
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._run, name="socket", daemon=True)
        self._stopping = Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._lines: list[Line] = []
        self._spare_s = 0.0
        self._next: asyncio.Future[Line] = self._loop.create_future()
        self.problem = "not connected yet"

    def start(self) -> None:
        """Connect, and keep trying, in the background."""
        self._thread.start()

    def close(self, timeout_s: float) -> None:
        """Leave Slack and end the loop thread."""
        self._stopping.set()
        if self._thread.is_alive():
            asyncio.run_coroutine_threadsafe(self._leave(timeout_s), self._loop)
            self._thread.join(2 * timeout_s)
        self._dispatch.shutdown(wait=False, cancel_futures=True)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._in_background(self._stay_connected())
        self._loop.run_forever()
        self._loop.close()

    def _in_background(self, work: Coroutine[object, object, None]) -> asyncio.Task[None]:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _stay_connected(self) -> None:
        pause_s, short_lived = _FIRST_PAUSE_S, 0
        async with ClientSession(trust_env=True) as session:
            while not self._stopping.is_set():
                line = await self._connect(session)
                if line is None:
                    await asyncio.sleep(max(pause_s, self._spare_s))
                    pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)
                    continue
                pause_s, since = _FIRST_PAUSE_S, self._loop.time()
                self._in_background(self._serve(line))
                await line.leaving.wait()
                short_lived = short_lived + 1 if self._loop.time() - since < _STEADY_S else 0
                await asyncio.sleep(_pause_between_lines_s(short_lived))

    async def _connect(self, session: ClientSession) -> Line | None:
        """A new line, None where there is none now; `problem` says why."""
        self._spare_s = 0.0
        try:
            address = await new_address(session, self._api_url, self._app_token)
            line = await Line.opened(session, address, self._take)
        except Refused as error:
            self._spare_s = error.retry_after_s
            advice = "; check SLACK_APP_TOKEN" if error.code in _HOPELESS else ""
            self._set(f"Slack refused the connection ({error.code}{advice})")
        except (OSError, TimeoutError, ClientError) as error:
            self._set(f"Slack cannot be reached ({type(error).__name__})")
        else:
            self._set("")
            return line
        return None

    async def _serve(self, line: Line) -> None:
        """Read a line to its end, or until a while after its successor is there."""
        self._lines.append(line)
        self._next.set_result(line)
        self._next = self._loop.create_future()
        reading = self._in_background(line.read())
        await line.leaving.wait()
        ending: set[asyncio.Future[Any]] = {reading, self._next}
        await asyncio.wait(ending, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.wait({reading}, timeout=_FAREWELL_S)
        self._lines.remove(line)
        await line.close()

    def _take(self, line: Line, envelope: Json) -> None:
        self._in_background(self._answer(line, envelope))

    async def _answer(self, line: Line, envelope: Json) -> None:
        """Dispatch one envelope, unless it came before, and acknowledge it with what Bolt answered."""
        envelope_id = str(envelope["envelope_id"])
        ack = self._acks.of(envelope_id)
        if ack is None:
            ack = self._loop.run_in_executor(self._dispatch, self._dispatched, envelope)
            self._acks.keep(envelope_id, ack)
        said = await asyncio.shield(ack)
        if said is not None:
            await self._say(line, said)

    def _dispatched(self, envelope: Json) -> Json | None:
        request = SocketModeRequest.from_dict(envelope)
        return None if request is None else _ack(request, run_bolt_app(self._app, request))

    async def _say(self, line: Line, ack: Json) -> None:
        """Acknowledge where the envelope came from, or on the next line when that one has ended."""
        try:
            await line.say(ack)
        except ConnectionError:
            others = [each for each in self._lines if each is not line]
            try:
                other = others.pop() if others else await asyncio.wait_for(asyncio.shield(self._next), _ACK_S)
                await other.say(ack)
            except (ConnectionError, TimeoutError):
                _log.warning("an acknowledgement was lost with its connection")

    async def _leave(self, timeout_s: float) -> None:
        """Say goodbye, but do not wait for a Slack that says nothing."""
        goodbyes = [self._in_background(line.close()) for line in self._lines]
        if goodbyes:
            await asyncio.wait(goodbyes, timeout=timeout_s)
        tasks = set(self._tasks)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=timeout_s)
        self._loop.stop()

    def _set(self, problem: str) -> None:
        if problem != self.problem:
            self.problem = problem
            _log.log(logging.WARNING if problem else logging.INFO, "Socket Mode: %s", problem or "connected")


def _pause_between_lines_s(short_lived: int) -> float:
    """How long to wait for the next line after so many in a row that did not last."""
    if short_lived <= _AT_ONCE:
        return 0
    return min(_LONGEST_SHORT_PAUSE_S, _SHORT_PAUSE_S * 2.0 ** (short_lived - _AT_ONCE))


def _ack(request: SocketModeRequest, response: BoltResponse) -> Json | None:
    """What Slack is told: the envelope and what Bolt answered; None where Bolt has no listener for it."""
    ack = {"envelope_id": request.envelope_id}
    if response.status != 200:  # noqa: PLR2004 - HTTP's word for "all right", which Bolt uses over sockets too
        _log.warning("nothing listens to a %s: %s", request.type, response.status)
        return None
    if not response.body:
        return ack
    is_json = response.headers.get("content-type", [""])[0].startswith("application/json")
    # An acknowledgement goes around the client, and repeats what somebody typed.
    return ack | {"payload": redact_texts(json.loads(response.body) if is_json else {"text": response.body})}
