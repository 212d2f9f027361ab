"""Where an answer comes from, how old it is, and what it lacks."""

from collections.abc import Iterable

from blocks.marks import State, mark
from blocks.text import date, escape, inert, one_line, plural, shorten, utc
from core.gaps import Gap
from core.place import Place

_GAPS_SHOWN = 5
_PARTS_NAMED = 3
_AGED_S = 60


def place_line(place: Place) -> str:
    """`Account 123456789012, us-west-2 · asked 24 Nov at 02:10 (4 min ago) · took 0.4 s`."""
    asked = f"asked {date(place.asked_at)}{_ago(place.age_s)}"
    return f"Account {place.account}, {place.region} · {asked} · took {place.took_s:.1f} s"


def _ago(age_s: float) -> str:
    """Said of an answer that is shown again; a fresh one needs no word."""
    return f" ({age_s // 60:.0f} min ago)" if age_s >= _AGED_S else ""


def gap_lines(gaps: Iterable[Gap]) -> list[str]:
    """One line per reason that things are missing, with what to do about it, at most five; none for a whole answer."""
    lines = [_gap_line(gap) for gap in _alike(gaps)]
    more = len(lines) - _GAPS_SHOWN
    return [*lines[:_GAPS_SHOWN], *([f"and {plural(more, 'more part')} missing"] if more > 0 else [])]


def _alike(gaps: Iterable[Gap]) -> list[Gap]:
    """What is missing for the same reason as one: a refusal that is read three times says no more."""
    reasons: dict[tuple[bool, str, str], dict[str, None]] = {}
    for gap in gaps:
        reasons.setdefault((gap.by_choice, gap.why, gap.advice), {})[gap.what] = None
    return [
        Gap(what=_listed(list(several)), why=why, advice=advice, by_choice=by_choice)
        for (by_choice, why, advice), several in reasons.items()
    ]


def _listed(several: list[str]) -> str:
    more = len(several) - _PARTS_NAMED
    return "; ".join([*several[:_PARTS_NAMED], *([plural(more, "more part")] if more > 0 else [])])


def _gap_line(gap: Gap) -> str:
    if gap.by_choice:
        said = f"*Not listed: {inert(gap.what, 200)}.* {_ended(inert(gap.why, 300))}"
    else:
        said = f"{mark(State.UNKNOWN)} *Missing: {inert(gap.what, 200)}.* {_ended(inert(gap.why, 300))}"
    return f"{said} {escape(shorten(one_line(gap.advice), 300))}".rstrip()


def _ended(reason: str) -> str:
    """A reason may be a sentence or a clause; what to do about it follows either."""
    return reason if reason.endswith((".", "?", "…")) else f"{reason}."


def plain_notes(gaps: Iterable[Gap], place: Place) -> tuple[str, ...]:
    """The same two without markup, for a terminal."""
    words = {True: "Not listed", False: "Missing"}
    missing = (f"{words[gap.by_choice]}: {gap.what}. {_ended(gap.why)} {gap.advice}".rstrip() for gap in _alike(gaps))
    asked = f"asked {utc(place.asked_at)}{_ago(place.age_s)}"
    where = f"Account {place.account}, {place.region}, {asked}, took {place.took_s:.1f} s."
    return (*missing, where)
