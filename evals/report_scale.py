"""What a report over a large fleet costs once its findings have been read: seconds, memory, and size of the page.

Figures: seconds (keep every finding, judge, draw and store the report, in the slowest of the three formats), peak_mb
(the most memory the process held over all three, findings and interpreter included), html_mb. Each run is a process of
its own.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median

from core.answers.vuln_check import InstanceFindings
from core.clock import SystemClock
from core.findings import ExploitFacts, Finding, Fix, KnownExploited, Package, Severity, SeverityCounts
from core.fleet import Coverage, Instance
from core.place import Place
from core.progress import Progress, Silent
from core.report.build import Census
from core.report.ledger import Ledger
from evals import rig
from services.store.files import Files
from services.store.sqlite import SqliteStore
from workflows.reports import Reports

_ACCOUNT, _REGION = "123456789012", "us-west-2"
_NOW = datetime.now(UTC).replace(microsecond=0)
_PAGE = 100
_VULNERABILITIES, _PACKAGES = 4000, 600
_EXPLOITED_EVERY = 80
_MANAGERS = ("OS", "OS", "OS", "PYTHONPKG", "NODEPKG", "JAR", "GOBINARY")
_FIXES = (*[Fix.YES] * 8, Fix.NO, Fix.PARTIAL, Fix.UNKNOWN)
_SEVERITIES = tuple(Severity)
_SHARES = (4, 22, 48, 14, 4, 8)


def fleet(size: int) -> list[Instance]:
    """Instances of forty owners, some of nobody."""
    draw = Random(1)
    return [
        Instance(
            instance_id=f"i-{number:017x}",
            name=f"{draw.choice(('web', 'api', 'db', 'cache'))}-{number}",
            state="running",
            tags={"Owner": f"team-{owner}"} if (owner := draw.randrange(44)) < 40 else {},  # noqa: PLR2004  a tenth
            exposed=draw.choice((True, False, False, None)),
        )
        for number in range(size)
    ]


def findings(instances: Sequence[Instance], count: int) -> Iterator[Finding]:
    """Findings as Inspector tells them: few vulnerabilities and packages on many instances, one to three packages."""
    draw = Random(2)
    for number in range(count):
        vulnerability = min(int(draw.expovariate(4 / _VULNERABILITIES)), _VULNERABILITIES - 1)
        shape = Random(vulnerability)
        severity = shape.choices(_SEVERITIES, _SHARES)[0]
        yield Finding(
            arn=f"arn:aws:inspector2:{_REGION}:{_ACCOUNT}:finding/{number:032x}",
            instance_id=instances[draw.randrange(len(instances))].instance_id,
            vulnerability_id=f"CVE-{2019 + vulnerability % 8}-{10_000 + vulnerability}",
            title=f"CVE-{2019 + vulnerability % 8}-{10_000 + vulnerability} - package-{vulnerability % _PACKAGES}",
            severity=severity,
            score=round(shape.uniform(2, 10), 1),
            epss=round(shape.random() ** 6, 4),
            exploit_available=shape.choice((True, False, None)),
            fix=shape.choice(_FIXES),
            packages=tuple(_package(vulnerability, each) for each in range(shape.choice((1, 1, 2, 3)))),
            first_observed=_NOW - timedelta(seconds=draw.randrange(200 * 86_400)),
            last_observed=_NOW,
        )


def _package(vulnerability: int, each: int) -> Package:
    number = vulnerability % _PACKAGES
    name = f"package-{number}" + ("", "-libs", "-devel")[each]
    release = vulnerability % 30
    return Package(
        name=name, version=f"1:3.0.{release}-{number}.el9", fixed_in=f"3.0.{release + 3}-{number}.el9",
        manager=_MANAGERS[number % len(_MANAGERS)], arch="X86_64",
    )  # fmt: skip


class Read:
    """A census that has been read already; only what the ledger does with its pages is timed."""

    def __init__(self, instances: Sequence[Instance], count: int) -> None:
        self.seconds = 0.0
        ledger = Ledger()
        told = findings(instances, count)
        while page := list(islice(told, _PAGE)):
            self._timed(ledger, page)
        started = time.perf_counter()
        exploited = list(ledger.arn_by_vulnerability())[::_EXPLOITED_EVERY]
        facts = dict.fromkeys(ledger.arn_by_vulnerability(), ExploitFacts())
        due = KnownExploited(added=_NOW.date(), due=(_NOW - timedelta(days=5)).date())
        facts |= dict.fromkeys(exploited, ExploitFacts(known_exploited=due))
        place = Place(account=_ACCOUNT, region=_REGION, asked_at=_NOW, took_s=0)
        rows = [
            InstanceFindings(
                instance=one,
                coverage=Coverage(scanned=bool(number % 20), reason="" if number % 20 else "NO_INVENTORY"),
                counts=SeverityCounts(),
            )
            for number, one in enumerate(instances)
        ]
        self._census = Census((), ledger.lines(facts), rows, (), place)
        self.seconds += time.perf_counter() - started

    def _timed(self, ledger: Ledger, page: Sequence[Finding]) -> None:
        started = time.perf_counter()
        ledger.take(page)
        self.seconds += time.perf_counter() - started

    def take(self, given: Sequence[str], progress: Progress) -> Census:
        """The census, whatever is asked for."""
        del given, progress
        return self._census


def one_run(size: int, count: int) -> None:
    """Measure in this process."""
    read = Read(fleet(size), count)
    with tempfile.TemporaryDirectory(prefix="eval-") as folder:
        clock = SystemClock()
        store = SqliteStore.open(Path(folder), clock)
        reports = Reports(read, store, Files(Path(folder), clock), clock, 0)
        sizes, parts = {}, {}
        for wanted in ("json", "csv", "html"):
            begun = time.perf_counter()
            made = reports.report((), wanted, Silent())
            parts[wanted] = time.perf_counter() - begun
            sizes[wanted] = made.file.size_bytes / 1e6
        store.close()
    seconds = read.seconds + max(parts.values())
    parts["keep"] = read.seconds
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak_mb": peak_mb, "parts": parts, "sizes": sizes}))


def main() -> None:
    """Print one figure a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fleet", type=int, default=1000)
    parser.add_argument("--findings", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.here:
        one_run(given.fleet, given.findings)
        return
    command = [sys.executable, "-m", "evals.report_scale", "--here"]
    command += ["--fleet", str(given.fleet), "--findings", str(given.findings)]
    runs = []
    for _ in range(given.repeat):
        ran = subprocess.run(command, cwd=rig.ROOT, stdout=subprocess.PIPE, text=True, check=True)
        runs.append(json.loads(ran.stdout))
        for name in ("parts", "sizes"):
            print(
                f"# {name}: " + ", ".join(f"{what} {value:.2f}" for what, value in runs[-1][name].items()), flush=True
            )
    print(f"seconds: {median(run['seconds'] for run in runs):.2f}")
    print(f"peak_mb: {max(run['peak_mb'] for run in runs):.0f}")
    print(f"html_mb: {max(run['sizes']['html'] for run in runs):.2f}")


if __name__ == "__main__":
    main()
