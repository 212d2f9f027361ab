"""What broken connections and a failing Slack cost, beside a bare Bolt app on the same local Slack.

A command is typed every 100 ms; in the middle the connection breaks in one way. Figures for each way: `<fault>_lost`
(commands the user saw fail, or acknowledged and never answered), `<fault>_late` (acknowledged after more than 3 s, of
which Slack shows a failure as well), `<fault>_twice` (answered more than once) and `<fault>_recover_s` (from the fault
to the first of the commands after which none fails any more). Slack notices a half-open line after 10 s here, as it
pings each line that often. Then what the outbox makes of Slack's failures: `<fault>_missing`, `<fault>_duplicates`,
`<fault>_replies_lost`, `<fault>_out_of_order`.
"""

import argparse
import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from core.clock import SystemClock
from evals import rig
from services.slack.outbox import Message, Outbox
from services.store.sqlite import SqliteStore

_EVERY_S = 0.1
_LEAD_S = 1.0
_LATE_MS = 3000.0
_COMMAND = "/sre-help"


@dataclass(frozen=True, slots=True)
class Fault:
    """A way for connections to break, and how long to go on typing after it."""

    name: str
    disconnect: Mapping[str, Any]
    seconds: float
    faults: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Typed:
    """A command: when it was typed, whether it was acknowledged and after how long, how often it was answered."""

    at_s: float
    acked: bool
    ms: float
    answers: int


def broken_lines(scale: float) -> list[Fault]:
    """Every way, with the time that the slower of the two bots needs, times `scale`."""
    storm = {"reason": "refresh_requested", "times": 100, "every_s": 0.05}
    return [
        Fault("refresh", {"reason": "refresh_requested"}, 12 * scale),
        Fault("close", {"reason": "close"}, 12 * scale),
        Fault("reset", {"reason": "reset"}, 60 * scale),
        Fault("half_open", {"reason": "silence", "seconds": 10}, 60 * scale),
        Fault("reconnects_100", storm, 12 * scale),
        Fault("envelope_twice", {}, 4 * scale, {"envelopes": {"duplicates": 20}}),
    ]


async def typed_through(slack: str, fault: Fault) -> list[Typed]:
    """Type before, through and after a fault."""
    started: list[float] = []

    async def type_one(session: aiohttp.ClientSession, number: int) -> tuple[float, dict[str, Any]]:
        await asyncio.sleep(number * _EVERY_S)
        at_s = time.monotonic() - started[0] - _LEAD_S
        body = {"as": rig.USER, "channel": rig.CHANNEL, "command": _COMMAND, "text": ""}
        async with session.post(f"{slack}/control/command", json=body) as reply:
            return at_s, await reply.json()

    async def break_line(session: aiohttp.ClientSession) -> None:
        await asyncio.sleep(_LEAD_S)
        await (await session.post(f"{slack}/control/faults", json=fault.faults)).release()
        if fault.disconnect:
            await (await session.post(f"{slack}/control/disconnect", json=fault.disconnect)).release()

    total = round((_LEAD_S + fault.seconds) / _EVERY_S)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        started.append(time.monotonic())
        typing = [type_one(session, number) for number in range(total)]
        said, _ = await asyncio.gather(asyncio.gather(*typing), break_line(session))
    rig.control(slack, "/faults", {})
    await asyncio.sleep(2)
    return _with_answers(slack, said)


def _with_answers(slack: str, said: Iterable[tuple[float, dict[str, Any]]]) -> list[Typed]:
    answers: Counter[str] = Counter(rig.control(slack, "/effects")["response_urls"])
    return [
        Typed(at_s, bool(each["acked"]), float(each["ms"]), answers[each["response_url"].partition("/response/")[2]])
        for at_s, each in said
    ]


def _recover_s(typed: list[Typed]) -> float:
    """Seconds from the fault to the first command after which nothing failed; 0 where none did."""
    failed = [number for number, each in enumerate(typed) if not each.acked and each.at_s >= -_EVERY_S]
    if not failed:
        return 0.0
    after = failed[-1] + 1
    return typed[after].at_s if after < len(typed) else float("inf")


def report(fault: Fault, typed: list[Typed], comment: str) -> None:
    """Print the figures of one way to break."""
    answered = Counter(each.answers for each in typed if each.acked)
    lost = sum(not each.acked for each in typed) + answered[0]
    print(f"{comment}{fault.name}_lost: {lost}")
    print(f"{comment}{fault.name}_late: {sum(each.acked and each.ms > _LATE_MS for each in typed)}")
    print(f"{comment}{fault.name}_twice: {sum(count for times, count in answered.items() if times > 1)}")
    print(f"{comment}{fault.name}_recover_s: {_recover_s(typed):.1f}", flush=True)


