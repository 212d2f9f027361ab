"""How much a day of a busy account takes in the event log, and how it is read: 200,000 events, as the sandbox's are.

Figures: megabytes on disk, milliseconds of the processor to keep an event, seconds of it to read the day, megabytes of
memory that takes, and seconds to find what names one instance.
"""

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from core.stretches import Stretch
from sandbox.aws.cloudtrail.event import record
from sandbox.aws.cloudtrail.happenings import everything
from sandbox.aws.world import Size, World
from services.aws.event_pages import StoredEvent
from services.store.event_log import EventLog, Limits

_PAGE = 50
_DAY = timedelta(days=1)
_MEGABYTE = 1_000_000


def made(count: int, now: datetime) -> Iterator[Sequence[StoredEvent]]:
    """Pages of so many events of one day, newest first: the writes of the sandbox's month again and again."""
    account = World(Size()).account
    writes = [record(account, event) for event in everything(account) if not event.read_only]
    for begin in range(0, count, _PAGE):
        yield [_event(writes, number, now - _DAY * number / count) for number in range(begin, begin + _PAGE)]


def _event(writes: Sequence[object], number: int, at: datetime) -> StoredEvent:
    template = writes[number % len(writes)]
    told = template if isinstance(template, dict) else {}
    # Ids are random in AWS and take their room, so these have to differ as well.
    own = {"eventID": str(UUID(int=number * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128))}
    own["requestID"] = str(UUID(int=number * 0xC2B2AE3D27D4EB4F165667B19E3779F9 % 2**128))
    return StoredEvent(own["eventID"], at, json.dumps({**told, **own, "eventTime": f"{at:%Y-%m-%dT%H:%M:%SZ}"}))


def measured(folder: Path, count: int) -> Iterator[tuple[str, float]]:
    """Each figure with its name."""
    now = datetime.now(UTC).replace(microsecond=0)
    log, day = EventLog(folder, Limits(30 * _DAY, 10**10)), Stretch(now - _DAY, now)
    kept_s, reached = 0.0, now
    for page in made(count, now):
        began = time.process_time()
        log.keep("changes", page, Stretch(page[-1].at, reached), now)
        kept_s += time.process_time() - began
        reached = page[-1].at
    yield "disk_mb", sum(file.stat().st_size for file in folder.iterdir()) / _MEGABYTE
    yield "keep_ms_per_event", kept_s * 1_000 / count
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    found = sum(1 for _ in log.between(day))
    yield "events", found
    yield "read_s", time.process_time() - began
    yield "read_memory_mb", (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1_000
    began = time.process_time()
    list(log.about(["i-033e0c347d41e994b"], day))
    yield "about_one_instance_s", time.process_time() - began
    log.close()


def main() -> None:
    """Print one figure a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=200_000, help="events of the day")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name, value in measured(Path(folder), given.events):
            print(f"{name}: {value:.3f}")


if __name__ == "__main__":
    main()
