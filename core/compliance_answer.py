"""The answer about patches, put together and in words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.answers.patch_status import PatchCompliance, RatingGroup, ids_of
from core.compliance import InstancePatches, Known, PatchRules, Standing, standings
from core.fleet import Instance
from core.gaps import Gap, whole
from core.missing_patches import MissingPatch, urgency
from core.patches import Rating
from core.place import Place
from core.summaries import counted

_SOON = timedelta(days=7)
_RANK = {each: rank for rank, each in enumerate(Standing)}
_WORDS = {
    Standing.PENDING_REBOOT: "waiting for a reboot",
    Standing.STALE: "not scanned lately",
    Standing.CONNECTION_LOST: "out of reach",
    Standing.NEVER_SCANNED: "never scanned",
    Standing.UNMANAGED: "unmanaged",
    Standing.UNKNOWN: "could not be asked about",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read at one moment; `missing` lacks the instances whose patches could not be read.

    Without `ages_known` a patch may have been missing for longer than is known.
    """

    instances: Sequence[Instance]
    known: Mapping[str, Known]
    missing: Mapping[str, Sequence[MissingPatch]]
    gaps: tuple[Gap, ...]
    place: Place
    ages_known: bool = True


def compliance_answer(
    reading: Reading, rules: PatchRules, asked_for: tuple[str, ...], now: datetime, most: int
) -> PatchCompliance:
    """The whole answer; of the missing patches, the `most` urgent are listed."""
    instances = tuple(sorted((_judged(each, reading, rules, now) for each in reading.instances), key=_order))
    patches = sorted((patch for several in reading.missing.values() for patch in several), key=urgency)
    gaps = (*reading.gaps, *_left_out(len(patches), most))
    return PatchCompliance.model_validate(
        {
            **{each.value: ids_of(instances, each) for each in Standing},
            "missing_patches": tuple(patches[:most]),
            "overdue_count": sum(patch.overdue for patch in patches),
            "counted_missing": sum(each.scan.not_installed for each in instances if each.scan),
            "by_rating": _by_rating(patches, now),
            "ages_known": reading.ages_known,
            "summary": _summary(instances, gaps, ages_known=reading.ages_known),
            "instances": instances,
            "rules": rules,
            "asked_for": asked_for,
            "partial": gaps,
            "place": reading.place,
        }
    )


def _judged(instance: Instance, reading: Reading, rules: PatchRules, now: datetime) -> InstancePatches:
    known = reading.known.get(instance.instance_id, Known())
    (stands, reason), *others = standings(instance, known, rules, now)
    patches = reading.missing.get(instance.instance_id)
    expected = bool(known.scan and known.scan.not_installed)
    return InstancePatches(
        instance=instance,
        standing=stands,
        reason=reason,
        besides=tuple(each for each, _ in others),
        notes=tuple(clause for _, clause in others),
        scan=known.scan,
        read=patches is not None or not expected,
        by_rating=Counter(patch.rating for patch in patches or ()),
        overdue=sum(patch.overdue for patch in patches or ()),
        oldest=min((patch.since for patch in patches or ()), default=None),
    )


def _order(each: InstancePatches) -> tuple[int, int, list[int], int, str]:
    by_rating = [-each.by_rating.get(rating, 0) for rating in Rating]
    unread = -each.scan.critical if each.scan else 0
    return (_RANK[each.standing], -each.overdue, by_rating, unread, each.instance.label)


def _by_rating(patches: Iterable[MissingPatch], now: datetime) -> tuple[RatingGroup, ...]:
    groups: dict[Rating, list[MissingPatch]] = {rating: [] for rating in Rating}
    for patch in patches:
        groups[patch.rating].append(patch)
    return tuple(
        RatingGroup(
            rating=rating,
            missing=len(members),
            instances=len({patch.instance_id for patch in members}),
            overdue=sum(patch.overdue for patch in members),
            due_in_a_week=sum(not patch.overdue and patch.due <= now + _SOON for patch in members),
            oldest=min(patch.since for patch in members),
        )
        for rating, members in groups.items()
        if members
    )


def _left_out(count: int, most: int) -> tuple[Gap, ...]:
    if count <= most:
        return ()
    why = f"The list ends after the {most:,} most urgent; all of them are counted."
    advice = "Name fewer instances, or raise SRE_MAX_FINDINGS."
    return (Gap(what=f"{count - most:,} less urgent missing patches", why=why, advice=advice, by_choice=True),)


def _summary(instances: Sequence[InstancePatches], gaps: Sequence[Gap], *, ages_known: bool) -> str:
    """For example `12 instances: 5 not compliant (31 patches missing, 7 overdue), 2 never scanned, 5 compliant`."""
    who = instances[0].instance.label if len(instances) == 1 else counted(len(instances), "instance")
    partial = "" if whole(gaps) else "; partial answer"
    if len(instances) == 1:
        return f"{who}: {how_it_stands(instances[0])}{partial}"
    stands = Counter(each.standing for each in instances)
    return f"{who}: {', '.join(_parts(stands, instances, ages_known=ages_known))}{partial}"


def how_it_stands(only: InstancePatches) -> str:
    """For example `19 patches missing, 2 failed to install, 14 overdue; its agent is silent`."""
    overdue = f", {only.overdue} overdue" if only.overdue else ""
    first = "compliant, " if only.standing is Standing.COMPLIANT else ""
    return "; ".join([first + only.reason + overdue, *only.notes])


def _overdue(instances: Sequence[InstancePatches], *, ages_known: bool) -> str:
    """Of patches that were read; what was not read, or is older than it looks, may be overdue too."""
    overdue = sum(each.overdue for each in instances)
    sure = ages_known and all(each.read for each in instances)
    if not (overdue or sure):
        return "overdue ones not known"
    return f"{'' if sure else 'at least '}{overdue:,} overdue"


def _parts(stands: Mapping[Standing, int], instances: Sequence[InstancePatches], *, ages_known: bool) -> Iterable[str]:
    if stands.get(Standing.NON_COMPLIANT):
        missing = sum(each.scan.not_installed for each in instances if each.scan)
        noun = "patch" if missing == 1 else "patches"
        overdue = _overdue(instances, ages_known=ages_known)
        yield f"{stands[Standing.NON_COMPLIANT]:,} not compliant ({missing:,} {noun} missing, {overdue})"
    yield from (f"{stands[each]:,} {word}" for each, word in _WORDS.items() if stands.get(each))
    yield f"{stands.get(Standing.COMPLIANT, 0):,} compliant"
