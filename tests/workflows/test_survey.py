"""Gathering what is known about instances."""

from collections.abc import Iterator
from threading import Event

import pytest

from core.errors import NotFound, Upstream
from core.findings import ExploitFacts, Finding, Floor, Severity, SeverityCounts
from core.fleet import Coverage
from core.gaps import Gap
from core.progress import Silent
from tests.core.examples import ACCOUNT, REGION, SCANNED, StillClock, exploited, finding, instance, instance_id
from tests.workflows.fakes import DENIED, POOL, Account, FakeAws, FakeEc2, FakeInspector, Remembered, Said, surveyor
from workflows.survey import Survey, Surveyor

ONE, TWO = instance_id(1), instance_id(2)
GAP = Gap(what="page 3", why="AWS throttled ListFindings.")


@pytest.fixture
def account() -> Account:
    return Account(instances=(instance(1), instance(2)), findings=(finding(1), finding(2, instance_id=TWO)))


@pytest.fixture
def late() -> Iterator[Event]:
    """Lets what a test holds back go on at its end."""
    event = Event()
    yield event
    event.set()


def look(account: Account, *given: str, deadline_s: float = 5.0) -> Survey:
    return surveyor(account, StillClock(), deadline_s=deadline_s).survey(given, "all", Silent())


def whats(survey: Survey) -> list[str]:
    return [gap.what for gap in survey.gaps]


def test_a_whole_survey_has_no_gaps_and_says_where_it_comes_from(account: Account) -> None:
    survey = look(account)
    assert (len(survey.findings), survey.counts, survey.gaps) == (2, SeverityCounts(high=2), ())
    assert [each.counts.high for each in survey.instances] == [1, 1]
    assert (survey.place.account, survey.place.region) == (ACCOUNT, REGION)
    assert survey.by_id.keys() == {ONE, TWO}


def test_an_instance_that_inspector_does_not_list_is_unknown_and_not_clean(account: Account) -> None:
    account.coverage = {ONE: SCANNED}
    [one, two] = look(account).instances
    assert (one.unknown, two.unknown) == (False, True)
    assert two.coverage == Coverage(scanned=False, reason="NOT_COVERED")


@pytest.mark.parametrize("given", [(ONE,), (f"arn:aws:ec2:{REGION}:{ACCOUNT}:instance/{ONE}",), (ONE, ONE)])
def test_named_instances_are_the_only_ones(account: Account, given: tuple[str, ...]) -> None:
    survey = look(account, *given)
    assert [each.instance.instance_id for each in survey.instances] == [ONE]
    assert [each.instance_id for each in survey.findings] == [ONE]


def test_when_none_of_the_named_instances_exists_it_says_where_it_looked(account: Account) -> None:
    with pytest.raises(NotFound, match=f"{instance_id(9)} is not found in account {ACCOUNT}, {REGION}"):
        look(account, instance_id(9))


def test_when_one_of_the_named_instances_exists_the_other_is_a_gap(account: Account) -> None:
    survey = look(account, ONE, instance_id(9))
    assert [each.instance.instance_id for each in survey.instances] == [ONE]
    assert "not found in account" in survey.gaps[0].why


def test_an_instance_of_another_account_is_refused_before_aws_is_asked(account: Account) -> None:
    with pytest.raises(NotFound, match="belongs to account 999999999999"):
        look(account, f"arn:aws:ec2:{REGION}:999999999999:instance/{ONE}")
    assert account.asked == []


@pytest.mark.parametrize(
    ("failing", "missing"),
    [
        ("instances", "names, tags and exposure of the instances"),
        ("coverage", "which instances Inspector scans"),
        ("facts", "which of 2 vulnerabilities are exploited in the wild"),
    ],
)
def test_what_could_not_be_asked_is_missing_and_not_empty(account: Account, failing: str, missing: str) -> None:
    account.failing = {failing}
    survey = look(account)
    assert whats(survey) == [missing]
    assert (survey.gaps[0].why, survey.gaps[0].advice) == (DENIED.sentence, DENIED.advice)
    assert len(survey.findings) == 2


def test_without_coverage_every_instance_is_unknown(account: Account) -> None:
    account.failing = {"coverage"}
    assert all(each.unknown and each.coverage is None for each in look(account).instances)


def test_without_ec2_the_named_instances_still_have_their_findings(account: Account) -> None:
    account.failing = {"instances"}
    [one] = look(account, ONE).instances
    assert (one.instance.instance_id, one.instance.state, one.counts.total) == (ONE, "unknown", 1)


