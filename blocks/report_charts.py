"""The report's charts as SVG that stands in the page: no text in them, so that they may stretch with the screen."""

from collections.abc import Sequence

from markupsafe import Markup

from core.answers.report import SeverityRow

_WIDTH, _HEIGHT = 100, 40
_LEAST = 0.6  # narrower than this nobody sees that there is something


def share_bar(share: float) -> Markup:
    """A bar that is filled to `share`, 0 to 1."""
    width = max(_LEAST, min(share, 1) * _WIDTH) if share else 0
    return Markup(
        '<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="track" width="100" height="6"/><rect class="share" width="{}" height="6"/></svg>'
    ).format(f"{width:.1f}")


def severity_stack(rows: Sequence[SeverityRow]) -> Markup:
    """One bar with a piece for each severity, as long as its part of the findings; nothing where there are none."""
    whole = sum(row.findings for row in rows)
    if not whole:
        return Markup("")
    pieces, left = [], 0.0
    for row in rows:
        width = row.findings / whole * _WIDTH
        rect = Markup('<rect class="f-{}" x="{}" width="{}" height="10"/>')
        pieces.append(rect.format(row.severity.value, f"{left:.2f}", f"{width:.2f}"))
        left += width
    said = ", ".join(f"{row.findings:,} {row.severity.value}" for row in rows if row.findings)
    return Markup(
        '<svg class="stack" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="Findings: {}">'
        "{}</svg>"
    ).format(said, Markup("").join(pieces))


def trend_line(values: Sequence[int], what: str) -> Markup:
    """A line through the values, oldest first, from zero up; nothing for fewer than two."""
    if len(values) < 2:  # noqa: PLR2004  a line needs two points
        return Markup("")
    top = max(*values, 1)
    step = _WIDTH / (len(values) - 1)
    points = " ".join(
        f"{number * step:.1f},{_HEIGHT - 2 - value / top * (_HEIGHT - 4):.1f}" for number, value in enumerate(values)
    )
    said = f"{what}: {', '.join(f'{value:,}' for value in values)}"
    return Markup(
        '<svg class="line" viewBox="0 0 100 40" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<polyline points="{}"/></svg>'
    ).format(said, points)
