"""What of the account's events has not been read, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.errors import Cause, Upstream
from core.gaps import Gap
from core.strands import CHANGES, STRANDS, Strand
from core.stretches import Stretch, holes, joined
from services.store.event_log import EventLog
from workflows.trail_reading import LATE, name_of

_SECOND = timedelta(seconds=1)
_NAMED = 3
_LATER = "Ask again in a few minutes."


def unread(
    log: EventLog, errors: Mapping[str, Upstream | None], span: Stretch, strands: Sequence[Strand] = STRANDS
) -> tuple[Gap, ...]:
    """What is missing of a span, region by region; `errors` are why.

    The newest minutes are never missing: CloudTrail itself does not have all of them yet.
    """
    return tuple(
        gap
        for region, error in errors.items()
        for gap in _of_region(_Asked(log, region, span, strands), error, f" in {region}" if len(errors) > 1 else "")
    )


def read_until(log: EventLog, regions: Sequence[str], span: Stretch) -> datetime | None:
    """Until when every region was asked for changes; None where one was not."""
    ends = [stretch.until if (stretch := _newest(log, region, span)) else None for region in regions]
    known = [end for end in ends if end]
    return min(known) if len(known) == len(regions) else None


def oldest_read(log: EventLog, regions: Sequence[str], span: Stretch) -> datetime | None:
    """Since when changes are there without a hole, in every region; None where one has none."""
    begins = [stretch.since if (stretch := _newest(log, region, span)) else None for region in regions]
    known = [begin for begin in begins if begin]
    return max(known) if len(known) == len(regions) else None


def _newest(log: EventLog, region: str, span: Stretch) -> Stretch | None:
    """The last stretch that was read of a span."""
    inside = [
        Stretch(max(each.since, span.since), min(each.until, span.until))
        for each in joined(log.known(name_of(region, CHANGES)))
        if each.since <= span.until and each.until > span.since
    ]
    return inside[-1] if inside else None


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked of one region."""

    log: EventLog
    region: str
    span: Stretch
    strands: Sequence[Strand]

    def holes(self, strand: Strand) -> list[Stretch]:
        """What of a strand has not been read."""
        found = holes(self.span, self.log.known(name_of(self.region, strand)))
        lately = self.span.until - LATE
        missed = (each for each in found if each.until - each.since > _SECOND)
        return [each for each in missed if each.since < lately or each == self.span]


def _of_region(asked: _Asked, error: Upstream | None, where: str) -> Iterator[Gap]:
    changes = asked.holes(CHANGES)
    for hole in changes:
        yield _gap(f"events{where} {_when(hole, asked.span)}", error)
    late = [strand for strand in asked.strands if strand is not CHANGES and asked.holes(strand)]
    if late and not (error and changes):  # else the same reason again
        named = ", ".join(strand.about for strand in late[:_NAMED])
        more = f" and {len(late) - _NAMED} more kinds of reads" if len(late) > _NAMED else ""
        yield _gap(f"some of the {named}{more}{where}", error)


def _when(hole: Stretch, span: Stretch) -> str:
    if hole == span:
        return f"since {hole.since:%Y-%m-%d %H:%M} UTC"
    if hole.since == span.since:
        return f"before {hole.until:%Y-%m-%d %H:%M} UTC"
    return f"between {hole.since:%Y-%m-%d %H:%M} and {hole.until:%Y-%m-%d %H:%M} UTC"


def _gap(what: str, error: Upstream | None) -> Gap:
    if error is None or error.cause is Cause.TIMED_OUT:
        why = "CloudTrail answers two questions a second, so they are not read yet; reading goes on"
        return Gap(what=what, why=why, advice=_LATER)
    return Gap(what=what, why=error.sentence, advice=error.advice)
