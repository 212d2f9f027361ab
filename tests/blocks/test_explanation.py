from datetime import timedelta

import pytest

from blocks.explanation import explanation_card, explanation_table, metric_line
from blocks.fit import fit
from blocks.limits import problems
from core.alerts import AlertLevel
from core.answers.explain import ExplainedAlert, Explanation, KeyMetric, Similar
from core.causes.evidence import Evidence
from core.causes.hypothesis import Hypothesis, Moment, Step
from core.confidence import Confidence
from core.gaps import Gap
from tests.core.examples import NOW, PLACE

FACT = Evidence(id="E2", kind="connections_up", source="CloudWatch", said="88 of 90 connections are in use.")


def explanation(**more: object) -> Explanation:
    made = {
        "incident_id": "inc-1",
        "specialist": "database",
        "specialist_title": "Database",
        "alert": ExplainedAlert(title="Pool exhausted", source="cloudwatch", service="cart", at=NOW,
                                severity=AlertLevel.MEDIUM, count=3),
        "severity_judged": AlertLevel.HIGH,
        "severity_why": "an exhausted connection pool is high",
        "impact": "cart: requests fail.",
        "since": NOW - timedelta(minutes=8),
        "verdict": "likely",
        "cause": "pool_exhausted",
        "root_cause": "The connection pool of cart is exhausted.",
        "confidence": Confidence(value=0.92, basis="2 pieces of evidence (CloudWatch)"),
        "supports": ("E2",),
        "evidence": (FACT,),
        "timeline": (Moment(at=NOW, what="The alert came."),),
        "immediate_actions": (Step(say="Look", run="psql -h db"), Step(say="Scale the pool", changes=True)),
        "prevention": ("Size pools together.",),
        "summary": "cart: an exhausted connection pool",
        "place": PLACE,
    }  # fmt: skip
    return Explanation.model_validate({**made, **more})


def _text(found: Explanation) -> str:
    return str(list(explanation_card(found).blocks))


def test_the_parts_come_in_the_order_in_which_they_are_needed() -> None:
    text = _text(explanation(gaps=(Gap(what="the logs", why="no permission"),)))
    parts = ["Specialist", "Service", "*Alert*", "*Time*", "*Severity*", "*Impact*", "*Root cause*", "Confidence",
             "88 of 90", "*Timeline*", "*Do now*", "*Keep it from", "*Could not be checked*", "took 0.4 s"]  # fmt: skip
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_what_there_was_nothing_to_look_at_for_is_one_line_below_what_failed() -> None:
    gaps = (
        Gap(what="ECS", why="the alert names no service", by_choice=True, moot=True),
        Gap(what="the logs", why="no permission"),
        *(Gap(what=f"part {n}", why="the alert names none", by_choice=True, moot=True) for n in range(9)),
    )
    text = _text(explanation(gaps=gaps))
    assert text.index("*Missing: the logs.*") < text.index("*Nothing to look at:* ECS; part 0; part 1;")
    assert "part 6 and 2 more." in text
    assert "the alert names no service" not in text


def test_severity_is_told_as_sent_and_as_judged_with_the_reason() -> None:
    assert "sent as medium, judged high: an exhausted connection pool is high" in _text(explanation())


def test_a_step_that_changes_something_says_that_a_person_decides() -> None:
    text = _text(explanation())
    assert "Scale the pool. _This changes something: a person decides._" in text
    assert "psql -h db" in text


def test_earlier_incidents_are_shown_with_their_cause() -> None:
    before = [Similar(incident_id=f"inc-{n}", cause="a cron job", at=NOW - timedelta(days=n)) for n in (1, 9)]
    assert "This is the 3rd time." in _text(explanation(similar=tuple(before)))
    assert "`a cron job`" in _text(explanation(similar=tuple(before)))


def test_a_metric_tells_its_two_levels_and_when() -> None:
    moved = KeyMetric(label="CPU", unit="Percent", start=NOW, period_s=300, values=(20.0, 93.0), before=20, now=93,
                      changed_at=NOW)  # fmt: skip
    assert metric_line(moved).startswith("CPU 20 % → 93 % since <!date")
    still = KeyMetric(label="CPU", unit="Percent", start=NOW, period_s=300, values=(20.0, None))
    assert metric_line(still) == "CPU 20 %, without a sudden change"


HOSTILE = [
    "<!channel> look",
    "<https://evil.example|Approve>",
    "```\n*APPROVED*\n```",
    "a\u202eb\u200bc",
    "x" * 5000,
    "",
    "*bold* _it_ ~s~ :tada: `c`",
]


@pytest.mark.parametrize("evil", HOSTILE)
def test_whatever_strangers_write_stays_text_and_the_card_fits(evil: str) -> None:
    said = FACT.model_copy(update={"said": evil, "quoted": evil, "trust": "told"})
    alert = ExplainedAlert(title=evil or "x", source=evil, service=evil, severity=AlertLevel.UNKNOWN)
    others = Hypothesis(name="n", specialist="s", title=evil, component="", text=evil, supports=("E2",), score=1,
                        probability=0.1)  # fmt: skip
    found = explanation(
        alert=alert, evidence=(said,), root_cause=evil, impact=evil, summary=evil or "x", severity_why=evil,
        timeline=(Moment(at=NOW, what=evil),), immediate_actions=(Step(say=evil, run=evil),), prevention=(evil,),
        similar=(Similar(incident_id="i", cause=evil, at=NOW),), gaps=(Gap(what=evil, why=evil),), others=(others,),
        runbook=evil, confidence=Confidence(value=0.5, basis=evil),
    )  # fmt: skip
    card = fit(explanation_card(found))
    assert problems(card) == []
    text = str(card.blocks) + card.text
    assert "<!channel>" not in text
    assert "<https://evil" not in text
    assert "\u202e" not in text


def test_a_terminal_gets_the_same_parts_in_plain_words() -> None:
    rows = {row[0]: row[1] for row in explanation_table(explanation()).rows}
    assert rows["root cause"] == "The connection pool of cart is exhausted."
    assert rows["severity"].startswith("sent as medium, judged high")
    assert rows["do now"].startswith("Scale the pool (changes something)")


def test_an_answer_without_anything_still_is_a_card() -> None:
    bare = explanation(evidence=(), supports=(), timeline=(), immediate_actions=(), prevention=(), since=None)
    assert problems(fit(explanation_card(bare))) == []
