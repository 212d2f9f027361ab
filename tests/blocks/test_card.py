"""What every card, modal and Home view stands: no findings or thousands, and strangers' texts in every field."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blocks.card import Card, Home, Modal
from blocks.health import health_card
from blocks.help import usage_card
from blocks.home import home_view
from blocks.limits import problems
from blocks.notice import broken_card, error_card, notice_card, working_card
from blocks.shared import posted_card, shared_card
from blocks.vuln_analyze import analysis_card
from blocks.vuln_check import findings_card, findings_pages, findings_thread
from core.answers.health import State
from core.answers.help import HelpLine
from core.answers.vuln_check import Findings
from core.errors import AssistantError, BadRequest, Conflict, NotFound
from core.findings import Finding, Package, Severity
from core.fleet import Coverage
from core.gaps import Gap
from core.home import HomeFacts
from tests.blocks.answers import HOSTILE, TEXTS, alive, analysis_of, findings_of, health_of
from tests.core.examples import FINDINGS, NOW, SCANNED, entry, exploited, finding, instance_id

HOME = HomeFacts(at=NOW)
UNKNOWN = Coverage(scanned=False, reason="<!here>")
STRANGE = st.builds(
    lambda found, text: found.model_copy(
        update={"vulnerability_id": text, "title": text, "packages": (Package(name=text, version=text, fixed_in=text),)}
    ),
    FINDINGS,
    TEXTS,
)
GAPS = st.lists(st.builds(Gap, what=TEXTS, why=TEXTS, advice=TEXTS), max_size=15)


def drawn_from(answer: Findings) -> list[Card | Modal | Home]:
    card = findings_card(answer)
    pages = [findings_pages(answer, page) for page in (-1, 0, 1, 10_000)]
    return [card, *pages, findings_thread(answer), home_view(HOME, answer, health_of(*State))]


def assert_fit(drawn: Sequence[Card | Modal | Home]) -> None:
    for each in drawn:
        assert problems(each) == []
        assert alive(each) == []


def many(count: int) -> list[Finding]:
    """Of as many packages as findings, each known to be exploited, so that nothing is gathered."""
    return [
        finding(
            n,
            instance_id=instance_id(n % 50),
            severity=list(Severity)[n % 6],
            packages=(Package(name=f"package-{n}", version="1", fixed_in="2"),),
            known_exploited=exploited(),
        )
        for n in range(count)
    ]


@pytest.mark.parametrize(
    ("count", "name"), [(0, "web-3"), (1, "web-3"), (5000, "web-3"), *((60, name) for name in HOSTILE)]
)
def test_no_number_of_findings_and_no_name_breaks_a_card(count: int, name: str) -> None:
    found = many(count)
    named = tuple(entry(n, name=name, coverage=UNKNOWN if n % 3 else SCANNED) for n in range(50))
    gap = Gap(what=name, why=name, advice=name)
    answer = findings_of(found, instances=named, partial=(gap,) * 20)
    assert_fit(drawn_from(answer))
    assert_fit([analysis_card(analysis_of(found, entry(1, *found, name=name, platform=name), (gap,) * 20))])


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STRANGE, max_size=12), st.lists(TEXTS, min_size=1, max_size=4), GAPS)
def test_whatever_aws_says_nothing_of_it_comes_alive(found: list[Finding], names: list[str], gaps: list[Gap]) -> None:
    named = tuple(entry(n + 1, name=name, platform=name, tags={"Role": name}) for n, name in enumerate(names))
    assert_fit(drawn_from(findings_of(found, instances=named, partial=tuple(gaps))))
    assert_fit([analysis_card(analysis_of(found, named[0], tuple(gaps)))])


@settings(max_examples=50)
@given(TEXTS, TEXTS, st.sampled_from([BadRequest, NotFound, Conflict]))
def test_errors_and_notices_survive_what_they_quote(said: str, advice: str, kind: type[AssistantError]) -> None:
    line = HelpLine(slash="/x", cli="x", tool="x", summary="List x & y.", example="/x")
    assert_fit([error_card(kind(f"It said {said}.", advice=advice)), working_card(said, 3, 5000), usage_card(line)])
    assert_fit([health_card(health_of(*State, detail=said)), broken_card("c0ffee"), home_view(HOME, None, health_of())])


def test_a_shared_card_mentions_nobody_but_who_posted_it_and_where() -> None:
    card = findings_card(findings_of([finding()], instances=(entry(1, name="<!channel>"),)))
    shared, posted = shared_card(card, "U1"), posted_card(card, "C1")
    assert [text for text in alive(shared) if "U1" not in text] == []
    assert [text for text in alive(posted) if "C1" not in text] == []
    assert problems(shared) + problems(posted) == []


def test_our_own_notices_fit() -> None:
    assert_fit([notice_card("The assistant is busy."), health_card(health_of())])
