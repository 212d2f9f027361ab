"""/sre-report-show."""

import pytest

from commands.report import generate_vulnerability_report
from commands.report_show import show_vulnerability_report
from core.errors import BadRequest, NotFound
from tests.commands.caller import context_of, small_account


def test_a_stored_report_is_shown_with_its_file() -> None:
    ctx = context_of(small_account())
    made = generate_vulnerability_report(ctx, (), "csv")
    assert show_vulnerability_report(ctx, made.report_id.upper()) == made


def test_an_unknown_id_is_answered_with_the_newest_ones() -> None:
    ctx = context_of(small_account())
    made = generate_vulnerability_report(ctx)
    with pytest.raises(NotFound, match=f"There is no report r-20200101-abcdef. The newest: {made.report_id}."):
        show_vulnerability_report(ctx, "r-20200101-abcdef")


@pytest.mark.parametrize("wrong", ["", "report", "r-2026-7f3a9c", "r-20261120-7f3a9c; drop"])
def test_what_is_no_id_is_refused_with_an_example(wrong: str) -> None:
    with pytest.raises(BadRequest, match="is not the id of a report, which looks like r-20261120-7f3a9c"):
        show_vulnerability_report(context_of(small_account()), wrong)
