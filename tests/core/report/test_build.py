"""The whole report."""

from hypothesis import given
from hypothesis import strategies as st

from core.findings import Finding
from core.fleet import Coverage
from core.gaps import Gap
from core.report.build import IN_ANSWER, build, judge, shortened
from core.report.deadlines import DAYS
from tests.core.examples import FINDINGS, NOW, entry, finding, instance_id
from tests.core.report.examples import census_of

GAP = Gap(what="findings of web-3", why="AWS throttled ListFindings.")
CHOICE = Gap(what="more", why="as asked", by_choice=True)


def test_the_figures_are_of_everything() -> None:
    census = census_of(finding(1), finding(2), instances=[entry(1), entry(2, coverage=Coverage(scanned=False))])
    body = build(census, judge(census, NOW, DAYS), report_id="r-1", now=NOW, days=DAYS, earlier=())
    assert (body.figures.instances, body.figures.unknown_instances, body.figures.findings) == (2, 1, 2)
    assert (body.counts.high, body.recommendation_count, body.owner_count) == (2, 2, 1)
    assert not body.figures.partial


def test_a_failed_part_makes_it_partial_and_a_choice_does_not() -> None:
    for gaps, partial in [((GAP,), True), ((CHOICE,), False)]:
        census = census_of(finding(), gaps=gaps)
        body = build(census, judge(census, NOW, DAYS), report_id="r-1", now=NOW, days=DAYS, earlier=())
        assert (body.figures.partial, body.partial) == (partial, gaps)


def test_facts_that_nobody_told_are_counted_by_vulnerability() -> None:
    untold = [finding(n, vulnerability_id="CVE-1", facts_known=False) for n in (1, 2)]
    census = census_of(*untold, finding(3))
    body = build(census, judge(census, NOW, DAYS), report_id="r-1", now=NOW, days=DAYS, earlier=())
    assert body.facts_missing == 1


def test_an_answer_is_short_and_says_how_long_the_lists_are() -> None:
    instances = [entry(n) for n in range(40)]
    census = census_of(*(finding(n, instance_id=instance_id(n)) for n in range(40)), instances=instances)
    body = build(census, judge(census, NOW, DAYS), report_id="r-1", now=NOW, days=DAYS, earlier=())
    short = shortened(body, IN_ANSWER)
    assert (len(body.worst_instances), len(short.worst_instances), short.figures.instances) == (40, 20, 40)
    assert (len(body.worst_findings), len(short.worst_findings)) == (40, 10)


@given(st.lists(FINDINGS, max_size=25, unique_by=lambda each: each.arn))
def test_the_parts_add_up_to_the_whole(found: list[Finding]) -> None:
    census = census_of(*found)
    body = build(census, judge(census, NOW, DAYS), report_id="r-1", now=NOW, days=DAYS, earlier=())
    whole = len(found)
    assert sum(row.findings for row in body.by_severity) == whole
    assert sum(row.findings for row in body.by_owner) == whole
    assert sum(row.counts.total for row in body.worst_instances) == whole
    assert sum(each.concerns for each in body.recommendations) == whole
    assert len(body.executive_summary) == 3
