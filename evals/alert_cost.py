"""What a month of 1,000 alerts costs: the model's words and what AWS asks for looking.

    python -m evals.alert_cost

The alerts go the way of any others, intake, incidents, collectors on the sandbox's account, causes, wording; only the
model is a stub. A few troubles come again and again on one machine or another, most of them several times an hour
before they are over, and a few come once. Figures: cache_hit_rate (of the wordings that a model was wanted for, the
share it had given before) and usd_per_alert (all of it, divided by the alerts); then what they are made of. Tokens are
counted as four bytes each, at the prices that the settings have by default.
"""

import argparse
import json
import os
import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.basis import Basis, basis
from bot.explaining import collectors
from bot.settings import Settings
from core.alerts import Alert, Incident
from core.answers.explain import Explanation
from core.causes.hypothesis import Report
from core.causes.specialist import Specialist
from core.causes.wording import Wording
from core.clock import Clock
from core.progress import Silent
from core.routing import route
from evals import rig
from services.aws.crew import Crew
from services.aws.ec2 import Ec2
from services.reasoning import Answered
from services.store import Changes
from services.store.cache import Cache
from workflows.alerts.arrivals import Arrival, first_state
from workflows.alerts.desk import AlertDesk, Surroundings
from workflows.alerts.handling import Handling
from workflows.alerts.silences import Silences
from workflows.explaining.explaining import Explainer, Past
from workflows.explaining.gathering import Gathering
from workflows.explaining.memory import CauseMemory
from workflows.explaining.reasoning import Advised, Price, Worded
from workflows.explaining.shelf import shelf
from workflows.patching.records import Records

_CHANNEL = "C0ALERTS01"
_BYTES_A_TOKEN = 4
_REASONED_TOKENS = 200
"""What a model gives out beside its answer."""
_PROBES = frozenset({"tls", "dns", "tcp"})
"""They look at the internet, and cost nothing."""
# US dollars. https://aws.amazon.com/cloudwatch/pricing/ for us-west-2; CloudTrail's LookupEvents and the rest are free.
_USD_A_METRIC, _USD_A_CALL, _USD_A_GB = 0.01 / 1_000, 0.01 / 1_000, 0.005
_GB_A_QUERY = 0.5
"""What Logs Insights reads for one question: some minutes of a busy group."""
# Each trouble: title, message, severity, and how often it comes, compared with the others.
_TROUBLES = (
    ("CPU above 90 % on {host}", "CPUUtilization of {host} is {n} %", "warning", 30),
    ("Disk almost full on {host}", "/data on {host} is {n} % full", "warning", 22),
    ("Memory pressure on {host}", "{n} % of the memory of {host} is in use", "warning", 15),
    ("Latency of checkout is high", "p99 of checkout is {n}00 ms", "high", 12),
    ("HTTP 5xx error rate of {service} is high", "{n} errors a minute in {service}", "high", 10),
    ("Database connection pool exhausted for {service}", "{n} clients of {service} wait", "high", 8),
    ("Connection refused from {service} to cache", "ECONNREFUSED {n} times in {service}", "high", 6),
    ("Pod {service}-7f9c{n} in CrashLoopBackOff", "Container {service} was restarted {n} times", "high", 6),
    ("OOMKilled in {service}", "Exit code 137 in {service}, {n} times after deployment", "high", 5),
    ("Status check failed on {host}", "StatusCheckFailed_Instance of {host}", "critical", 4),
    ("Queue {service}-jobs is growing", "{n}00 messages wait in {service}-jobs", "warning", 4),
    ("SSL certificate for {service}.example.com expires in {n} days", "Not renewed", "warning", 3),
    ("getaddrinfo ENOTFOUND {service}.internal.example.com", "{n} failures in resolving", "high", 3),
    ("Backup of {service} failed", "Job {n} ended with status 1", "warning", 3),
    ("Replication lag of {service}-db", "{n} s behind", "warning", 3),
    ("Throttled by an upstream API in {service}", "HTTP 429, {n} times", "warning", 2),
)
_SERVICES = ("checkout", "cart", "orders", "search", "billing", "users")


