"""Answers about findings."""

from core.fleet import Coverage
from tests.blocks.answers import findings_of
from tests.core.examples import entry, finding


def test_an_instance_is_unknown_when_it_is_not_scanned_or_nobody_could_tell() -> None:
    clean, unscanned, unasked = entry(1), entry(2, coverage=Coverage(scanned=False)), entry(3, coverage=None)
    assert [each.unknown for each in (clean, unscanned, unasked)] == [False, True, True]


def test_findings_of_an_instance_that_is_not_scanned_do_not_make_it_known() -> None:
    assert entry(1, finding(), coverage=Coverage(scanned=False)).unknown


def test_an_answer_names_the_instances_of_which_nothing_is_known() -> None:
    unknown = entry(2, coverage=None)
    assert findings_of([], instances=(entry(1), unknown)).unknown == (unknown,)
