"""The card about security events."""

from blocks.limits import problems
from blocks.security_events import security_card, security_pages, security_table
from core.answers.security_events import SecurityEvents
from core.findings import Severity
from core.gaps import Gap
from tests.blocks.security import account, hostile
from tests.core.security.samples import detection
from tests.e2e.workspace import Shown

SLOW = Gap(what="older events", why="AWS had not answered.")


def shown(answer: SecurityEvents) -> str:
    return Shown({"blocks": list(security_card(answer).blocks)}).words


def test_a_story_says_what_who_from_where_how_sure_and_what_next() -> None:
    words = shown(account((detection(0),)))
    for said in ("Critical", "mallory from 198.51.100.7", "high confidence", "Why it matters", "Next:", "Show 1 event"):
        assert said in words
    assert ":rotating_light:" in words


def test_a_quiet_answer_says_how_much_was_looked_at_and_offers_more_time() -> None:
    words = shown(account())
    assert "Nothing suspicious in 3 events of the last 24h" in words
    assert "Looked at 3 events" in words
    assert (":white_check_mark:" in words, "Look at 7d" in words) == (True, True)


def test_a_quiet_part_is_not_good() -> None:
    words = shown(account(gaps=(SLOW,), since_hours=1))
    assert (":white_check_mark:" in words, ":grey_question:" in words) == (False, True)
    assert "Missing: older events" in words


def test_nothing_read_is_unknown() -> None:
    words = shown(account(events=0, gaps=(SLOW,), since_hours=None))
    assert ("Unknown, because" in words, "uspicious" in words) == (True, False)
    assert security_table(account(events=0, gaps=(SLOW,), since_hours=None)).empty == "Nothing is known."


def test_a_muted_grave_finding_is_counted_by_name_and_makes_no_good_card() -> None:
    words = shown(account((detection(0),), muted=True))
    assert "1 finding muted, of which 1 severe" in words
    assert ("<@U024BE7LH>: drill" in words, ":white_check_mark:" in words) == (True, False)


def test_minor_stories_of_other_kinds_are_offered() -> None:
    words = shown(account((detection(0, severity=Severity.LOW),)))
    assert "1 minor story of other kinds" in words
    assert "Show all kinds" in words


def test_whatever_strangers_write_the_card_fits_and_calls_nobody() -> None:
    answer = account(tuple(hostile(index) for index in range(40)), events=40)
    card = security_card(answer)
    assert problems(card) == []
    assert "<!channel>" not in card.text + shown(answer)
    assert problems(security_pages(answer, 99)) == []


def test_the_table_has_what_a_story_rests_on_and_the_name_to_mute() -> None:
    table = security_table(account((detection(0), detection(1))))
    assert table.rows[0][0] == "critical"
    assert "What trail-off means (x2) [trail-off]" in table.rows[1][1]
    assert any(note.startswith("Next: ") for note in table.notes)
