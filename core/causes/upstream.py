"""Says whose trouble an alert is: of something that its component calls, or its own; evidence for and against."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from core.causes.blame import Suspect
from core.causes.components import Component, Surroundings
from core.causes.evidence import Evidence
from core.causes.graph import untraced
from core.causes.shift import Trouble
from core.causes.troubled import Left, Troubled
from core.metrics import units

# A share of the blame below the first is chance, from the second on the component itself has the trouble.
_SOME, _OWN = 0.3, 0.6
# How surely something left its normal: as likely as not, and hardly at all.
_SURE, _CALM = 0.5, 0.35
# A component that is not strained may be slow or fail for other reasons.
_STRAIN_ALONE = 0.4
# Where nothing was measured of the alert's component, that a callee is in trouble may be by chance.
_UNMEASURED = 0.5
_MOST_NAMED = 3
_MINUTE = timedelta(minutes=1)
_SOURCE = "the dependency graph"
_VERBS: Mapping[Trouble, str] = {"slow": "is slow", "failing": "fails", "strained": "is strained"}


def upstream_facts(start: Component, around: Surroundings, found: Troubled) -> tuple[Evidence, ...]:
    """What the blame comes to; nothing where the alert's component was not measured, or nothing of it moved."""
    first = blamed(start, found)
    if first:
        return (_upstream(start, around.components[first.component], first, found),)
    callees = around.calls.callees(start.name)
    # Of whom nothing was measured it is not known that nothing is wrong.
    if _strength(start, found) < _SURE or not callees or not found.measured.issuperset(callees):
        return ()
    sure = sum(1.0 if each in found.timed else _STRAIN_ALONE for each in callees) / len(callees)
    others = [each for each in found.suspects if each.depth > 0 and each.component in found.measured]
    labels = [around.components[each].label for each in callees]
    calm = (_calm(start, labels, sure),) if all(each.strength < _CALM for each in others) else ()
    return (*calm, *_own(start, found, sure))


def blamed(start: Component, found: Troubled) -> Suspect | None:
    """Who else than the alert's component is to blame; None where nobody surely is, or it is in no trouble itself."""
    first = found.suspects[0]
    if first.component == start.name or first.blame < _SOME or first.strength < _SURE:
        return None
    return first if start.name not in found.timed or _strength(start, found) >= _SURE else None


def _strength(start: Component, found: Troubled) -> float:
    return next((each.strength for each in found.suspects if each.component == start.name), 0.0)


def _upstream(start: Component, callee: Component, suspect: Suspect, found: Troubled) -> Evidence:
    left = found.left.get(callee.name)
    lead = _lead(start, left, found)
    seen = " as its callers see it" if untraced(callee.name) else ""
    said = f"{_course(callee, suspect, left)}{seen}{f', {lead}' if lead else ''}"
    values = {"upstream": callee.label, "service": start.label, **({"upstream_lead": lead} if lead else {})}
    sure = suspect.blame
    if start.name not in found.timed:
        said, sure = f"{said}; how {start.label} did was not measured", sure * _UNMEASURED
    elif suspect.trouble == found.asked:
        values |= {"upstream_share": f"{100 * suspect.blame:.0f} %", "upstream_trouble": _whole(start, found)}
        said = f"{said}; {values['upstream_share']} of {values['upstream_trouble']} is from there"
    else:
        said = f"{said}, in step with {start.label}"
    return Evidence(
        kind="upstream_troubled",
        source=_SOURCE,
        said=f"{said}.",
        component=callee.label,
        first_seen=left.onset.at if left else None,
        before=bool(left and left.onset.ramp),
        strength=round(sure, 2),
        values=values,
    )


def _whole(start: Component, found: Troubled) -> str:
    return f"what fails at {start.label}" if found.asked == "failing" else f"the time added to {start.label}"


def _course(callee: Component, suspect: Suspect, left: Left | None) -> str:
    """How it is, and how it was where that has a unit: a share of calls answered, or seconds."""
    if left is None or suspect.trouble != left.kind or left.kind == "strained":
        return f"{callee.label} {_VERBS[suspect.trouble or 'slow']}"
    now, before = left.onset.after, left.onset.before
    if left.kind == "slow":
        return f"{callee.label} takes {units.said(now, 's')} instead of {units.said(before, 's')}"
    return f"{callee.label} answers {units.said(now, '%')} of its calls instead of {units.said(before, '%')}"


def _lead(start: Component, left: Left | None, found: Troubled) -> str:
    """How long before the alert's component it left its normal; "" where that is not known, or no whole minute."""
    if left is None or found.began is None or found.began - left.onset.at < _MINUTE:
        return ""
    return f"{(found.began - left.onset.at) / _MINUTE:.0f} min before {start.label}"


def _calm(start: Component, callees: Sequence[str], sure: float) -> Evidence:
    named = ", ".join(callees[:_MOST_NAMED])
    more = f" and {len(callees) - _MOST_NAMED} more" if len(callees) > _MOST_NAMED else ""
    return Evidence(
        kind="upstream_calm",
        source=_SOURCE,
        said=f"Of what {start.label} calls, nothing left its normal: {named}{more}.",
        component=start.label,
        strength=round(sure, 2),
        values={"service": start.label, "callees": f"{named}{more}"},
    )


def _own(start: Component, found: Troubled, sure: float) -> tuple[Evidence, ...]:
    blame = next((each.blame for each in found.suspects if each.component == start.name), 0.0)
    if blame < _OWN:
        return ()
    left = found.left.get(start.name)
    share = f"{100 * blame:.0f} %"
    return (
        Evidence(
            kind="own_trouble",
            source=_SOURCE,
            said=f"{share} of {_whole(start, found)} is its own, and not of what it calls.",
            component=start.label,
            first_seen=left.onset.at if left else None,
            strength=round(blame * sure, 2),
            values={"service": start.label, "own_share": share},
        ),
    )
