"""The card and table of one instance's page."""

import json

import pytest
from hypothesis import given, settings

from blocks.fit import fit
from blocks.instance import instance_card, instance_table
from blocks.limits import problems
from core.answers.instance import Identity, InstanceHealth, InstancePage, InstanceRisk, Reading, StatusCheck
from core.answers.metrics import MetricAnomaly
from core.changes import Change
from core.confidence import Confidence
from core.findings import SeverityCounts
from core.gaps import Gap
from tests.blocks.answers import TEXTS, alive, buttons, texts
from tests.core.examples import NOW, PLACE, instance

CPU = Reading(label="CPU", unit="%", now=84.0, at=NOW, usual_low=20.0, usual_high=40.0)
HEALTH = InstanceHealth(state="running", checks=(), scheduled=(), readings=(CPU,), words="nothing unusual now")
IMPAIRED = StatusCheck(name="system", status="impaired")
RISK = InstanceRisk(
    risk_score=31, counts=SeverityCounts(high=1), known_exploited=0, first=("Upgrade openssl",), words="31 of 100"
)
ANOMALY = MetricAnomaly(
    label="CPU",
    unit="%",
    start=NOW,
    end=NOW,
    lasts=True,
    direction="high",
    size=50.0,
    expected=34.0,
    observed=84.0,
    confidence=Confidence(value=0.9, basis="4 weeks"),
    why="highest of 28 days",
)
EVENT = Change(at=NOW, kind="deployment", what="CodeDeploy deployment", by="ci", event_name="x", event_id="1")


def page(**more: object) -> InstancePage:
    fields: dict[str, object] = {
        "identity": Identity(instance=instance(1), system="Amazon Linux", managed=True, online=True),
        "health": HEALTH,
        "risk": RISK,
        "compliance": None,
        "anomalies": (ANOMALY,),
        "recent_events": (EVENT,),
        "next_window": None,
        "summary": "web-1: nothing unusual now; risk 31 of 100",
        "partial": (),
        "place": PLACE,
    }
    return InstancePage.model_validate({**fields, **more})


def said(drawn: InstancePage) -> str:
    return "\n".join(texts(instance_card(drawn)))


def test_the_card_begins_with_its_sentence_and_ends_with_where_it_comes_from() -> None:
    card = instance_card(page())
    assert card.text == "web-1: nothing unusual now; risk 31 of 100"
    assert card.text in texts(card)[1]
    assert "Account 123456789012" in texts(card)[-1]


def test_each_section_is_there() -> None:
    words = said(page())
    for part in ("CPU 84 % (usual 20 % to 40 %)", "1. Upgrade openssl", "CodeDeploy deployment", "CPU 84 % where 34 %"):
        assert part in words


@pytest.mark.parametrize("section", ["health", "risk", "compliance", "anomalies", "recent_events", "next_window"])
def test_a_section_that_could_not_be_asked_is_never_shown_as_good(section: str) -> None:
    drawn = page(**{section: None}, partial=(Gap(what="it", why="AWS refused it."),))
    assert "could not be asked" in said(drawn)
    assert ":white_check_mark:" not in said(drawn)
    assert "could not be asked" in str(instance_table(drawn).rows)


@pytest.mark.parametrize(
    ("more", "mark"),
    [
        (
            {"health": HEALTH.model_copy(update={"checks": (StatusCheck(name="system", status="impaired"),)})},
            "rotating",
        ),
        ({"risk": RISK.model_copy(update={"known_exploited": 1})}, "rotating"),
        ({}, "warning"),
        ({"anomalies": ()}, "grey_question"),
    ],
)
def test_the_mark_is_of_the_worst_that_is_known(more: dict[str, object], mark: str) -> None:
    assert texts(instance_card(page(**more)))[1].startswith(f":{mark}")


def test_each_button_asks_more_about_the_same_instance() -> None:
    made = buttons(instance_card(page()))
    assert set(made) == {"Analyse findings", "Show metrics", "Find patch windows"}
    assert {json.loads(each["value"])["instance_id"] for each in made.values()} == {instance(1).instance_id}


def test_many_anomalies_and_events_are_counted_and_the_first_three_shown() -> None:
    words = said(page(anomalies=(ANOMALY,) * 9, recent_events=(EVENT,) * 5))
    assert "and 6 more" in words
    assert "and 2 more" in words


def test_where_nothing_was_measured_nothing_is_called_usual() -> None:
    drawn = page(anomalies=(), health=HEALTH.model_copy(update={"readings": ()}))
    assert "not known: nothing was measured" in said(drawn)
    assert "not known: nothing was measured" in str(instance_table(drawn).rows)


@settings(max_examples=30)
@given(TEXTS, TEXTS)
def test_hostile_names_and_words_stay_text_and_within_slacks_limits(name: str, word: str) -> None:
    drawn = page(
        identity=Identity(instance=instance(1, name=name, tags={"Owner": word, "Role": name}), system=word),
        summary=name,
        recent_events=(EVENT.model_copy(update={"what": name, "by": word}),),
        anomalies=(ANOMALY.model_copy(update={"label": name, "after": word}),),
        health=HEALTH.model_copy(update={"words": word}),
        risk=RISK.model_copy(update={"first": (name, word), "words": word}),
    )
    card = fit(instance_card(drawn))
    assert alive(card) == []
    assert problems(card) == []
