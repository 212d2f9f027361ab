"""The answers about vulnerabilities."""

import pytest

from core.errors import NotFound
from core.findings import ExploitFacts, Severity
from core.fleet import Coverage
from core.gaps import Gap
from core.progress import Silent
from tests.core.examples import StillClock, exploited, finding, instance, instance_id
from tests.workflows.fakes import Account, surveyor
from workflows.vulnerabilities import Vulnerabilities

ONE, TWO = instance_id(1), instance_id(2)
GAP = Gap(what="page 3", why="AWS throttled ListFindings.")


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def account() -> Account:
    found = (finding(1, severity=Severity.LOW, score=2.0), finding(2, severity=Severity.CRITICAL, score=9.8))
    facts = {"CVE-2026-0001": ExploitFacts(known_exploited=exploited())}
    return Account(instances=(instance(1), instance(2)), findings=found, facts=facts)


@pytest.fixture
def answers(account: Account, clock: StillClock) -> Vulnerabilities:
    return Vulnerabilities(surveyor(account, clock), clock, 300)


def test_findings_come_worst_first_with_their_numbers(answers: Vulnerabilities) -> None:
    answer = answers.findings((), "all", Silent())
    assert [each.vulnerability_id for each in answer.findings] == ["CVE-2026-0001", "CVE-2026-0002"]
    assert (answer.critical_count, answer.high_count, answer.known_exploited_count) == (1, 0, 1)
    assert answer.summary == "2 instances: 1 critical and 1 other finding, 1 known exploited"
    assert (answer.asked_for, answer.severity, len(answer.groups)) == ((), "all", 1)


def test_an_analysis_ends_in_a_score_and_what_to_do_first(answers: Vulnerabilities) -> None:
    answer = answers.analysis(ONE, Silent())
    assert answer.risk_score is not None
    assert answer.risk_score >= 80
    assert [(each.priority, each.closes) for each in answer.remediation_priority] == [("P0", 2)]
    assert answer.subject.instance.instance_id == ONE


def test_a_clean_instance_has_no_risk_and_one_that_is_not_scanned_has_none_known(
    answers: Vulnerabilities, account: Account
) -> None:
    assert answers.analysis(TWO, Silent()).risk_score == 0
    answers.forget()
    account.coverage = {TWO: Coverage(scanned=False, reason="UNMANAGED_EC2_INSTANCE")}
    assert answers.analysis(TWO, Silent()).risk_score is None


def test_an_instance_that_does_not_exist_is_not_found(answers: Vulnerabilities) -> None:
    with pytest.raises(NotFound):
        answers.analysis(instance_id(9), Silent())


def test_a_whole_answer_is_kept_until_its_time_is_over_or_somebody_asks_anew(
    answers: Vulnerabilities, account: Account, clock: StillClock
) -> None:
    before = answers.has_fresh_fleet
    answers.findings((), "all", Silent())
    answers.findings((), "all", Silent())
    assert (before, answers.has_fresh_fleet) == (False, True)
    assert account.asked.count("findings") == 1
    answers.forget()
    answers.findings((), "all", Silent())
    clock.advance(seconds=301)
    answers.findings((), "all", Silent())
    assert account.asked.count("findings") == 3


def test_a_partial_answer_is_not_kept(answers: Vulnerabilities, account: Account) -> None:
    account.gaps = (GAP,)
    assert answers.findings((), "all", Silent()).partial == (GAP,)
    assert not answers.has_fresh_fleet


def test_an_answer_that_is_shown_again_knows_its_age(answers: Vulnerabilities, clock: StillClock) -> None:
    first = answers.findings((), "all", Silent())
    clock.advance(seconds=240)
    again = answers.findings((), "all", Silent())
    assert (first.place.age_s, again.place.age_s) == (0, 240)
    assert again.place.asked_at == first.place.asked_at


def test_a_list_that_is_short_by_choice_is_kept(answers: Vulnerabilities, account: Account) -> None:
    account.gaps = (Gap(what="9 findings", why="The worst 5 are listed.", by_choice=True),)
    answers.findings((), "all", Silent())
    assert answers.has_fresh_fleet
