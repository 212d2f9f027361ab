"""The versions that an upgrade leads to."""

import pytest

from core.report.versions import brief, targets, to_versions


@pytest.mark.parametrize(
    ("fixed_in", "versions"),
    [
        ([], ()),
        (["", ""], ()),
        (["3.0.7-9.el9", "3.0.7-27.el9", "3.0.7-25.el9"], ("3.0.7-27.el9",)),
        (["3.0.7-27.el9", "3.0.2-0ubuntu1.15", "3.0.2-0ubuntu1.9"], ("3.0.2-0ubuntu1.15", "3.0.7-27.el9")),
        (["1.1-2.amzn2", "1.1-2.amzn2023"], ("1.1-2.amzn2", "1.1-2.amzn2023")),
        (["4.17.20", "4.17.21"], ("4.17.21",)),
    ],
)
def test_the_newest_of_each_system_is_the_target(fixed_in: list[str], versions: tuple[str, ...]) -> None:
    assert targets(fixed_in) == versions


@pytest.mark.parametrize(
    ("versions", "said"),
    [
        ((), " to the fixed version"),
        (("1",), " to 1"),
        (("1", "2"), " to 1 or 2 (by system)"),
        (("1", "2", "3"), " to the fixed version of each system (3 of them)"),
    ],
)
def test_versions_are_said_as_far_as_they_can_be_read(versions: tuple[str, ...], said: str) -> None:
    assert to_versions(versions) == said


def test_a_name_of_any_length_fits_into_a_sentence() -> None:
    assert brief("x" * 80) == "x" * 80
    assert brief("x" * 255) == "x" * 79 + "…"
