"""Starts the sandbox's halves and a bot as processes, and drives them, for the measurements beside this file."""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import aiohttp

ROOT = Path(__file__).parent.parent
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-sandbox-bot-token", "SLACK_APP_TOKEN": "xapp-sandbox-app-token"}
CHANNEL, USER = "C0SREOPS01", "U0REQUEST1"
USERS = (USER, "U0APPROVE1", "U0APPROVE2")
_CONNECT_S = 60.0


@contextmanager
def process(
    command: Sequence[str], environment: Mapping[str, str] | None = None, *, quiet: bool = True
) -> Iterator[subprocess.Popen[str]]:
    """A process that is ended with the block."""
    errors = subprocess.DEVNULL if quiet else None
    started = subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True, start_new_session=True
    )
    try:
        yield started
    finally:
        started.terminate()
        try:
            started.wait(15)
        except subprocess.TimeoutExpired:
            started.kill()


@contextmanager
def half(module: str, *arguments: str) -> Iterator[str]:
    """One half of the sandbox; its address."""
    with process([sys.executable, "-m", module, "--port", "0", *arguments]) as started:
        yield (started.stdout.readline() if started.stdout else "").split()[1]


def bot_environment(slack: str, aws: str, state: str, **more: str) -> dict[str, str]:
    """What the bot needs, and nothing else of this machine's settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "SLACK_", "SRE_"))}
    return kept | {
        **TOKENS,
        "SLACK_API_URL": f"{slack}/api/",
        "AWS_ENDPOINT_URL": aws,
        "AWS_REGION": "us-west-2",
        "AWS_ACCESS_KEY_ID": "sandbox",
        "AWS_SECRET_ACCESS_KEY": "sandbox",
        "MCP_SERVER_PORT": "0",
        "SRE_DATA_DIR": state,
        "SRE_AUDIT_DIR": f"{state}/audit",
        **more,
    }


@contextmanager
def our_bot(slack: str, aws: str, **more: str) -> Iterator[subprocess.Popen[str]]:
    """The bot of production, connected."""
    agent = str(Path(sys.executable).with_name("sre-agent"))
    with (
        tempfile.TemporaryDirectory(prefix="eval-") as state,
        process([agent, "serve"], bot_environment(slack, aws, state, **more)) as started,
    ):
        wait_for_connections(slack, 1)
        yield started


@contextmanager
def bare_bot(slack: str, work_s: float = 0) -> Iterator[subprocess.Popen[str]]:
    """A Bolt app with all its defaults that answers every command after `work_s` seconds."""
    script = str(Path(__file__).with_name("bare_bolt.py"))
    environment = os.environ | TOKENS | {"SLACK_API_URL": f"{slack}/api/", "WORK_S": str(work_s)}
    with process([sys.executable, script], environment) as started:
        wait_for_connections(slack, 1)
        yield started


def control(url: str, path: str, body: Mapping[str, Any] | None = None) -> Any:  # noqa: ANN401  JSON of the sandbox
    """One call of a control API: GET, or POST with a body."""
    data = None if body is None else json.dumps(body).encode()
    request = Request(f"{url}/control{path}", data, {"content-type": "application/json"})  # noqa: S310  loopback
    with urlopen(request, timeout=30) as answer:  # noqa: S310  loopback
        return json.load(answer)


def aws_faults(aws: str, faults: Mapping[str, Any]) -> None:
    """Put faults into the AWS half's plan."""
    control(aws, "/faults", faults)


def connections(slack: str) -> int:
    """How many sockets the app holds open."""
    return int(control(slack, f"/workspace?as={USER}")["bot"]["connections"])


def wait_for_connections(slack: str, wanted: int) -> None:
    """Until the app holds that many sockets."""
    deadline = time.monotonic() + _CONNECT_S
    while connections(slack) != wanted:
        if time.monotonic() > deadline:
            raise TimeoutError(f"the bot did not reach {wanted} connections")
        time.sleep(0.02)


@dataclass(frozen=True, slots=True)
class Timed:
    """One command: when Slack sent it (seconds since 1970), and the milliseconds to its acknowledgement and answer.

    None: it never came.
    """

    sent_at: float
    ack_ms: float | None
    answer_ms: float | None

    @property
    def done_at(self) -> float:
        """When the last word about it was said."""
        return self.sent_at + (self.answer_ms or self.ack_ms or 0) / 1000


def per_second(commands: Sequence[Timed]) -> float:
    """How many commands a second were done with, from the first one's sending to the last one's last word."""
    done = [each for each in commands if each.ack_ms is not None]
    return len(done) / (max(each.done_at for each in done) - min(each.sent_at for each in done))


def drive(
    slack: str,
    command: str,
    *,
    users: int,
    total: int,
    texts: Sequence[str] = ("",),
    settle_s: float = 3.0,
    pause_s: float = 0,
) -> list[Timed]:
    """Type a command `total` times, with the texts in turn; each of `users` people waits for the acknowledgement.

    Between two commands each of them pauses for `pause_s` seconds.
    """
    first = _last_entry(slack)
    bodies = iter({"command": command, "text": texts[number % len(texts)]} for number in range(total))
    acks = asyncio.run(_type(slack, bodies, users, pause_s))
    _wait_until_quiet(slack, settle_s)
    entries = control(slack, f"/log?after={first}")["entries"]
    sent_at = {each["envelope_id"]: each["at"] for each in entries if each["kind"] == "envelope"}
    answers = _answers(entries)
    return [Timed(sent_at[envelope], ack, answers.get(envelope)) for envelope, ack in acks]


async def _type(
    slack: str, bodies: Iterator[dict[str, str]], users: int, pause_s: float
) -> list[tuple[str, float | None]]:
    done: list[tuple[str, float | None]] = []

    async def one_user(session: aiohttp.ClientSession, number: int) -> None:
        place = {"as": USERS[number % len(USERS)], "channel": CHANNEL}
        await asyncio.sleep(pause_s * number / users)
        for body in bodies:
            async with session.post(f"{slack}/control/command", json=place | body) as reply:
                said = await reply.json()
            done.append((said["envelope_id"], said["ms"] if said["acked"] else None))
            await asyncio.sleep(pause_s)

    async with aiohttp.ClientSession() as session:
        await asyncio.gather(*(one_user(session, number) for number in range(users)))
    return done


def _last_entry(slack: str) -> int:
    return int(control(slack, "/log")["next"])


def _wait_until_quiet(slack: str, settle_s: float) -> None:
    """Until nothing has happened for `settle_s`."""
    last, since = _last_entry(slack), time.monotonic()
    while time.monotonic() - since < settle_s:
        time.sleep(0.1)
        if (now := _last_entry(slack)) != last:
            last, since = now, time.monotonic()


def _answers(entries: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Milliseconds from each envelope to the last answer through its response URL."""
    asked = [each for each in entries if each["kind"] == "envelope" and "response_url" in each["payload"]]
    sent = {each["payload"]["response_url"].partition("/response/")[2]: each for each in asked}
    took: dict[str, float] = {}
    for each in entries:
        envelope = sent.get(each["key"]) if each["kind"] == "response_url" else None
        if envelope:
            took[envelope["envelope_id"]] = (each["at"] - envelope["at"]) * 1000
    return took


def rss_mb(pid: int) -> float:
    """The resident memory of a process, in MiB, as Linux tells."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    kib = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
    return int(kib) / 1024


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]
