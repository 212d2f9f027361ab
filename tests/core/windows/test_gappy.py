import math

import numpy as np
import pytest

from core.windows.gappy import mean, median, percentile

NAN = math.nan


def test_gaps_do_not_count() -> None:
    rows = np.array([[1.0, NAN], [3.0, NAN], [NAN, 8.0]])
    assert median(rows).tolist() == [2.0, 8.0]
    assert mean(rows).tolist() == [2.0, 8.0]


def test_only_gaps_give_a_gap_and_no_warning() -> None:
    nothing = np.full((3, 1), NAN)
    assert math.isnan(median(nothing)[0])
    assert math.isnan(mean(nothing)[0])


@pytest.mark.parametrize("share", [0, 5, 50, 95, 100])
def test_percentiles_are_those_of_numpy(share: float) -> None:
    row = np.array([5.0, 1.0, 9.0, 2.0, 2.0])
    assert percentile(row[None, :], share)[0] == pytest.approx(np.percentile(row, share))
