"""What is news about the findings of one package."""

from datetime import date, timedelta
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from core.bulletin import Sighting, alarming, by_package, followed
from core.findings import Finding, Fix, KnownExploited, Package, Severity
from tests.core.examples import NOW, finding

KNOWN = KnownExploited(added=date(2026, 11, 1), due=date(2026, 11, 22))
LATER = NOW + timedelta(days=1)


def closes(instance_id: str) -> Literal["closed"]:
    del instance_id
    return "closed"


def is_not_scanned(instance_id: str) -> Literal["unseen"]:
    del instance_id
    return "unseen"


def nobody_knows(instance_id: str) -> Literal["unknown"]:
    del instance_id
    return "unknown"


def critical(number: int = 1, **more: object) -> Finding:
    return finding(number, severity=Severity.CRITICAL, facts_known=True, **more)


def begun(*findings: Finding) -> tuple[Sighting, ...]:
    return followed((), findings, closes, NOW)[0]


def test_critical_and_exploited_findings_alarm_and_others_do_not() -> None:
    assert alarming(critical())
    assert alarming(finding(known_exploited=KNOWN))
    assert alarming(finding(exploit_observed=True))
    assert not alarming(finding())


def test_findings_without_a_package_stand_under_their_vulnerability() -> None:
    assert list(by_package([critical(packages=())])) == [("CVE-2026-0001", "")]


def test_lesser_findings_of_a_package_are_no_news() -> None:
    sightings, news = followed((), [finding(1), critical(2)], closes, NOW)
    assert [each.vulnerability_id for each in sightings] == ["CVE-2026-0002"]
    assert [each.kind for each in news] == ["new"]


def test_a_known_finding_is_followed_even_where_it_is_not_critical_any_more() -> None:
    sightings, news = followed(begun(critical()), [finding(facts_known=True)], closes, LATER)
    assert (sightings[0].severity, sightings[0].closed, news) == (Severity.HIGH, None, ())


def test_facts_that_could_not_be_asked_for_change_nothing() -> None:
    before = begun(critical(known_exploited=KNOWN))
    sightings, news = followed(before, [finding(severity=Severity.CRITICAL, facts_known=False)], closes, LATER)
    assert (sightings[0].exploited, sightings[0].due, news) == (True, KNOWN.due, ())


def test_only_a_scan_closes_a_finding() -> None:
    before = begun(critical())
    assert followed(before, [], closes, LATER)[0][0].closed == LATER
    assert followed(before, [], nobody_knows, LATER) == (before, ())
    unseen, news = followed(before, [], is_not_scanned, LATER)
    assert (unseen[0].unseen, unseen[0].closed, news[0].kind) == (True, None, "unseen")
    assert followed(unseen, [critical()], closes, LATER)[1][0].kind == "seen again"


def test_a_closed_finding_that_is_back_is_new() -> None:
    closed = followed(begun(critical()), [], closes, LATER)[0]
    assert followed(closed, [critical()], closes, LATER)[1][0].kind == "new"
    assert followed(closed, [], closes, LATER)[1] == ()


def test_of_several_changes_the_weightiest_is_told() -> None:
    before = begun(critical(fix=Fix.NO))
    _, news = followed(before, [critical(fix=Fix.YES, known_exploited=KNOWN)], closes, LATER)
    assert [each.kind for each in news] == ["exploited"]


FINDINGS = st.lists(
    st.builds(
        critical,
        st.integers(1, 6),
        fix=st.sampled_from(Fix),
        known_exploited=st.sampled_from([None, KNOWN]),
        packages=st.just((Package(name="curl", version="8"),)),
    ),
    max_size=6,
    unique_by=lambda each: each.arn,
)


@given(st.lists(FINDINGS, max_size=5))
def test_the_same_look_twice_is_no_news_and_no_finding_is_ever_lost(looks: list[list[Finding]]) -> None:
    sightings: tuple[Sighting, ...] = ()
    for findings in looks:
        sightings, _ = followed(sightings, findings, closes, NOW)
        assert followed(sightings, findings, closes, LATER) == (sightings, ())
        assert {each.arn for each in sightings if each.closed is None} == {each.arn for each in findings}
