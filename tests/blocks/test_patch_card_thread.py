"""Lines of a patch's thread."""

from blocks.patch_card_thread import (
    approved_line,
    asked_line,
    escalation_line,
    glass_line,
    reminder_line,
    rule_line,
    stopped_line,
    window_line,
)
from core.patching.states import State
from core.patching.workflow import Revision
from tests.blocks.patches import AARON, BEA, EVERY, GLASS, GROUP, RITA, standing, votes
from tests.core.patching.examples import AT


def test_the_first_line_calls_nobody_a_second_time() -> None:
    assert "It takes 2 approvals by" in asked_line(EVERY["waiting"]).text
    assert GROUP not in asked_line(EVERY["waiting"]).text


def test_each_approval_is_counted_and_the_last_says_when_it_starts() -> None:
    assert approved_line(EVERY["partly approved"], AARON).text == f"<@{AARON}> approves: 1 of 2."
    assert approved_line(EVERY["approved"], BEA).text.endswith("2 of 2. It starts now.")
    assert approved_line(EVERY["scheduled"], BEA).text.endswith("It starts in its window.")


def test_a_reason_is_quoted_and_the_requester_is_called() -> None:
    line = stopped_line(EVERY["rejected"].workflow, BEA, "not <!channel> *today*").text
    assert "<!channel>" not in line
    assert f"<@{RITA}>: see why." in line
    assert "withdraws the request" in stopped_line(EVERY["waiting"].workflow, RITA, "wrong machine").text


def test_approvers_whose_votes_are_lost_are_called() -> None:
    lost = standing(State.WAITING, revision=Revision(user_id=RITA, at=AT, votes=2))
    assert f"2 earlier approvals no longer count. <!subteam^{GROUP}>" in window_line(lost, RITA).text
    kept = standing(State.WAITING, revision=Revision(user_id=RITA, at=AT, votes=0))
    assert window_line(kept, RITA).text.endswith("chose another time: as soon as it is approved.")


def test_broken_glass_is_told_to_every_approver() -> None:
    workflow = standing(State.WAITING, break_glass=GLASS).workflow
    assert f"<!subteam^{GROUP}>, <@{BEA}>" in glass_line(workflow, "exploited", (GROUP, BEA)).text


def test_reminders_count_what_is_missing_and_escalation_names_whom_it_goes_to() -> None:
    patch = standing(State.WAITING, votes=votes(AARON))
    assert f"<!subteam^{GROUP}>: 1 approval still missing" in reminder_line(patch).text
    assert escalation_line(patch, ("U0LEADER01",)).text.startswith("<@U0LEADER01>: nobody has decided")


def test_a_rule_is_named_as_what_approved() -> None:
    assert "Approved by the rule `curl on dev`" in rule_line("curl on dev").text
