"""How well anomalies are found: on real CloudWatch series with labelled windows, and on made ones.

Figures: windows_hit of windows (a detection overlaps the window), false_bursts_per_day (detections outside every
window, those less than an hour apart as one, per day and series after the first day, which is for learning) and
ms_per_series; what begins with made_ or other_ says the same of two families of series made here. confident_high, _fair
and _low: which share of the anomalies of that confidence, on the made series after two days, was a labelled one. A
record is one JSON object a line: id, t (epoch seconds), v (null where nothing was measured), windows (pairs of s).
"""

import argparse
import json
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from core.anomaly import Anomaly, detect
from evals.made_series import Labelled, made
from evals.other_series import other

_RECORDS = "anomaly_cloudwatch.jsonl"
_DAY_S, _HOUR_S = 86_400, 3_600
_MADE_SEED = 11
_OTHER_SEED = 5


@dataclass(frozen=True)
class Outcome:
    """One series, judged."""

    name: str
    windows: int
    hit: int
    false_bursts: int
    days: float
    took_s: float
    told: tuple[tuple[str, bool], ...]


def read(folder: Path) -> list[Labelled]:
    """The labelled series of a folder; ends the run with a sentence when they are not there."""
    file = folder / _RECORDS
    if not folder.is_dir():
        raise SystemExit(f"There is no folder {folder}; --data names the one that holds {_RECORDS}.")
    if not file.is_file():
        raise SystemExit(f"The folder {folder} holds no {_RECORDS}, so the real series cannot be judged.")
    records = [json.loads(line) for line in file.read_text().splitlines() if line.strip()]
    return [Labelled(one["id"], one["t"], one["v"], [(start, end) for start, end in one["windows"]]) for one in records]


def _overlaps(anomaly: Anomaly, window: tuple[float, float]) -> bool:
    return anomaly.start <= window[1] and anomaly.end >= window[0]


def _bursts(anomalies: Iterable[Anomaly]) -> int:
    bursts, quiet_since = 0, float("-inf")
    for anomaly in anomalies:
        bursts += anomaly.start - quiet_since >= _HOUR_S
        quiet_since = max(quiet_since, anomaly.end)
    return bursts


def judge(series: Labelled) -> Outcome:
    """Compare what is found in a series with its windows."""
    started = time.perf_counter()
    anomalies = detect(series.times, series.values)
    took_s = time.perf_counter() - started
    learnt = series.times[0] + _DAY_S
    found = [anomaly for anomaly in anomalies if anomaly.start >= learnt]
    wrong = [anomaly for anomaly in found if not any(_overlaps(anomaly, window) for window in series.windows)]
    hit = sum(any(_overlaps(anomaly, window) for anomaly in found) for window in series.windows)
    days = max(0.0, series.times[-1] - learnt) / _DAY_S
    # Nothing is labelled in the first two days of a made series, so that what is told there is always wrong.
    told = tuple((one.confidence.word, one not in wrong) for one in found if one.start >= learnt + _DAY_S)
    return Outcome(series.name, len(series.windows), hit, _bursts(wrong), days, took_s, told)


def _figures(prefix: str, outcomes: list[Outcome]) -> None:
    days = sum(one.days for one in outcomes)
    print(f"{prefix}windows_hit: {sum(one.hit for one in outcomes)}")
    print(f"{prefix}windows: {sum(one.windows for one in outcomes)}")
    print(f"{prefix}false_bursts_per_day: {sum(one.false_bursts for one in outcomes) / days:.3f}")


def _confidences(outcomes: list[Outcome]) -> None:
    for word in ("high", "fair", "low"):
        right = [one for outcome in outcomes for said, one in outcome.told if said == word]
        if right:
            print(f"confident_{word}: {sum(right) / len(right):.2f} of {len(right)}")


def _each(outcomes: list[Outcome]) -> None:
    for one in outcomes:
        print(f"# {one.name}: {one.hit} of {one.windows} windows, {one.false_bursts} false bursts", file=sys.stderr)


def main() -> None:
    """Print one figure a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help=f"the folder that holds {_RECORDS}")
    parser.add_argument("--made", type=int, default=8, help="how many made series of each kind")
    parser.add_argument("--verbose", action="store_true", help="one line per series, on the error stream")
    given = parser.parse_args()
    records = read(given.data)
    # The first call also loads code, which is start-up time and measured there.
    judge(records[0])
    real, invented = [judge(one) for one in records], [judge(one) for one in made(_MADE_SEED, given.made)]
    others = [judge(one) for one in other(_OTHER_SEED, given.made)]
    if given.verbose:
        _each(real + invented + others)
    _figures("", real)
    print(f"ms_per_series: {sum(one.took_s for one in real) / len(real) * 1000:.1f}")
    if invented:
        _figures("made_", invented)
        _figures("other_", others)
        _confidences(invented + others)


if __name__ == "__main__":
    main()