def test_without_any_findings_read_there_is_no_answer(account: Account) -> None:
    account.failing = {"findings"}
    with pytest.raises(Upstream, match="AccessDenied"):
        look(account)


def test_facts_about_exploitation_are_asked_once_and_remembered(account: Account) -> None:
    account.facts = {"CVE-2026-0001": ExploitFacts(known_exploited=exploited())}
    asking = surveyor(account, StillClock())
    for _ in range(2):
        found = {each.vulnerability_id: each for each in asking.survey((), "all", Silent()).findings}
    assert found["CVE-2026-0001"].known_exploited == exploited()
    assert found["CVE-2026-0002"].facts_known
    assert account.asked.count("facts") == 1


def test_facts_that_could_not_be_asked_leave_exploitation_unknown(account: Account) -> None:
    account.findings = (finding(1, facts_known=False),)
    account.failing = {"facts"}
    assert not look(account).findings[0].facts_known


def test_a_part_that_does_not_answer_in_time_is_missing(account: Account, late: Event) -> None:
    account.before["coverage"] = late.wait
    survey = look(account, deadline_s=0.05)
    assert whats(survey) == ["which instances Inspector scans"]
    assert survey.gaps[0].why == "AWS had not answered when the time was up."


def test_findings_that_do_not_answer_in_time_are_an_error_and_not_a_clean_fleet(account: Account, late: Event) -> None:
    account.before["findings"] = late.wait
    with pytest.raises(Upstream, match="ListFindings"):
        look(account, deadline_s=0.05)


def test_a_list_that_ends_in_time_with_a_part_is_answered_with_that_part(account: Account, late: Event) -> None:
    inspector = FakeInspector(account, POOL)
    account.before["findings"] = lambda: late.wait(inspector.within_s)
    account.gaps = (GAP,)
    asking = Surveyor(FakeAws(account), FakeEc2(account), inspector, Remembered(), StillClock(), 100, 1.0)
    survey = asking.survey((), "all", Silent())
    assert (len(survey.findings), whats(survey)) == (2, ["page 3"])


def test_counts_of_a_part_are_asked_of_inspector_itself(account: Account) -> None:
    account.gaps, account.counted = (GAP,), SeverityCounts(critical=9, high=5000)
    assert look(account).counts == account.counted
    assert look(account, ONE).counts == SeverityCounts(high=1)


def test_counts_that_cannot_be_asked_are_those_of_the_list_and_a_gap(account: Account) -> None:
    account.gaps, account.failing = (GAP,), {"counts"}
    survey = look(account)
    assert survey.counts == SeverityCounts(high=2)
    assert whats(survey) == ["page 3", "how many findings there are in all"]


def test_counts_that_do_not_come_in_time_are_those_of_the_list_and_a_gap(account: Account, late: Event) -> None:
    account.gaps, account.before = (GAP,), {"counts": late.wait}
    survey = look(account, deadline_s=0.05)
    assert survey.counts == SeverityCounts(high=2)
    assert whats(survey) == ["page 3", "how many findings there are in all"]


def test_counts_above_a_floor_leave_out_what_is_below_it(account: Account) -> None:
    untriaged = finding(3, severity=Severity.UNTRIAGED)
    account.findings = (*account.findings, untriaged)
    account.gaps, account.counted = (GAP,), SeverityCounts(critical=9, high=5000, medium=700, other=80)
    survey = surveyor(account, StillClock()).survey((), "high", Silent())
    assert survey.counts == SeverityCounts(critical=9, high=5000, medium=0, other=1)


@pytest.mark.parametrize("floor", ["critical", "high", "medium"])
def test_a_floor_never_hides_what_nobody_has_judged(account: Account, floor: Floor) -> None:
    untriaged: Finding = finding(3, severity=Severity.UNTRIAGED)
    account.findings = (finding(1, severity=Severity.LOW), untriaged)
    found = surveyor(account, StillClock()).survey((), floor, Silent()).findings
    assert [each.arn for each in found] == [untriaged.arn]


def test_progress_says_what_is_being_done(account: Account) -> None:
    said = Said()
    surveyor(account, StillClock()).survey((), "all", said)
    assert said.words[0] == ("Asking Inspector and EC2", 0, None)
    assert ("Reading findings", 2, None) in said.words
    assert said.words[-1] == ("Asking which are exploited in the wild", 0, 2)


def test_an_empty_account_is_an_empty_answer() -> None:
    survey = look(Account())
    assert (survey.findings, survey.instances, survey.gaps) == ((), (), ())