@dataclass
class Moved:
    """A clock that stands where the month has come to."""

    moment: datetime

    def now(self) -> datetime:
        """The moment."""
        return self.moment

    def monotonic(self) -> float:
        """Its seconds."""
        return self.moment.timestamp()


@dataclass
class Stub:
    """A model that says the first hypothesis again: with slots as it is asked to, or `literal`, which it is not."""

    literal: bool
    model: str = "stub"
    asked: int = 0

    def word(self, instructions: str, digest: str) -> Answered:
        """What the rules found, in their own words."""
        shown = json.loads(digest)
        first = shown["hypotheses"][0]
        text = _named(first["text"]) if self.literal else first["text"]
        self.asked += 1
        read = (len(instructions) + len(digest)) // _BYTES_A_TOKEN
        wrote = len(json.dumps(first)) // _BYTES_A_TOKEN + _REASONED_TOKENS
        return Answered(Wording(order=(first["name"],), root_cause=text, cites=tuple(first["cites"])), read, wrote)


def _named(text: str) -> str:
    """A text whose slots are their values."""
    return "".join(part.rpartition("|")[2].replace("}", "", 1) for part in text.replace("{", "\x00{").split("\x00"))


@dataclass
class Month:
    """What became of it: `said` are the wordings, `calls` the calls to AWS by operation, `metrics` those asked for."""

    explained: list[Explanation] = field(default_factory=list)
    said: list[Worded] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    metrics: int = 0

    def note_calls(self, entries: Sequence[Mapping[str, Any]]) -> None:
        """Count what AWS was asked."""
        self.calls.update(each["operation"] for each in entries)
        self.metrics += sum(len(each["parameters"].get("MetricDataQueries", ())) for each in entries)

    @property
    def usd_aws(self) -> float:
        """What looking cost."""
        priced = sum(count for name, count in self.calls.items() if name.startswith("cloudwatch:"))
        scanned = sum(count for name, count in self.calls.items() if name.endswith(":StartQuery"))
        return self.metrics * _USD_A_METRIC + priced * _USD_A_CALL + scanned * _GB_A_QUERY * _USD_A_GB


class Listening(Advised):
    """Notes every wording."""

    def __init__(self, said: list[Worded], stub: Stub, base: Basis, clock: Clock) -> None:
        price = Price(base.settings.sre_model_usd_in, base.settings.sre_model_usd_out, 1e6)
        super().__init__(stub, base.store, Cache(base.settings.sre_data_dir, clock), clock, price)
        self._said = said

    def worded(
        self, report: Report, title: str, specialists: tuple[Specialist, ...], collectors: Sequence[str] = ()
    ) -> Worded:
        """As it is."""
        self._said.append(super().worded(report, title, specialists, collectors))
        return self._said[-1]


def alerts(total: int, hosts: Sequence[str], begin: datetime, seed: int) -> list[tuple[datetime, dict[str, Any]]]:
    """So many alerts in thirty days: troubles that come, repeat themselves for a while, and are over."""
    chance = random.Random(seed)
    weights = [each[3] for each in _TROUBLES]
    favourites = [1 / rank for rank in range(1, len(hosts) + 1)]
    found: list[tuple[datetime, dict[str, Any]]] = []
    while len(found) < total:
        title, message, severity, _ = chance.choices(_TROUBLES, weights)[0]
        host = chance.choices(hosts, favourites)[0]
        service = chance.choice(_SERVICES)
        at = begin + timedelta(days=chance.uniform(0, 30))
        for _ in range(min(chance.choice((1, 1, 2, 3, 4, 6)), total - len(found))):
            names = {"host": host, "service": service, "n": chance.randint(51, 99)}
            alert = {
                "title": title.format(**names),
                "message": message.format(**names),
                "severity": severity,
                "startsAt": at.isoformat(),
                "fingerprint": f"{title} {host if '{host}' in title else service}",
                **({"resource": host} if "{host}" in title else {"service": service}),
            }
            found.append((at, alert))
            at += timedelta(minutes=chance.uniform(5, 40))
    return sorted(found, key=lambda one: one[0])


