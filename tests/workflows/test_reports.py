"""Reports, made and kept."""

import json
import re
from datetime import timedelta
from hashlib import sha256

import pytest

from core.answers.report import Format
from core.errors import NotFound
from core.gaps import Gap
from core.progress import Silent
from tests.commands.caller import small_account
from tests.core.examples import StillClock, finding, instance, instance_id
from tests.workflows.fakes import Account, Said
from tests.workflows.reporting import Shelf, reports

GAP = Gap(what="findings of web-3", why="AWS throttled ListFindings.")
ONE, TWO = instance_id(1), instance_id(2)


@pytest.mark.parametrize(
    ("wanted", "media_type", "begins"),
    [("json", "application/json", b"{"), ("csv", "text/csv", b"\xef\xbb\xbfpriority"), ("html", "text/html", b"<!doc")],
)
def test_each_format_is_a_file_with_its_digest(wanted: Format, media_type: str, begins: bytes) -> None:
    made = reports(small_account(), StillClock()).report((), wanted, Silent())
    assert made.attachment is not None
    content = made.attachment.content
    assert content.startswith(begins)
    assert (made.file.digest, made.file.size_bytes) == (sha256(content).hexdigest(), len(content))
    assert (made.attachment.media_type, made.attachment.name) == (media_type, made.file.name)


def test_an_id_has_its_day_and_can_be_shown_again_for_ninety_days() -> None:
    clock = StillClock()
    keeper = reports(small_account(), clock)
    made = keeper.report((), "html", Silent())
    assert re.fullmatch(r"r-20261120-[0-9a-f]{6}", made.report_id)
    assert keeper.shown(made.report_id) == made
    clock.advance(days=90, seconds=1)
    with pytest.raises(NotFound, match="None has been made yet, or all are older than 90 days"):
        keeper.shown(made.report_id)


def test_a_report_whose_file_is_gone_still_has_its_numbers() -> None:
    shelf = Shelf()
    keeper = reports(small_account(), StillClock(), shelf)
    made = keeper.report((), "csv", Silent())
    shelf.kept.clear()
    again = keeper.shown(made.report_id)
    assert (again.attachment, again.figures) == (None, made.figures)


def test_the_same_report_is_shown_again_for_a_while_with_its_age() -> None:
    clock = StillClock()
    keeper = reports(small_account(), clock)
    first = keeper.report((), "html", Silent())
    clock.advance(seconds=120)
    again = keeper.report((), "html", Silent())
    assert (again.report_id, again.place.age_s) == (first.report_id, 120)
    assert keeper.report((), "csv", Silent()).report_id != first.report_id


def test_a_partial_report_is_made_anew_each_time() -> None:
    keeper = reports(Account((instance(1),), (finding(1),), gaps=(GAP,)), StillClock())
    first = keeper.report((), "html", Silent())
    assert first.figures.partial
    assert keeper.report((), "html", Silent()).report_id != first.report_id


def test_reports_are_compared_with_earlier_ones_on_the_same_instances_only() -> None:
    clock, account = StillClock(), small_account()
    keeper = reports(account, clock)
    first = keeper.report((), "json", Silent())
    other = keeper.report((ONE,), "json", Silent())
    account.findings = (finding(1), finding(2, instance_id=TWO))
    clock.advance(days=7)
    second = keeper.report((), "json", Silent())
    assert (first.trend.since, other.trend.since) == (None, None)
    assert second.trend.since == first.figures
    assert second.executive_summary[0].endswith("1 finding more than on 20 Nov 2026.")


def test_the_order_of_the_ids_makes_no_other_instances() -> None:
    keeper = reports(small_account(), StillClock())
    first = keeper.report((ONE, TWO), "json", Silent())
    assert keeper.report((TWO, ONE), "json", Silent()).trend.since == first.figures


def test_a_large_csv_comes_in_a_zip() -> None:
    found = tuple(finding(n) for n in range(10_001))
    made = reports(Account((instance(1),), found), StillClock()).report((), "csv", Silent())
    assert (made.file.name, made.file.media_type) == (
        f"vulnerability-report-{made.report_id}.csv.zip",
        "application/zip",
    )


def test_what_is_stored_stays_below_what_one_item_can_hold() -> None:
    instances = tuple(instance(n, name="n" * 255, tags={"Owner": f"{n}{'o' * 250}"}) for n in range(300))
    found = tuple(finding(n, title="t" * 1000, instance_id=instance_id(n)) for n in range(300))
    made = reports(Account(instances, found), StillClock()).report((), "html", Silent())
    assert len(json.dumps(made.model_dump(mode="json"))) < 300_000


def test_drawing_is_said() -> None:
    said = Said()
    reports(small_account(), StillClock()).report((), "html", said)
    assert said.words[-1] == ("Drawing the report", 0, 1)


def test_unknown_ids_are_answered_with_the_newest_three() -> None:
    clock = StillClock()
    keeper = reports(Account((instance(1),), (finding(1),), gaps=(GAP,)), clock)
    made = []
    for _ in range(4):
        clock.advance(seconds=1)
        made.append(keeper.report((), "json", Silent()).report_id)
    with pytest.raises(NotFound) as refused:
        keeper.shown("r-20200101-000000")
    assert refused.value.advice == f"The newest: {', '.join(reversed(made[1:]))}."


def test_the_deadlines_are_read_each_time() -> None:
    made = reports(
        Account((instance(1),), (finding(first_observed=StillClock().now() - timedelta(days=31)),)), StillClock()
    )
    assert made.report((), "json", Silent()).figures.overdue == 1
