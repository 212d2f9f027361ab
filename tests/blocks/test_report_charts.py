"""The report's charts."""

import re

import pytest

from blocks.report_charts import severity_stack, share_bar, trend_line
from core.report.deadlines import DAYS
from core.report.rows import by_severity
from tests.core.examples import finding
from tests.core.report.examples import judged_of


@pytest.mark.parametrize(
    ("share", "width"), [(0, "0.0"), (0.001, "0.6"), (0.41, "41.0"), (1, "100.0"), (1.0000001, "100.0")]
)
def test_a_share_is_a_bar_and_a_little_can_still_be_seen(share: float, width: str) -> None:
    assert f'class="share" width="{width}"' in share_bar(share)


def test_the_pieces_of_all_severities_fill_the_bar() -> None:
    drawn = severity_stack(by_severity(judged_of(finding(1), finding(2), finding(3)), DAYS))
    widths = [float(width) for width in re.findall(r'width="([\d.]+)"', drawn)]
    assert sum(widths) == pytest.approx(100)
    assert 'aria-label="Findings: 3 high"' in drawn


def test_nothing_found_is_no_bar() -> None:
    assert severity_stack(by_severity([], DAYS)) == ""


def test_a_line_begins_at_zero_and_needs_two_points() -> None:
    assert trend_line([5], "findings") == ""
    drawn = trend_line([10, 0], "<findings>")
    assert 'points="0.0,2.0 100.0,38.0"' in drawn
    assert 'aria-label="&lt;findings&gt;: 10, 0"' in drawn
    assert "NaN" not in trend_line([0, 0], "findings")
