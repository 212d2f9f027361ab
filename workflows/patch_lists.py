"""The missing patches of each instance, read once for each scan: until the next one they stay the same."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import datetime
from threading import Lock

from core.patches import Patch, Scan
from services.aws.patch_states import Answers, PatchStates

_MOST_KEPT = 5000


class PatchLists:
    """Reads what is not known yet, the instances with the most severe patches first.

    So an answer that had to end early is whole the next time.
    """

    def __init__(self, patch_states: PatchStates) -> None:
        self._patch_states = patch_states
        self._lock = Lock()
        self._kept: OrderedDict[str, tuple[datetime, tuple[Patch, ...]]] = OrderedDict()

    def of(self, scans: Mapping[str, Scan], on_each: Callable[[int, int], object]) -> Answers[tuple[Patch, ...]]:
        """The lists of all instances on which a scan found patches missing; `on_each` hears how many of them."""
        wanted = {name: scan for name, scan in scans.items() if scan.not_installed}
        known = self._known(wanted)
        left = sorted(wanted.keys() - known.keys(), key=lambda name: _worst_first(wanted[name]))
        read = self._patch_states.missing(left, lambda number: on_each(len(known) + number, len(wanted)))
        self._keep({name: (wanted[name].ended, patches) for name, patches in read.told.items()})
        return Answers({**known, **read.told}, read.unasked)

    def _known(self, wanted: Mapping[str, Scan]) -> dict[str, tuple[Patch, ...]]:
        with self._lock:
            found = {name: self._kept[name] for name in wanted if name in self._kept}
        return {name: patches for name, (ended, patches) in found.items() if ended == wanted[name].ended}

    def _keep(self, read: Mapping[str, tuple[datetime, tuple[Patch, ...]]]) -> None:
        with self._lock:
            self._kept.update(read)
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)


def _worst_first(scan: Scan) -> tuple[int, int, int, str]:
    return (-scan.critical, -scan.security, -scan.not_installed, scan.instance_id)
