"""How soon an incident's thread has its first word, and its whole explanation, on a slow account.

    python -m evals.explanation_latency

Each call to AWS takes 80 ms and LookupEvents is answered twice a second, as AWS does; no model words anything. Alerts
of different things come one every five seconds. Figures, in seconds from the post of an alert over HTTP to what stands
in Slack: first_reply_p99_s (the first word in the thread), explained_p95_s (the whole explanation), and the longest of
each; never_explained counts those that had none within a minute.
"""

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import Mapping, Sequence
from typing import Any

from evals import rig
from evals.intake_load import post_all, serving
from sandbox.aws.seed.load import read

_KINDS = (
    ("CPU above 90 % on {host}", "CPUUtilization is 97 %", "warning"),
    ("HTTP 5xx error rate of {service} is high", "120 errors a minute", "high"),
    ("Database connection pool exhausted for {service}", "88 of 90 connections are in use", "high"),
    ("Disk almost full on {host}", "/data is 96 % full", "warning"),
    ("OOMKilled in {service}", "Exit code 137 after deployment", "high"),
    ("Latency of {service} is high", "p99 is 2,400 ms", "critical"),
)
_EXPLAINED = "cause-right"
"""The button that only a whole explanation bears."""
_GIVES_UP_S = 60.0
Entry = Mapping[str, Any]


def alert(number: int, hosts: Sequence[str]) -> dict[str, Any]:
    """One of many different ones."""
    title, message, severity = _KINDS[number % len(_KINDS)]
    # Each is about another thing, since alerts about the same one join its incident.
    place = number // 3
    host, service = hosts[place] if place < len(hosts) else f"host-{number}", f"service-{number}"
    about = {"resource": host} if "{host}" in title else {"service": service}
    return {
        "title": f"{title.format(host=host, service=service)} ({number})",
        "message": message,
        "severity": severity,
        "fingerprint": f"alert-{number}",
        **about,
    }


def sent(url: str, total: int, every_s: float) -> dict[str, float]:
    """When each alert was posted, in seconds since 1970, by its title."""
    hosts = [str(each["id"]) for each in read("fleet.toml")["instance"]]
    posted: dict[str, float] = {}
    for number in range(total):
        began = time.monotonic()
        one = alert(number, hosts)
        posted[one["title"]] = time.time()
        asyncio.run(post_all(url, iter([one]), 1))
        time.sleep(max(0.0, every_s - (time.monotonic() - began)))
    return posted


def calls(slack: str) -> list[Entry]:
    """What was posted and edited in the channel, oldest first."""
    log = rig.control(slack, "/log")["entries"]
    return [each for each in log if each["kind"] == "api" and each["method"] in {"chat.postMessage", "chat.update"}]


def took(title: str, at: float, entries: Sequence[Entry]) -> tuple[float | None, float | None]:
    """Seconds to the first word in the thread and to the explanation; None for what never came."""
    roots = (one for one in entries if title in str(one["args"].get("text")) and not one["args"].get("thread_ts"))
    root = next(roots, None)
    if root is None:
        return None, None
    thread = [one for one in entries if one["args"].get("thread_ts") == root["response"]["ts"]]
    replies = {one["response"]["ts"] for one in thread}
    edits = (one for one in entries if one["args"].get("ts") in replies or one in thread)
    whole = next((one["at"] - at for one in edits if _EXPLAINED in json.dumps(one["args"].get("blocks"))), None)
    return (thread[0]["at"] - at if thread else None), whole


def told(posted: Mapping[str, float], slack: str) -> list[tuple[float | None, float | None]]:
    """How long each took, once all are explained or the patience is over."""
    deadline = time.monotonic() + _GIVES_UP_S
    while True:
        entries = calls(slack)
        found = [took(title, at, entries) for title, at in posted.items()]
        if all(whole is not None for _, whole in found) or time.monotonic() > deadline:
            return found
        time.sleep(1)


def main() -> None:
    """Print one figure a line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--alerts", type=int, default=60)
    parser.add_argument("--every", type=float, default=5, help="seconds between two alerts")
    parser.add_argument("--latency", type=int, default=80, help="milliseconds of each call to AWS")
    given = parser.parse_args()
    with rig.half("sandbox.aws") as aws, rig.half("sandbox.slack") as slack, tempfile.TemporaryDirectory() as state:
        rig.aws_faults(aws, {"*": {"latency_ms": given.latency}})
        with serving(slack, aws, state) as (_, url):
            found = told(sent(url, given.alerts, given.every), slack)
    first = [one for one, _ in found if one is not None]
    whole = [one for _, one in found if one is not None]
    print(f"first_reply_p99_s: {rig.percentile(first, 0.99):.2f}")
    print(f"first_reply_longest_s: {max(first):.2f}")
    print(f"explained_p95_s: {rig.percentile(whole, 0.95):.2f}")
    print(f"explained_longest_s: {max(whole):.2f}")
    print(f"never_explained: {len(found) - len(whole)}")
    print(f"alerts: {len(found)}")


if __name__ == "__main__":
    main()