def lines(slack: str, bot: Callable[[], AbstractContextManager[object]], scale: float, comment: str = "") -> None:
    """Every way to break a line, each with a bot of its own."""
    for fault in broken_lines(scale):
        rig.wait_for_connections(slack, 0)
        rig.control(slack, "/reset", {})
        with bot():
            rig.drive(slack, _COMMAND, users=1, total=5, settle_s=0.5)
            report(fault, asyncio.run(typed_through(slack, fault)), comment)


@dataclass(frozen=True, slots=True)
class Failing:
    """A way for Slack to fail while messages wait, and for how long."""

    name: str
    api: Mapping[str, Any]
    seconds: float


def failing_posts(minutes: float) -> list[Failing]:
    """What the outbox has to live through."""
    seconds = 60 * minutes
    throttled = {"error": "ratelimited", "retry_after": 30, "times": 1}
    return [
        Failing("all_5xx", {"*": {"status": 503, "for_s": seconds}}, seconds),
        Failing("posts_5xx", {"chat.postMessage": {"status": 500, "for_s": seconds}}, seconds),
        Failing("retry_after_30", {"chat.postMessage": throttled}, 30),
        Failing("replies_lost", {"chat.postMessage": {"lost_reply": True, "every": 3}}, 0),
    ]


def outbox_through(slack: str, aws: str, failing: Failing, total: int = 20) -> None:
    """Half the messages stand in a channel and half in a thread; print what became of them."""
    rig.wait_for_connections(slack, 0)
    rig.control(slack, "/reset", {})
    with tempfile.TemporaryDirectory(prefix="eval-") as state, rig.our_bot(slack, aws, SRE_DATA_DIR=state):
        rig.control(slack, "/faults", {"api": failing.api})
        with closing(SqliteStore.open(Path(state), SystemClock())) as store:
            outbox = Outbox(store, SystemClock())
            for number in range(total):
                root = "n0" if number and number % 2 == 0 else ""
                text = f"n{number}"
                outbox.post(Message(key=text, channel=rig.CHANNEL, text=text, thread_key=root))
            ends = time.monotonic() + failing.seconds + 180
            while outbox.health().queued and time.monotonic() < ends:
                time.sleep(0.2)
        _report_posts(slack, failing.name, total)


def _report_posts(slack: str, name: str, total: int) -> None:
    counts = {key: each["posted"] for key, each in rig.control(slack, "/effects")["keys"].items()}
    entries = rig.control(slack, "/log")["entries"]
    shown = rig.control(slack, f"/messages?channel={rig.CHANNEL}&as={rig.USER}")["messages"]
    roots = [each for each in shown if each["text"] == "n0"]
    threads = [_texts(slack, root["ts"])[1:] for root in roots]
    arrived = [list(dict.fromkeys(texts)) for texts in ([each["text"] for each in shown], *threads)]
    numbers = [[int(text[1:]) for text in texts] for texts in arrived]
    print(f"{name}_missing: {total - len(counts)}")
    print(f"{name}_duplicates: {sum(counts.values()) - len(counts)}")
    print(f"{name}_replies_lost: {sum(each.get('error') == 'reply_lost' for each in entries)}")
    print(f"{name}_out_of_order: {sum(each != sorted(each) for each in numbers)}", flush=True)


def _texts(slack: str, thread: str) -> list[str]:
    path = f"/messages?channel={rig.CHANNEL}&as={rig.USER}&thread_ts={thread}"
    return [str(each["text"]) for each in rig.control(slack, path)["messages"]]


def main() -> None:
    """Print one figure a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10, help="how long Slack fails for the outbox")
    parser.add_argument("--scale", type=float, default=1, help="share of the time given to recover")
    parser.add_argument("--only", choices=["lines", "bare", "outbox"], help="one part only")
    given = parser.parse_args()
    with rig.half("sandbox.aws") as aws, rig.half("sandbox.slack") as slack:
        if given.only in {None, "lines"}:
            lines(slack, lambda: rig.our_bot(slack, aws), given.scale)
        if given.only in {None, "bare"}:
            lines(slack, lambda: rig.bare_bot(slack), given.scale, "# bare ")
        for failing in failing_posts(given.minutes) if given.only in {None, "outbox"} else []:
            outbox_through(slack, aws, failing)


if __name__ == "__main__":
    main()
