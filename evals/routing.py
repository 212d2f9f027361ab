"""How often an alert goes to the right specialist, from its texts and its expression alone.

Figures: records; exact (the gold specialist); acceptable (one that would also do); abstained. `--groups` shows each
group that the rules were filed under, worst first, which tells whether whole systems are unknown. A record is one JSON
object a line: title, description, severity, expr, gold, acceptable.
"""

import argparse
import json
from collections import defaultdict
from pathlib import Path

from core.alerts import Alert
from core.alerts.reading import items
from core.routing import Route, route

_RECORDS = "alert_routing.jsonl"


def read(folder: Path) -> list[dict[str, object]]:
    """The records of a folder; ends the run with a sentence when they are not there."""
    file = folder / _RECORDS
    if not file.is_file():
        raise SystemExit(f"There is no {_RECORDS} in {folder}; --data names the folder that holds it.")
    return [json.loads(line) for line in file.read_text().splitlines() if line.strip()]


def routed(record: dict[str, object]) -> Route:
    """Where one record goes."""
    title, description, severity, expr = (
        str(record.get(key) or "") for key in ("title", "description", "severity", "expr")
    )
    return route(Alert.of_text(title, description, severity, expr))


def main() -> None:
    """Read, route, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help=f"folder with {_RECORDS}")
    parser.add_argument("--groups", action="store_true", help="show the share of each group, worst first")
    parser.add_argument("--wrong", action="store_true", help="show each record that went to no acceptable specialist")
    arguments = parser.parse_args()
    records = read(arguments.data)
    exact, acceptable, abstained = 0, 0, 0
    groups: dict[str, list[bool]] = defaultdict(list)
    for record in records:
        chosen = routed(record)
        right = chosen.specialist == record["gold"]
        fine = right or chosen.specialist in items(record.get("acceptable"))
        exact, acceptable, abstained = exact + right, acceptable + fine, abstained + chosen.abstained
        groups[str(record.get("filed_under"))].append(right)
        if arguments.wrong and not fine:
            print(f"# {record['title']}: {chosen.specialist.value}, not {record['gold']} ({chosen.why})")
    if arguments.groups:
        for name, rights in sorted(groups.items(), key=lambda item: sum(item[1]) / len(item[1])):
            print(f"# {sum(rights)}/{len(rights)} {name}")
    print(f"records: {len(records)}")
    print(f"exact: {exact / len(records):.3f}")
    print(f"acceptable: {acceptable / len(records):.3f}")
    print(f"abstained: {abstained / len(records):.3f}")


if __name__ == "__main__":
    main()
