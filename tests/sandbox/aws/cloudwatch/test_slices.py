from collections.abc import Iterator

import pytest

from sandbox.aws.cloudwatch.series import Ask
from sandbox.aws.cloudwatch.slices import Slice, Slices

NOW = 1_800_000_000.0
IDENTITY = ("AWS/EC2", "CPUUtilization", ())


def ask(period: int, *, hours: int = 24) -> Ask:
    return Ask(IDENTITY, period, "Average", None, int(NOW) - hours * 3_600, NOW)


def pages(asked: list[Ask], most: int, *, descending: bool = True) -> Iterator[Slice]:
    slices = Slices(asked, most, descending=descending, now=NOW)
    number: int | None = slices.first()
    while number is not None:
        yield slices.at(number)
        number = slices.after(number)


def begins(one: Ask, page: Slice) -> list[int]:
    return [at for at in range(one.start, int(one.end), one.period) if page.start <= at < page.end]


def test_what_fits_is_one_page() -> None:
    (page,) = pages([ask(3_600)] * 10, 100_800)
    assert page.final
    assert (page.first, page.last) == (0, 10)


@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("most", [1, 2, 3, 7, 50, 200])
def test_pages_hold_no_more_than_asked_and_every_period_once(most: int, *, descending: bool) -> None:
    asked = [ask(3_600), ask(300), ask(900), ask(3_600, hours=7)]
    seen: list[tuple[int, int]] = []
    for page in pages(asked, most, descending=descending):
        here = [(n, at) for n in range(page.first, min(page.last, 4)) for at in begins(asked[n], page)]
        assert len(here) <= most
        seen += here
    assert len(seen) == len(set(seen)) == 24 + 288 + 96 + 7


def test_the_newest_come_first_unless_asked_otherwise() -> None:
    starts = [page.start for page in pages([ask(300)], 50)]
    assert starts == sorted(starts, reverse=True)
    assert [page.start for page in pages([ask(300)], 50, descending=False)] == starts[::-1]


def test_only_the_last_page_is_final() -> None:
    assert [page.final for page in pages([ask(300)], 100)][-2:] == [False, True]


def test_times_of_which_nothing_is_kept_make_no_pages() -> None:
    ancient = Ask(IDENTITY, 60, "Average", None, 0, NOW)
    assert len(list(pages([ancient], 100_800))) == 1


def test_no_query_is_an_empty_page() -> None:
    assert len(list(pages([], 100))) == 1
