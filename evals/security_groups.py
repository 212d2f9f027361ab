"""How well changes of security groups are judged, on labelled ones.

Figures: exact of records (the level is the labelled one), critical_high_missed (labelled critical or high, judged
lower), raised (labelled none, judged medium or worse), us_per_event; then one line for each labelled level with what
was made of it. A record is one JSON object a line: id, gold (critical, high, medium, low, none), event (as CloudTrail
writes it).
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.security_groups import Exposure, judge

_RECORDS = "security_group_changes.jsonl"
_GRAVE = (Exposure.CRITICAL, Exposure.HIGH)
_ROUNDS = 20


@dataclass(frozen=True)
class Outcome:
    """One change: how it is labelled, and how it was judged."""

    name: str
    gold: Exposure
    judged: Exposure


def read(folder: Path) -> list[dict[str, object]]:
    """The labelled changes of a folder; ends the run with a sentence when they are not there."""
    file = folder / _RECORDS
    if not file.is_file():
        raise SystemExit(f"There is no {_RECORDS} in {folder}; --data names the folder that holds it.")
    return [json.loads(line) for line in file.read_text().splitlines() if line.strip()]


def outcomes(records: list[dict[str, object]]) -> list[Outcome]:
    """Judge every change."""
    return [Outcome(str(one["id"]), Exposure(str(one["gold"])), judge(one["event"])) for one in records]


def figures(judged: list[Outcome]) -> Iterator[tuple[str, object]]:
    """Names and values, in the order in which they are printed."""
    yield "exact", sum(one.judged is one.gold for one in judged)
    yield "records", len(judged)
    yield "critical_high_missed", sum(one.gold in _GRAVE and one.judged not in _GRAVE for one in judged)
    yield "raised", sum(one.gold is Exposure.NONE and one.judged.weight >= Exposure.MEDIUM.weight for one in judged)
    for gold in Exposure:
        made = Counter(one.judged for one in judged if one.gold is gold)
        yield f"labelled_{gold}", ", ".join(f"{made[level]} {level}" for level in Exposure if made[level]) or "0"


def main() -> None:
    """Print one figure a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help=f"the folder that holds {_RECORDS}")
    parser.add_argument(
        "--verbose", action="store_true", help="each change that was judged otherwise, on the error stream"
    )
    given = parser.parse_args()
    records = read(given.data)
    judged = outcomes(records)
    started = time.process_time()
    for _ in range(_ROUNDS):
        outcomes(records)
    took_s = (time.process_time() - started) / _ROUNDS
    for name, value in figures(judged):
        print(f"{name}: {value}")
    print(f"us_per_event: {took_s / len(records) * 1e6:.0f}")
    if given.verbose:
        for one in judged:
            if one.judged is not one.gold:
                print(f"# {one.name}: {one.gold}, judged {one.judged}", file=sys.stderr)


if __name__ == "__main__":
    main()
