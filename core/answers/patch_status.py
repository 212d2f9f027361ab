"""How instances stand with their patches."""

from collections.abc import Iterable
from datetime import datetime

from core.compliance import InstancePatches, PatchRules, Standing
from core.gaps import Gap
from core.missing_patches import MissingPatch
from core.model import Model
from core.patches import Rating
from core.place import Place


class RatingGroup(Model):
    """The missing patches of one rating: how many, on how many instances, how many past their day, and the oldest."""

    rating: Rating
    missing: int
    instances: int
    overdue: int
    due_in_a_week: int
    oldest: datetime


class PatchCompliance(Model):
    """An instance may stand in several lists of ids, but in `compliant` only where it is in no other.

    `missing_patches` and `instances` are worst first, overdue before all. `counted_missing` is what the scans count,
    also of instances whose patches could not be read; `overdue_count` and `by_rating` are of all that could. Without
    `ages_known` more may be overdue. `partial` says what is missing, and is empty for a whole answer.
    """

    compliant: tuple[str, ...]
    non_compliant: tuple[str, ...]
    pending_reboot: tuple[str, ...]
    stale: tuple[str, ...]
    connection_lost: tuple[str, ...]
    never_scanned: tuple[str, ...]
    unmanaged: tuple[str, ...]
    unknown: tuple[str, ...]
    missing_patches: tuple[MissingPatch, ...]
    overdue_count: int
    ages_known: bool = True
    counted_missing: int
    by_rating: tuple[RatingGroup, ...]
    summary: str
    instances: tuple[InstancePatches, ...]
    rules: PatchRules
    asked_for: tuple[str, ...]
    partial: tuple[Gap, ...]
    place: Place

    def of(self, *standings: Standing) -> tuple[InstancePatches, ...]:
        """The instances that stand so before all, in the order of the answer."""
        return tuple(each for each in self.instances if each.standing in standings)


def ids_of(instances: Iterable[InstancePatches], standing: Standing) -> tuple[str, ...]:
    """The ids of those that stand so, also besides."""
    return tuple(each.instance.instance_id for each in instances if standing in (each.standing, *each.besides))
