"""The sentence that stands alone."""

import pytest

from core.detections import stories
from core.findings import Severity
from core.gaps import Gap
from core.security.alerts import alerts
from core.security.words import of_whom, reason, security_sentence
from tests.core.security.samples import detection, looked, record


@pytest.mark.parametrize(
    ("severities", "said"),
    [
        ((Severity.CRITICAL,), "1 critical story in 24h; worst: "),
        ((Severity.LOW,), "1 minor story in 24h; worst: "),
        ((Severity.HIGH, Severity.CRITICAL, Severity.HIGH), "3 stories (1 critical, 2 high) in 24h; worst: "),
        ((Severity.LOW, Severity.LOW), "2 minor stories in 24h; worst: "),
    ],
)
def test_stories_are_counted_by_what_they_are(severities: tuple[Severity, ...], said: str) -> None:
    events = [record(number) for number, _ in enumerate(severities)]
    found = [detection(number, f"rule-{number}", each) for number, each in enumerate(severities)]
    shown = [one for each in found for one in alerts(stories(events, [each]), events, ())]
    assert security_sentence(shown, (), looked(3), (), "24h", "").startswith(said)


def test_a_part_of_which_not_even_the_beginning_is_known_is_no_whole() -> None:
    sentence = security_sentence((), (), looked(7, since_hours=None), (), "24h", "web-1")
    assert sentence == "web-1: nothing suspicious in 7 events of what could be read of the last 24h"


def test_a_reason_is_a_clause_and_names_keep_their_capitals() -> None:
    by_choice = Gap(what="x", why="Left out.", by_choice=True)
    assert reason([by_choice, Gap(what="x", why="AWS refused it.")]) == "AWS refused it"
    assert reason([Gap(what="x", why="The log is damaged.")]) == "the log is damaged"
    assert reason([by_choice]) == "no events could be read"
    assert (of_whom("", "unknown"), of_whom("web-1", "unknown")) == ("Unknown", "web-1: unknown")
