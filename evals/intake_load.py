"""How many alerts a second are stored, whether a kill loses one that was answered, and how a storm is told.

Figures: stored_per_s (answered with 2xx, on disk by then); lost (answered, and not in the store after SIGKILL right
behind the last answer); storm_sent and storm_counted (the same where counts add up); storm_refused (told to come
again); storm_growth_mb of resident memory; storm_critical_s until the critical alert in the middle stands in the
channel; storm_messages; storm_posts_per_s (new ones in the channel, over the busiest minute with its one burst of three
to begin with); storm_command_s (the slowest of commands typed meanwhile).
The storm is 10,000 a minute for `--minutes`, 95 of 100 with one fingerprint, then 10,000 distinct ones in a minute.
"""

import argparse
import asyncio
import os
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any

import aiohttp

from core.clock import SystemClock
from evals import rig
from sandbox.ports import free_port
from sandbox.slack.seed import ALERTS, RITA
from services.store import Order
from services.store.sqlite import SqliteStore
from workflows.alerts.arrivals import Arrivals
from workflows.alerts.batch import INCIDENT

_KEY = "a-key-of-the-eval-1"
_CLIENTS = 48
_A_MINUTE = 10_000
_CRITICAL = "The payment database is gone"
_SETTLE_S = 300.0


@dataclass
class Posted:
    """What became of posts."""

    taken: list[str] = field(default_factory=list)
    refused: int = 0


def disk(host: int) -> dict[str, Any]:
    """An alert of one host of many."""
    return {
        "title": f"Disk full on host-{host}",
        "message": "97 % of /data",
        "severity": "warning",
        "host": f"host-{host}",
    }


async def post_all(url: str, alerts: Iterator[dict[str, Any]], clients: int, rate: float = 0) -> Posted:
    """Post alerts, each client one after the other; with a `rate`, at so many a second at most."""
    posted, began, number = Posted(), time.monotonic(), 0

    async def client(session: aiohttp.ClientSession) -> None:
        nonlocal number
        for alert in alerts:
            number += 1
            if rate and (early := number / rate - (time.monotonic() - began)) > 0:
                await asyncio.sleep(early)
            while True:
                async with session.post(f"{url}/alerts/load", json=alert, headers={"X-Alert-Key": _KEY}) as answer:
                    said = await answer.json()
                    if answer.status == 200:  # noqa: PLR2004
                        posted.taken.append(said["id"])
                        break
                posted.refused += 1
                await asyncio.sleep(0.2)

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=clients)) as session:
        await asyncio.gather(*(client(session) for _ in range(clients)))
    return posted


def stored(state: str, keys: list[str]) -> int:
    """How many of the keys are in the store."""
    store = SqliteStore.open(Path(state), SystemClock())
    arrivals = Arrivals(store, SystemClock())
    found = sum(arrivals.get(key) is not None for key in keys)
    store.close()
    return found


def rate_and_kill(slack: str, aws: str, total: int) -> tuple[float, int]:
    """Alerts a second, and how many of those that were answered are gone after a kill."""
    with tempfile.TemporaryDirectory(prefix="eval-") as state, serving(slack, aws, state) as (pid, url):
        began = time.monotonic()
        posted = asyncio.run(post_all(url, iter([disk(number % 500) for number in range(total)]), _CLIENTS))
        took = time.monotonic() - began
        os.kill(pid, signal.SIGKILL)
        return total / took, total - stored(state, posted.taken)


@contextmanager
def serving(slack: str, aws: str, state: str) -> Iterator[tuple[int, str]]:
    """The bot of production with alerts switched on; its process id and its address."""
    settings = {
        "SRE_ALERT_KEYS": f"*={_KEY}",
        "SRE_ALERT_CHANNEL": ALERTS,
        "SRE_ALERT_RATE": "5000",
        "MCP_SERVER_PORT": str(free_port()),
    }
    agent = str(Path(sys.executable).with_name("sre-agent"))
    with rig.process([agent, "serve"], rig.bot_environment(slack, aws, state, **settings)) as started:
        rig.wait_for_connections(slack, 1)
        url = f"http://127.0.0.1:{settings['MCP_SERVER_PORT']}"
        wait_until(lambda: answers(url), 30)
        yield started.pid, url


def answers(url: str) -> bool:
    """Whether the port is served."""
    try:
        with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), timeout=1):
            return True
    except OSError:
        return False


