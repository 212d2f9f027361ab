"""How a report compares with earlier ones on the same instances, from the figures that those stored."""

from collections.abc import Sequence

from core.answers.report import Figures, Trend

POINTS = 12


def trend(earlier: Sequence[Figures], now: Figures) -> Trend:
    """Earlier reports in any order and this one. Only whole reports are compared: a partial one counts too few."""
    ordered = sorted(earlier, key=lambda each: (each.made_at, each.report_id))
    points = (*ordered[-(POINTS - 1) :], now)
    whole = [each for each in ordered if not each.partial]
    if not ordered:
        return Trend(points=points, since=None, why_not="This is the first report on these instances.")
    if now.partial:
        why = "This report is partial, so its numbers are not compared with earlier ones."
        return Trend(points=points, since=None, why_not=why)
    if not whole:
        return Trend(points=points, since=None, why_not="Every earlier report was partial.")
    return Trend(points=points, since=whole[-1])
