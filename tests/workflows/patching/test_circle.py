"""Who may approve, as Slack knows it now."""

import pytest

from tests.workflows.patching.people import AARON, BEA, GROUP, GUEST, RITA, Team
from workflows.patching.circle import active, circle


def test_people_and_groups_are_one_circle() -> None:
    assert circle(Team(), (RITA, GROUP)).members == {RITA, AARON, BEA}


def test_of_a_group_that_cannot_be_read_nobody_counts() -> None:
    found = circle(Team(), (RITA, "S0UNKNOWN1"))
    assert found.members == {RITA}
    assert "S0UNKNOWN1 could not be read (Slack did not answer)" in found.unread[0]


@pytest.mark.parametrize("gone", [AARON, GUEST])
def test_who_left_and_guests_are_taken_out(gone: str) -> None:
    team = Team(gone={AARON})
    assert gone not in active(team, circle(team, (gone, BEA))).members


def test_only_those_who_matter_are_looked_at() -> None:
    team = Team(gone={AARON, BEA})
    assert active(team, circle(team, (GROUP,)), {AARON}).members == {BEA}