def wait_until(right: Callable[[], bool], seconds: float) -> bool:
    """Whether it became right within that time."""
    deadline = time.monotonic() + seconds
    while not right():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def storm(minutes: float) -> list[dict[str, Any]]:
    """The storm in order, with one critical alert in its middle."""
    flood = int(minutes * _A_MINUTE)
    alerts = [disk(0) if number % 20 else disk(number % 50) for number in range(flood)]
    alerts += [disk(1_000 + number) for number in range(min(flood, _A_MINUTE))]
    alerts.insert(flood // 2, {"title": _CRITICAL, "severity": "critical", "service": "payment-db"})
    return alerts


class Watch(Thread):
    """Looks at the channel, at memory and at commands while the storm goes on."""

    def __init__(self, slack: str, pid: int) -> None:
        super().__init__(daemon=True)
        self._slack, self._pid = slack, pid
        self._ending = Event()
        self.first_mb = self.most_mb = rig.rss_mb(pid)
        self.critical_at = 0.0
        self.slowest_s = 0.0

    def run(self) -> None:
        """Until it is ended; a command every ten seconds."""
        looks = 0
        while not self._ending.wait(0.5):
            self.most_mb = max(self.most_mb, rig.rss_mb(self._pid))
            if not self.critical_at and any(_CRITICAL in one["text"] for one in messages(self._slack)):
                self.critical_at = time.monotonic()
            looks += 1
            if looks % 20 == 0:
                timed = rig.drive(self._slack, "/sre-alerts", users=1, total=1, settle_s=0.5)
                self.slowest_s = max(self.slowest_s, *((each.answer_ms or 60_000) / 1000 for each in timed))

    def end(self) -> None:
        """Look no more."""
        self._ending.set()
        self.join()


def messages(slack: str) -> list[dict[str, Any]]:
    """The roots in the channel of alerts."""
    found = rig.control(slack, f"/messages?as={RITA}&channel={ALERTS}")["messages"]
    return [one for one in found if not one["ephemeral"]]


def counted(state: str) -> int:
    """The sum over all incidents of ours; the assistant may have raised alerts of its own meanwhile."""
    store = SqliteStore.open(Path(state), SystemClock())
    total, after = 0, None
    while page := store.find(INCIDENT, limit=500, order=Order.OLDEST, after=after):
        ours = (record.doc for record in page if record.doc["members"][0]["alert"].get("source") == "load")
        total += sum(int(doc.get("count", 1)) for doc in ours)
        after = page[-1]
    store.close()
    return total


def all_read(state: str) -> bool:
    """Whether nothing waits to be read."""
    store = SqliteStore.open(Path(state), SystemClock())
    waiting = Arrivals(store, SystemClock()).count_waiting()
    store.close()
    return waiting == 0


def busiest(stamps: list[float], seconds: float = 60.0) -> float:
    """The most messages a second over any minute."""
    return max((sum(start <= one < start + seconds for one in stamps) / seconds for start in stamps), default=0.0)


def weathered(slack: str, aws: str, minutes: float) -> None:
    """Send the storm and print what came of it."""
    alerts = storm(minutes)
    critical = next(number for number, one in enumerate(alerts) if one["title"] == _CRITICAL)
    with tempfile.TemporaryDirectory(prefix="eval-") as state, serving(slack, aws, state) as (pid, url):
        asyncio.run(post_all(url, iter([disk(9_999)]), 1))
        time.sleep(5)
        watch = Watch(slack, pid)
        watch.start()
        sent_critical = 0.0

        def noting() -> Iterator[dict[str, Any]]:
            nonlocal sent_critical
            for number, alert in enumerate(alerts):
                if number == critical:
                    sent_critical = time.monotonic()
                yield alert

        posted = asyncio.run(post_all(url, noting(), _CLIENTS, _A_MINUTE / 60))
        read = wait_until(lambda: all_read(state), _SETTLE_S)
        watch.end()
        stamps = [float(one["ts"]) for one in messages(slack)]
        print(f"storm_sent: {len(posted.taken) + 1}")
        print(f"storm_counted: {counted(state)}{'' if read else ' (not all was read in time)'}")
        print(f"storm_refused: {posted.refused}")
        print(f"storm_growth_mb: {watch.most_mb - watch.first_mb:.0f}")
        print(
            f"storm_critical_s: {watch.critical_at - sent_critical:.1f}"
            if watch.critical_at
            else "storm_critical_s: never"
        )
        print(f"storm_messages: {len(stamps)}")
        print(f"storm_posts_per_s: {busiest(stamps):.2f}")
        print(f"storm_command_s: {watch.slowest_s:.2f}")


def main() -> None:
    """Print one figure a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--alerts", type=int, default=6_000, help="how many are sent for the rate")
    parser.add_argument("--minutes", type=float, default=5, help="length of the storm; 0 for none")
    given = parser.parse_args()
    with rig.half("sandbox.aws") as aws, rig.half("sandbox.slack") as slack:
        per_second, lost = rate_and_kill(slack, aws, given.alerts)
        print(f"stored_per_s: {per_second:.0f}")
        print(f"lost: {lost}", flush=True)
    if given.minutes:
        with rig.half("sandbox.aws") as aws, rig.half("sandbox.slack") as slack:
            weathered(slack, aws, given.minutes)


if __name__ == "__main__":
    main()
