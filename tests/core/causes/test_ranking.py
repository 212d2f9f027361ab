import pytest

from core.causes.ranking import REMEMBERED, closeness, may_cause, ranked
from tests.core.causes.knowledge import ONSET, fact, plumbing, scene


def _names(*facts: object) -> list[str]:
    return [each.name for each in ranked([plumbing()], scene(*facts))]  # type: ignore[arg-type]


def test_only_causes_that_something_speaks_for_are_named() -> None:
    assert _names() == []
    assert _names(fact("pressure_low", pressure="1 bar")) == ["burst"]


def test_the_cause_with_more_evidence_comes_first() -> None:
    assert _names(fact("work_before", -60), fact("pressure_low"), fact("told_leak", told=True)) == ["burst", "work"]


def test_a_change_counts_more_the_closer_it_is_to_the_onset() -> None:
    near, far = fact("work_before", -2), fact("work_before", -90)
    assert closeness(near, ONSET) > 0.8
    assert closeness(far, ONSET) < 0.1
    assert ranked([plumbing()], scene(near))[0].score > ranked([plumbing()], scene(far))[0].score


def test_nothing_that_began_after_the_effect_is_a_cause() -> None:
    late = fact("work_before", 10)
    assert not may_cause(late, ONSET)
    assert _names(late) == []
    assert may_cause(fact("work_before", 4), ONSET)  # within one period of measuring


def test_what_contradicts_lowers_the_score() -> None:
    alone = ranked([plumbing()], scene(fact("told_leak", told=True)))[0]
    against = ranked([plumbing()], scene(fact("told_leak", told=True), fact("pressure_fine")))[0]
    assert against.score == pytest.approx(alone.score - 5)
    assert against.contradicts


def test_several_facts_of_one_kind_count_once() -> None:
    once = ranked([plumbing()], scene(fact("pressure_low")))[0]
    often = ranked([plumbing()], scene(fact("pressure_low"), fact("pressure_low", room="hall")))[0]
    assert once.score == often.score


def test_a_weaker_fact_counts_less() -> None:
    sure = ranked([plumbing()], scene(fact("pressure_low")))[0]
    unsure = ranked([plumbing()], scene(fact("pressure_low", strength=0.5)))[0]
    assert unsure.score == pytest.approx(sure.score - 2)


def test_a_confirmed_cause_of_before_adds_and_proves_nothing_alone() -> None:
    before = fact(REMEMBERED + "burst")
    assert _names(before) == []
    alone = ranked([plumbing()], scene(fact("told_leak", told=True)))[0]
    again = ranked([plumbing()], scene(fact("told_leak", told=True), before))[0]
    assert again.score > alone.score


def test_a_hypothesis_cites_what_it_rests_on() -> None:
    shown = fact("pressure_low", pressure="1 bar").model_copy(update={"id": "E7"})
    assert ranked([plumbing()], scene(shown))[0].supports == ("E7",)


def test_a_sentence_without_its_value_is_left_out_and_never_guessed() -> None:
    [found] = ranked([plumbing()], scene(fact("pressure_low", pressure="1 bar")))
    assert found.text == "Pressure fell to 1 bar."


def test_without_any_sentence_the_title_is_what_is_known() -> None:
    [found] = ranked([plumbing()], scene(fact("pressure_low")))
    assert found.text == "A burst pipe."


def test_the_one_who_was_asked_starts_ahead_of_the_others() -> None:
    other = plumbing().model_copy(update={"name": "electricity", "base": ""})
    facts = scene(fact("pressure_low"))
    first, second = ranked([plumbing(), other], facts)
    assert (first.specialist, second.specialist) == ("plumbing", "electricity")
    assert first.score > second.score


def test_probabilities_leave_room_for_none_of_these() -> None:
    [found] = ranked([plumbing()], scene(fact("told_leak", told=True)))
    assert 0.5 < found.probability < 0.7


def test_when_it_began_is_when_its_first_fact_began() -> None:
    facts = scene(fact("pressure_low", -3), fact("told_leak", -1, told=True))
    assert ranked([plumbing()], facts)[0].began == facts.evidence[0].first_seen
