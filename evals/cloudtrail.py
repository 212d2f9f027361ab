"""How well attacks are told from ordinary work in CloudTrail events.

Figures on the records of a folder: sessions_found of sessions (a detection completes on an event whose call the
technique's own page names), sessions_found_medium (one of medium or above), false_per_1000 (detections of medium or
above per 1,000 ordinary events), grouped_false (the same, grouped by detection, caller and call), false_stories,
precision (of detections of medium or above: those within attack sessions), recall_<tactic>, and ms_per_event.
held_... says the same of cases made here by hand, as attacks with benign twins. fuzz_events and fuzz_errors: how many
made objects were judged, and how many of them raised.
"""

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from core.detections import Detection, detect, stories
from core.findings import Severity
from evals.cloudtrail_attacks import ATTACKS
from evals.cloudtrail_cases import Case
from evals.cloudtrail_fuzz import fuzzed
from evals.cloudtrail_twins import TWINS

_ATTACKS, _BENIGN = "cloudtrail_attacks.jsonl", "cloudtrail_benign.jsonl"
_GRAVE = {Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM}


def _records(folder: Path, name: str) -> list[dict[str, Any]]:
    """The records of a file; ends the run with a sentence when they are not there."""
    if not folder.is_dir():
        raise SystemExit(f"There is no folder {folder}; --data names the one that holds {_ATTACKS} and {_BENIGN}.")
    if not (folder / name).is_file():
        raise SystemExit(f"The folder {folder} holds no {name}, so nothing can be judged.")
    return [json.loads(line) for line in (folder / name).read_text().splitlines() if line.strip()]


def _grave(detections: Sequence[Detection]) -> list[Detection]:
    return [each for each in detections if each.severity in _GRAVE]


def _on_key(session: dict[str, Any], detections: Sequence[Detection]) -> list[Detection]:
    names = [event.get("eventName") for event in session["events"]]
    return [each for each in detections if names[each.event_index] in session["key_events"]]


def _attacks(sessions: list[dict[str, Any]], *, verbose: bool) -> int:
    """Print recall; the answer is how many grave detections the sessions raised."""
    by_tactic: dict[str, list[bool]] = defaultdict(list)
    grave = found_grave = 0
    for session in sessions:
        detections = detect(session["events"])
        key = _on_key(session, detections)
        grave += len(_grave(detections))
        found_grave += bool(_grave(key))
        by_tactic[session["tactic"]].append(bool(key))
        if verbose:
            print(f"# {session['id']}: {sorted({each.rule for each in key}) or 'missed'}", file=sys.stderr)
    print(f"sessions_found: {sum(sum(found) for found in by_tactic.values())}")
    print(f"sessions: {len(sessions)}")
    print(f"sessions_found_medium: {found_grave}")
    for tactic, found in sorted(by_tactic.items()):
        print(f"recall_{tactic}: {sum(found) / len(found):.2f} of {len(found)}")
    return grave


def _ordinary(events: list[dict[str, Any]], right: int, *, verbose: bool) -> None:
    detect(events[:10])
    started = time.perf_counter()
    detections = detect(events)
    took_s = time.perf_counter() - started
    wrong = _grave(detections)
    calls = {(each.rule, each.actor, events[each.event_index].get("eventName")) for each in wrong}
    told = stories(events, detections)
    print(f"false_per_1000: {len(wrong) / len(events) * 1000:.2f}")
    print(f"grouped_false: {len(calls)}")
    print(f"false_stories: {sum(each.severity in _GRAVE for each in told)}")
    print(f"precision: {right / max(1, right + len(wrong)):.3f}")
    print(f"ms_per_event: {took_s / len(events) * 1000:.3f}")
    if verbose:
        for each in detections:
            print(f"# ordinary: {each.severity} {each.rule} {each.title}", file=sys.stderr)


def _cases(*, verbose: bool) -> None:
    found = [case for case in ATTACKS if _said(case)]
    wrong = [case for case in TWINS if _grave(detect(case.events()))]
    print(f"held_attacks_found: {len(found)}")
    print(f"held_attacks: {len(ATTACKS)}")
    print(f"held_twins_wrong: {len(wrong)}")
    print(f"held_twins: {len(TWINS)}")
    if verbose:
        for case in [*(each for each in ATTACKS if each not in found), *wrong]:
            print(f"# held: {case.name}", file=sys.stderr)


def _said(case: Case) -> bool:
    return any(each.rule == case.rule for each in detect(case.events()))


def _fuzz(count: int, seed: int) -> None:
    errors = 0
    for batch in _batches(fuzzed(seed, count)):
        try:
            stories(batch, detect(batch))
        except Exception as error:  # noqa: BLE001  whatever it raises is what is counted
            errors += 1
            print(f"# fuzz: {error!r}", file=sys.stderr)
    print(f"fuzz_events: {count}")
    print(f"fuzz_errors: {errors}")


def _batches(events: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for event in events:
        batch.append(event)
        if len(batch) == 100:  # noqa: PLR2004  windows need company
            yield batch
            batch = []
    yield batch


def main() -> None:
    """Print one figure a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help=f"the folder that holds {_ATTACKS} and {_BENIGN}")
    parser.add_argument("--fuzz", type=int, default=10_000, help="how many made objects are judged")
    parser.add_argument("--seed", type=int, default=7, help="which made objects")
    parser.add_argument("--verbose", action="store_true", help="one line per session, on the error stream")
    given = parser.parse_args()
    sessions, ordinary = _records(given.data, _ATTACKS), _records(given.data, _BENIGN)
    right = _attacks(sessions, verbose=given.verbose)
    _ordinary([record["event"] for record in ordinary], right, verbose=given.verbose)
    _cases(verbose=given.verbose)
    _fuzz(given.fuzz, given.seed)


if __name__ == "__main__":
    main()
