"""Reading everything about some instances."""

from threading import Event

import pytest

from core.errors import Incomplete, NotFound, Upstream
from core.findings import ExploitFacts
from core.fleet import Coverage
from core.gaps import Gap
from core.progress import Silent
from tests.core.examples import ACCOUNT, SCANNED, StillClock, arn, exploited, finding, instance, instance_id
from tests.workflows.fakes import Account, Said
from tests.workflows.reporting import taker

GAP = Gap(what="findings of i-1", why="AWS throttled ListFindings.")
TWO = (instance(1), instance(2))


def test_every_finding_of_the_fleet_is_read_with_its_facts() -> None:
    facts = {"CVE-2026-0001": ExploitFacts(known_exploited=exploited())}
    found = (finding(1, facts_known=False), finding(2, facts_known=False, instance_id=instance_id(2)))
    census = taker(Account(TWO, found, facts=facts), StillClock()).take((), Silent())
    assert [line.arn for line in census.lines] == [arn(1), arn(2)]
    assert [line.known_exploited for line in census.lines] == [exploited(), None]
    assert all(line.facts_known for line in census.lines)
    assert (census.gaps, census.place.account, len(census.instances)) == ((), ACCOUNT, 2)


def test_only_the_given_instances_are_read_and_a_missing_one_is_named() -> None:
    census = taker(Account(TWO, (finding(1),)), StillClock()).take((instance_id(1), instance_id(9)), Silent())
    assert [each.instance.instance_id for each in census.instances] == [instance_id(1)]
    assert [gap.what for gap in census.gaps] == ["an instance that was asked for"]


def test_none_of_the_given_instances_is_no_report() -> None:
    with pytest.raises(NotFound, match=instance_id(9)):
        taker(Account(TWO), StillClock()).take((instance_id(9),), Silent())


def test_an_instance_that_only_a_finding_names_is_not_covered() -> None:
    census = taker(Account((), (finding(1),), coverage={}), StillClock()).take((), Silent())
    (only,) = census.instances
    assert (only.instance.state, only.unknown, only.counts.total) == ("unknown", True, 1)


@pytest.mark.parametrize(
    ("failing", "what"),
    [
        ("instances", "names, tags and exposure of the instances"),
        ("coverage", "which instances Inspector scans"),
        ("facts", "which of 1 vulnerabilities are exploited in the wild"),
    ],
)
def test_a_question_that_fails_is_a_gap_and_the_rest_stands(failing: str, what: str) -> None:
    census = taker(Account(TWO, (finding(1, facts_known=False),), failing={failing}), StillClock()).take((), Silent())
    assert [gap.what for gap in census.gaps] == [what]
    assert len(census.lines) == 1


def test_without_any_findings_read_there_is_no_report() -> None:
    with pytest.raises(Upstream, match="AccessDenied"):
        taker(Account(TWO, failing={"every finding"}), StillClock()).take((), Silent())


def test_what_could_not_be_read_is_passed_on_once_for_each_reason() -> None:
    gaps = (GAP, GAP.model_copy(update={"what": "findings of i-2"}), GAP.model_copy(update={"why": "It hung."}))
    census = taker(Account(TWO, (finding(1),), gaps=gaps), StillClock()).take((), Silent())
    assert [gap.what for gap in census.gaps] == ["findings of i-1, and 1 more part", "findings of i-1"]


def test_a_report_without_one_finding_read_would_look_clean_and_is_refused() -> None:
    with pytest.raises(Incomplete, match=r"No finding could be read. AWS throttled ListFindings."):
        taker(Account(TWO, gaps=(GAP,)), StillClock()).take((), Silent())


def test_where_ec2_says_nothing_what_inspector_does_not_scan_is_not_forgotten() -> None:
    blind = Coverage(scanned=False, reason="NO_INVENTORY")
    account = Account(TWO, (finding(1),), coverage={instance_id(2): blind}, failing={"instances"})
    census = taker(account, StillClock()).take((), Silent())
    assert {each.instance.instance_id for each in census.instances} == {instance_id(1), instance_id(2)}


def test_an_endpoint_that_hangs_costs_its_part_only() -> None:
    forever = Event()
    account = Account(TWO, (finding(1),), coverage={instance_id(1): SCANNED}, before={"coverage": forever.wait})
    try:
        census = taker(account, StillClock(), deadline_s=0.4).take((), Silent())
    finally:
        forever.set()
    assert [gap.what for gap in census.gaps] == ["which instances Inspector scans"]
    assert all(each.unknown for each in census.instances)


def test_it_says_how_far_it_is() -> None:
    said = Said()
    taker(Account(TWO, (finding(1), finding(2))), StillClock()).take((), said)
    assert ("Reading every finding", 2, None) in said.words
