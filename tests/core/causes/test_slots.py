import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.causes.evidence import numbered
from core.causes.reporting import report_of
from core.causes.slots import Names, Slots, names_of
from tests.core.causes.knowledge import fact, plumbing, scene

NOTHING = report_of([plumbing()], scene(), ())


def _slots(*said: str, **values: str) -> Slots:
    facts = tuple(fact(f"busy{n}").model_copy(update={"said": each, "values": values}) for n, each in enumerate(said))
    report = NOTHING.model_copy(update={"evidence": numbered(facts)})
    return names_of(report).slots(report)


def test_numbers_and_names_stand_in_slots_with_their_values() -> None:
    slots = _slots("The CPU of web-1 was at 97.5 % (i-0abc).")
    assert slots.texts == {"E1": "The CPU of {E1.1|web-1} was at {E1.2|97.5} % ({E1.3|i-0abc})."}
    assert slots.values == {"E1.1": "web-1", "E1.2": "97.5", "E1.3": "i-0abc"}


def test_a_hypothesis_names_its_evidence_by_its_slots_and_other_things_by_its_own() -> None:
    leak = fact("told_leak", told=True, room="hall-7")
    report = report_of([plumbing()], scene(leak, fact("pressure_low"), subject={"litres": "12"}), ())
    assert names_of(report).slots(report).texts["H1"] == "A pipe in {E2.1|hall-7} burst. It lost {H1.2|12} litres."


@pytest.mark.parametrize("slot", ["{E1.1}", "{E1.1|web-1}", "{E1.1|something else}"])
def test_a_slot_is_filled_with_the_evidence_and_nothing_else(slot: str) -> None:
    assert _slots("The CPU of web-9 rose.").filled(f"On {slot}.") == "On web-9."


def test_a_slot_that_does_not_exist_shows() -> None:
    assert _slots("It rose.").filled("On {E4.1}.") == "On {E4.1}."


def test_a_plain_word_is_a_name_where_a_thing_is_called_so() -> None:
    assert _slots("Calls of cart fail.", service="cart").texts == {"E1": "Calls of {E1.1|cart} fail."}


def test_a_shape_forgets_numbers_and_names_and_no_other_word() -> None:
    names = Names(frozenset({"checkout", "cart"}))
    assert names.shape("db-1 of checkout has 88 of 90") == names.shape("db-2 of cart has 3 of 4")
    assert names.shape("db-1 of checkout") != names.shape("db-1 of search")


def test_a_text_is_bare_when_slots_alone_name_things() -> None:
    names = Names(frozenset({"cart"}))
    assert names.bare("{E1.1} was full.")
    assert names.bare("It was full.")
    assert not names.bare("{E1.1} was full by 97 %.")
    assert not names.bare("web-1 was full.")
    assert not names.bare("The queue of cart was full.")


@given(st.text())
def test_whatever_evidence_says_is_said_again_by_its_slots(said: str) -> None:
    slots = _slots(said)
    assert slots.filled(slots.texts["E1"]) == " ".join(said.split())