class Unplanned:
    """Nothing planned causes anything."""

    def cover(self, alert: Alert) -> None:
        """Nothing."""
        del alert


@contextmanager
def office(aws: str, stub: Stub, clock: Moved) -> Iterator[tuple[AlertDesk, Basis, Month]]:
    """A desk whose incidents are explained at once."""
    month, seen = Month(), 0
    with tempfile.TemporaryDirectory(prefix="eval-") as folder:
        os.environ.update(rig.bot_environment("http://127.0.0.1:9", aws, folder, SRE_TRAIL_DAYS="40"))
        base = basis(Settings())
        while base.trail.catch_up(base.clock.now()):
            pass
        silences = Silences(base.store, clock)
        looks = collectors(base.settings, base.aws, base.trail, base.cloudwatch, Records(base.store))
        crew = Crew(32)
        gathering = Gathering({name: each for name, each in looks.items() if name not in _PROBES}, crew)
        handling = Handling(base.store, clock, silences, _CHANNEL)
        past = Past(handling, CauseMemory(base.store, clock), Listening(month.said, stub, base, clock))
        explaining = Explainer(base.aws, shelf(), gathering, route, past, clock, crew)

        def begun(incident: Incident) -> None:
            nonlocal seen
            month.explained.append(explaining.incident(incident, Silent()))
            log = rig.control(aws, f"/log?after={seen}")
            month.note_calls(log["calls"])
            seen = log["next"]

        around = Surroundings(silences, Unplanned(), _CHANNEL, lambda: None, begun, lambda _, __: False)
        yield AlertDesk(base.store, clock, around), base, month
        base.store.close()


def lived(aws: str, total: int, *, literal: bool) -> tuple[Month, Stub]:
    """A month with a model."""
    begin = datetime.now(UTC) - timedelta(days=30)
    clock, stub = Moved(begin), Stub(literal)
    with office(aws, stub, clock) as (desk, base, month):
        hosts = [each.instance_id for each in Ec2(base.aws).instances().instances]
        for at, alert in alerts(total, hosts, begin, seed=7):
            clock.moment = at
            arrival = Arrival("eval", json.dumps(alert), at)
            base.store.commit(Changes(puts=(arrival.put(first_state(arrival.alerts())),)))
            while desk.step():
                pass
    return month, stub


def hit_rate(month: Month, stub: Stub) -> float:
    """The share of wordings that were wanted and had been given before."""
    kept = sum(each.kept for each in month.said)
    return kept / (kept + stub.asked)


def main() -> None:
    """Print one figure a line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--alerts", type=int, default=1_000)
    parser.add_argument("--literal", action="store_true", help="with a model that writes values in place of slots")
    given = parser.parse_args()
    with rig.half("sandbox.aws") as aws:
        month, stub = lived(aws, given.alerts, literal=given.literal)
    usd_model = sum(each.usd for each in month.said)
    print(f"cache_hit_rate: {hit_rate(month, stub):.3f}")
    print(f"usd_per_alert: {(usd_model + month.usd_aws) / given.alerts:.5f}")
    print(f"usd_model_per_alert: {usd_model / given.alerts:.5f}")
    print(f"usd_aws_per_alert: {month.usd_aws / given.alerts:.5f}")
    print(f"alerts: {given.alerts}")
    print(f"incidents_explained: {len(month.explained)}")
    print(f"worded_by_model: {sum(bool(each.model) for each in month.said)}")
    print(f"model_calls: {stub.asked}")


if __name__ == "__main__":
    main()
