"""Every finding, kept compactly."""

import sys

from core.findings import ExploitFacts, Package
from core.report.ledger import Ledger
from tests.core.examples import arn, exploited, finding

SECRET = "AKIAIOSFODNN7EXAMPLE"


def test_a_finding_that_comes_twice_counts_once() -> None:
    ledger = Ledger()
    ledger.take([finding(1), finding(2)])
    ledger.take([finding(2)])
    assert (len(ledger), [line.arn for line in ledger.lines({})]) == (2, [arn(1), arn(2)])


def test_facts_are_put_beside_every_finding_of_a_vulnerability() -> None:
    ledger = Ledger()
    ledger.take([finding(1, vulnerability_id="CVE-1", facts_known=False), finding(2, facts_known=False)])
    one, other = ledger.lines({"CVE-1": ExploitFacts(known_exploited=exploited())})
    assert (one.known_exploited, one.facts_known) == (exploited(), True)
    assert (other.known_exploited, other.facts_known) == (None, False)


def test_each_vulnerability_is_asked_about_through_one_of_its_findings() -> None:
    ledger = Ledger()
    ledger.take([finding(1, vulnerability_id="CVE-1"), finding(2, vulnerability_id="CVE-1")])
    assert set(ledger.arn_by_vulnerability()) == {"CVE-1"}


def test_secrets_are_masked_as_they_come() -> None:
    ledger = Ledger()
    ledger.take([finding(1, title=SECRET, packages=(Package(name="a", version="1", path=f"/opt/{SECRET}"),))])
    (line,) = ledger.lines({})
    assert SECRET not in f"{line.title} {line.packages[0].path}"
    assert line.packages[0].name == "a"


def test_what_findings_say_alike_is_kept_once() -> None:
    ledger = Ledger()
    ledger.take([finding(1), finding(2, title="CVE-2026-0001 - openssl")])
    one, other = ledger.lines({})
    assert one.title is other.title
    assert one.packages is other.packages
    assert sys.getsizeof(one) < 200
