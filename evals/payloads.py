"""How well payloads of real senders are read.

Figures: records; normalised (the share that became readable alerts with a title and a fingerprint that is the same the
second time); fields_asserted and fields_right (what senders' own tests and mocks assert, and what an envelope states of
itself: account, region and time; right where the alert says the same). A record is one JSON object a line: source,
payload, expect. Under `expect.parameters` lie values that the sender's mock puts at a path of the payload.
"""

import argparse
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from core.alerts import Alert, normalise
from core.alerts.making import tags_of
from core.alerts.reading import mapping, word
from core.alerts.times import moment

_RECORDS = "alert_payloads.jsonl"


def read(folder: Path) -> list[dict[str, object]]:
    """The records of a folder; ends the run with a sentence when they are not there."""
    file = folder / _RECORDS
    if not file.is_file():
        raise SystemExit(f"There is no {_RECORDS} in {folder}; --data names the folder that holds it.")
    return [json.loads(line) for line in file.read_text().splitlines() if line.strip()]


def readable(source: str, payload: object) -> bool:
    """Whether a payload becomes at least one alert that a person can read, the same one each time."""
    try:
        once, twice = normalise(source, payload), normalise(source, json.loads(json.dumps(payload)))
    except Exception as error:  # noqa: BLE001  any exception is what is measured
        print(f"# {source}: {type(error).__name__}")
        return False
    same = [alert.fingerprint for alert in once] == [alert.fingerprint for alert in twice]
    return bool(once) and same and all(alert.title.strip() and alert.fingerprint for alert in once)


def asserted(record: Mapping[str, object]) -> Iterator[tuple[str, bool]]:
    """Each field that somebody asserts of a record, and whether the alert says so too."""
    payload, source = mapping(record["payload"]), str(record["source"])
    expect = dict(mapping(record.get("expect")))
    for path, values in mapping(expect.pop("parameters", {})).items():
        for value in values if isinstance(values, list) else [values]:
            alerts = normalise(source, _with(payload, path.split("."), value))
            yield f"{path}={value}", any(_says(alert, path.rpartition(".")[2], value) for alert in alerts)
    alerts = normalise(source, payload)
    for field, value in expect.items():
        yield field, any(_says(alert, field, value) for alert in alerts)
    if "detail-type" in payload:
        for field, found in (("account", "account"), ("region", "region")):
            if word(payload.get(field)):
                yield field, all(getattr(alert, found) == word(payload[field]) for alert in alerts)
        if when := moment(payload.get("time")):
            yield "time", all(alert.at is not None and abs((alert.at - when).days) < 2 for alert in alerts)  # noqa: PLR2004


def _with(payload: object, path: list[str], value: object) -> dict[str, object]:
    changed = dict(mapping(payload))
    changed[path[0]] = _with(changed.get(path[0]), path[1:], value) if path[1:] else value
    return changed


def _says(alert: Alert, field: str, value: object) -> bool:
    """Whether a field of that name, or a label, holds the value; tags are held one by one."""
    own = alert.model_dump(mode="json").get(field)
    if isinstance(own, str) and own == word(value):
        return True
    if field == "tags":
        return tags_of(value).items() <= alert.labels.items()
    return word(value) in {alert.labels.get(field), alert.service, alert.resource, alert.sent_severity} or (
        word(value) in alert.labels.values()
    )


def main() -> None:
    """Read, judge, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help=f"folder with {_RECORDS}")
    parser.add_argument("--wrong", action="store_true", help="show each record that was not read, and each wrong field")
    arguments = parser.parse_args()
    records = read(arguments.data)
    good, held = 0, []
    for record in records:
        fine = readable(str(record["source"]), record["payload"])
        good += fine
        checks = list(asserted(record)) if fine else []
        held += checks
        if arguments.wrong:
            for name in ([] if fine else ["not read"]) + [name for name, right in checks if not right]:
                print(f"# {record.get('id')} {record['source']}: {name}")
    print(f"records: {len(records)}")
    print(f"normalised: {good / len(records):.3f}")
    print(f"fields_asserted: {len(held)}")
    print(f"fields_right: {sum(right for _, right in held) / len(held):.3f}" if held else "fields_right: none asserted")


if __name__ == "__main__":
    main()
