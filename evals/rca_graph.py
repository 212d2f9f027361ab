"""Is the component that caused an alarm found in the graph of calls? On incidents of a real system, with their causes.

    python -m evals.rca_graph --data DIR

Prints one `name: value` per figure: `top1` and `top3`, the shares of incidents whose cause is named first, or among
the first three; then the same per scenario. Nothing is fitted to the records: the rules are those that alerts use.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from core.causes import Measured, graph_of, suspects

INCIDENTS, NORMAL = "rca_dependency_graph.jsonl", "rca_dependency_graph_normal.jsonl"
_FIRST = 3


def ranked(incident: Mapping[str, Any], normal: Mapping[str, Any]) -> list[str]:
    """Components of one incident, the likeliest cause first; `normal` is the scenario's normal time and its calls."""
    alert = incident["alert"]
    found = suspects(
        component=alert["service"],
        metric=alert["metric"],
        at=alert["at"],
        times=incident["timestamps"],
        series=_series(incident["series"]),
        calls=graph_of((caller, callee) for caller, callee in normal.get("edges", ())),
        normal=_series(normal.get("series", {})),
    )
    return [each.component for each in found]


def _series(named: Mapping[str, Sequence[float | None]]) -> dict[Measured, Sequence[float | None]]:
    """Keyed by the data set as component, metric and statistic, joined by bars."""
    return {Measured(*key.rsplit("|", 2)): values for key, values in named.items()}


def _records(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with the incidents")
    folder = parser.parse_args(arguments).data
    missing = [name for name in (INCIDENTS, NORMAL) if not (folder / name).is_file()]
    if missing:
        print(f"no data: {folder / missing[0]} does not exist", file=sys.stderr)
        return 1
    normal = {each["scenario"]: each for each in _records(folder / NORMAL)}
    places: dict[str, list[int]] = defaultdict(list)
    for incident in _records(folder / INCIDENTS):
        names = ranked(incident, normal.get(incident["scenario"], {}))
        gold = incident["gold_root_cause"]
        places[incident["scenario"]].append(names.index(gold) if gold in names else len(names))
    every = [place for each in places.values() for place in each]
    for name, some in {"": every, **{f"_{scenario}": each for scenario, each in sorted(places.items())}}.items():
        print(f"top1{name}: {sum(place == 0 for place in some) / len(some):.3f}")
        print(f"top3{name}: {sum(place < _FIRST for place in some) / len(some):.3f}")
    print(f"incidents: {len(every)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
