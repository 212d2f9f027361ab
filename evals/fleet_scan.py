"""How fast every finding of a large fleet is read, beside a plain sequential boto3 paginator on the same local AWS.

Figures: ratio_80ms and ratio_0ms (every finding: ours / the paginator's seconds, with 80 and 0 ms added to each call),
summary_ratio_80ms (a whole card of the fleet / the paginator's), peak_mb (the most memory our process held, either
way). Each measurement is a process of its own; with --repeat the medians are compared.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import boto3

from core.clock import SystemClock
from core.findings import Finding
from core.progress import Silent
from evals import rig
from services.aws.crew import Crew
from services.aws.ec2 import Ec2
from services.aws.inspector import LIMIT, Inspector
from services.aws.session import Aws
from services.store.cache import Cache
from workflows.facts_memory import FactsMemory
from workflows.survey import Surveyor
from workflows.vulnerabilities import Vulnerabilities

_REGION = "us-west-2"
_STREAMS = 12
_DEADLINE_S = 30.0
_FILTERS = {
    "findingStatus": "ACTIVE",
    "findingType": "PACKAGE_VULNERABILITY",
    "resourceType": "AWS_EC2_INSTANCE",
}


def paginator() -> int:
    """What a script would do: all pages, one after the other."""
    client = boto3.Session().client("inspector2", region_name=_REGION)
    account = boto3.Session().client("sts", region_name=_REGION).get_caller_identity()["Account"]
    criteria: Any = {
        name: [{"comparison": "EQUALS", "value": value}]
        for name, value in {**_FILTERS, "awsAccountId": account}.items()
    }
    pages = client.get_paginator("list_findings").paginate(filterCriteria=criteria, PaginationConfig={"PageSize": 100})
    return sum(len(page["findings"]) for page in pages)


def stream() -> int:
    """Every finding, in our words; only how many there are of each severity is kept."""
    counts: dict[str, int] = {}

    def count(batch: Sequence[Finding]) -> None:
        for finding in batch:
            counts[finding.severity] = counts.get(finding.severity, 0) + 1

    with Crew(_STREAMS) as crew:
        streamed = Inspector(Aws(_REGION), crew).every_finding(count)
    if streamed.gaps:
        raise SystemExit(f"not every finding was read: {streamed.gaps[0]}")
    return sum(counts.values())


def summary() -> int:
    """The whole card: instances, coverage, counts, the worst findings and what is exploited, with empty caches."""
    clock, aws = SystemClock(), Aws(_REGION)
    with tempfile.TemporaryDirectory(prefix="eval-") as folder:
        inspector, known = Inspector(aws, Crew(32)), FactsMemory(Cache(Path(folder), clock))
        surveyor = Surveyor(aws, Ec2(aws), inspector, known, clock, LIMIT, _DEADLINE_S)
        answer = Vulnerabilities(surveyor, clock, 0).findings((), "all", Silent())
    if failed := [gap for gap in answer.partial if not gap.by_choice]:
        raise SystemExit(f"the card is partial: {failed[0]}")
    return answer.counts.total


SIDES: dict[str, Callable[[], int]] = {"paginator": paginator, "stream": stream, "summary": summary}


def measure(side: str, url: str) -> tuple[float, float, int]:
    """Seconds, peak memory in MiB and findings of one side, in a process of its own."""
    environment = os.environ | {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "sandbox",
        "AWS_SECRET_ACCESS_KEY": "sandbox",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    command = [sys.executable, "-m", "evals.fleet_scan", "--side", side]
    ran = subprocess.run(command, env=environment, cwd=rig.ROOT, stdout=subprocess.PIPE, text=True, check=True)
    seconds, peak_mb, findings = json.loads(ran.stdout)
    print(f"# {side}: {seconds:.2f} s, {peak_mb:.0f} MB at most, {findings:,} findings", flush=True)
    return seconds, peak_mb, findings


def one_side(side: str) -> None:
    """Measure in this process, without the time to import."""
    started = time.perf_counter()
    findings = SIDES[side]()
    took = time.perf_counter() - started
    print(json.dumps([took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, findings]))


def compare(url: str, latency_ms: int, repeat: int) -> dict[str, tuple[float, float]]:
    """Median seconds and peak memory of each side; all must have seen the same findings."""
    rig.aws_faults(url, {"*": {"latency_ms": latency_ms}} if latency_ms else {})
    print(f"# {latency_ms} ms per call", flush=True)
    measured = [{side: measure(side, url) for side in SIDES} for _ in range(repeat)]
    if len({found for run in measured for _, _, found in run.values()}) != 1:
        raise SystemExit("the sides did not see the same number of findings")
    return {side: (median(run[side][0] for run in measured), max(run[side][1] for run in measured)) for side in SIDES}


def main() -> None:
    """Print one figure a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fleet", type=int, default=1000)
    parser.add_argument("--findings", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--side", choices=SIDES, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.side:
        one_side(given.side)
        return
    with rig.half("sandbox.aws", "--fleet", str(given.fleet), "--findings", str(given.findings)) as url:
        quick, slow = compare(url, 0, given.repeat), compare(url, 80, given.repeat)
    print(f"ratio_80ms: {slow['stream'][0] / slow['paginator'][0]:.3f}")
    print(f"ratio_0ms: {quick['stream'][0] / quick['paginator'][0]:.3f}")
    print(f"summary_ratio_80ms: {slow['summary'][0] / slow['paginator'][0]:.3f}")
    print(f"peak_mb: {max(run[side][1] for run in (quick, slow) for side in ('stream', 'summary')):.0f}")


if __name__ == "__main__":
    main()
