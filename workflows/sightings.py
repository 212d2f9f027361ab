"""Since when each patch has been missing, as far as we have seen: Systems Manager tells only how it is now."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from core.clock import Clock
from core.patches import Patch, Scan
from services.store import MAX_CHANGES, Changes, Put, Record, Store

_KIND = "patch-sightings"
_KEEP = timedelta(days=400)
_PAGE = 1000

Seen = Mapping[str, Mapping[str, datetime]]


class Sightings:
    """Remembers for each instance which scan first found which patch missing, as long as it stays missing."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def note(self, scans: Mapping[str, Scan], missing: Mapping[str, Sequence[Patch]]) -> Seen:
        """What was first seen when, with what is missing now; a patch that is not missing any more is forgotten.

        Raises:
            Upstream: the store does not answer.
        """
        before = self._remembered(missing)
        seen = {
            name: {patch.name: before.get(name, {}).get(patch.name, scans[name].ended) for patch in patches}
            for name, patches in missing.items()
        }
        self._keep({name: each for name, each in seen.items() if each != before.get(name, {})})
        return seen

    def _remembered(self, instance_ids: Iterable[str]) -> dict[str, dict[str, datetime]]:
        wanted = set(instance_ids)
        if len(wanted) == 1:
            [only] = wanted
            found = self._store.get(_KIND, only)
            return {only: _read(found)} if found else {}
        return {record.key: _read(record) for record in self._all() if record.key in wanted}

    def _all(self) -> Iterable[Record]:
        page = self._store.find(_KIND, limit=_PAGE)
        while page:
            yield from page
            page = self._store.find(_KIND, limit=_PAGE, after=page[-1]) if len(page) == _PAGE else []

    def _keep(self, changed: Seen) -> None:
        # Two processes may note the same: whoever is last has seen as much.
        expires = self._clock.now() + _KEEP
        puts = [
            Put(_KIND, name, {patch: at.isoformat() for patch, at in each.items()}, expect=None, expires=expires)
            for name, each in changed.items()
        ]
        for begin in range(0, len(puts), MAX_CHANGES):
            self._store.commit(Changes(puts=tuple(puts[begin : begin + MAX_CHANGES])))


def _read(record: Record) -> dict[str, datetime]:
    return {patch: datetime.fromisoformat(at) for patch, at in record.doc.items()}
