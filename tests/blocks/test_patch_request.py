"""What whoever asked is told, and the list of what waits."""

import json

import pytest

from blocks.fit import fit
from blocks.patch_request import approval_card, approval_table, request_card, request_table
from core.answers.approval import ApprovalRequest, PatchApproval, WaitingPatch
from core.gaps import Gap
from core.patching.states import State
from tests.blocks.patches import EVERY, GROUP
from tests.core.patching.examples import AT

URL = "https://acme.slack.com/archives/C0SREOPS01/p1"
NO_LINK = Gap(what="the link to the card", why="It has not been posted yet.", advice="Run `sre-agent serve`.")


def request(**more: object) -> ApprovalRequest:
    fields = {
        "workflow_id": "w-20260301-abc123",
        "approval_url": URL,
        "estimated_duration": "40m",
        "expected_s": 2400,
        "plan_id": "p-20260301-abc123",
        "digest": "d" * 64,
        "criticality": "critical",
        "state": State.WAITING,
        "approvals_needed": 2,
        "approvers": (GROUP,),
        "approve_by": AT,
        "asked_before": False,
        "summary": "Patch <b> & co: needs 2 approvals",
    }
    return ApprovalRequest.model_validate({**fields, **more})


def words(answer: ApprovalRequest) -> str:
    return json.dumps(request_card(answer).blocks)


def test_it_says_where_the_card_is_and_whom_it_needs() -> None:
    assert f"<!subteam^{GROUP}> decide on <{URL}|its card>" in words(request())
    assert "Patch &lt;b&gt; &amp; co" in words(request())
    assert fit(request_card(request())) == request_card(request())


def test_a_card_that_is_not_posted_yet_is_said_to_be_missing() -> None:
    answer = request(approval_url="", partial=(NO_LINK,))
    assert "Missing: the link to the card" in words(answer)
    assert ("card", "not posted yet") in request_table(answer).rows
    assert "Run `sre-agent serve`." in request_table(answer).notes[0]


def test_a_plan_that_was_decided_before_waits_for_nobody() -> None:
    said = words(request(asked_before=True, state=State.REJECTED))
    assert "was asked for before" in said
    assert "decide on" not in said


@pytest.mark.parametrize("patch", EVERY.values(), ids=EVERY)
def test_a_patch_is_shown_with_its_own_card_and_where_it_stands(patch: object) -> None:
    answer = PatchApproval.model_validate({"shown": patch, "waiting": (), "url": URL, "summary": "x"})
    assert f"<{URL}|The card that everyone sees>" in json.dumps(approval_card(answer).blocks)
    assert ("card", URL) in approval_table(answer).rows


def test_a_long_list_shows_the_oldest_and_says_how_many_more() -> None:
    lines = tuple(
        WaitingPatch(workflow_id=f"w-20260301-{number:06x}", summary="Patch web-1", approve_by=AT, url="")
        for number in range(50)
    )
    card = approval_card(PatchApproval(shown=None, waiting=lines, url="", summary="50 patches wait for approval."))
    assert fit(card) == card
    assert "and 45 more patches" in json.dumps(card.blocks)
