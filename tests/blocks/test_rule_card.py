"""The card of a rule that approves patches without a click."""

import json
from datetime import timedelta

import pytest

from blocks.fit import fit
from blocks.rule_card import rule_card
from core.patching.policy import AutoApprove
from core.patching.rule import RuleApproval, RuleState
from tests.blocks.patches import AARON, GROUP, votes
from tests.core.patching.examples import AT

RULE = AutoApprove(name="curl on dev", tag="Environment=dev", packages=("curl",), until=AT + timedelta(days=30))


def approval(**more: object) -> RuleApproval:
    fields = {"rule": RULE, "digest": RULE.digest, "asked_at": AT, "channel_id": "C0SREOPS01", "quorum": 2}
    return RuleApproval.model_validate({**fields, "approvers": (GROUP,), **more})


@pytest.mark.parametrize(
    ("state", "text", "offered"),
    [
        (RuleState.WAITING, "lets patches approve themselves; 1 of 2 approvals", ["Approve", "Reject"]),
        (RuleState.APPROVED, "approves patches by itself", ["Withdraw"]),
        (RuleState.REJECTED, "approves nothing", []),
    ],
)
def test_it_says_how_the_rule_stands_and_offers_what_applies(state: RuleState, text: str, offered: list[str]) -> None:
    card = rule_card(approval(votes=votes(AARON)), state)
    assert card.text == f"Rule curl on dev: {text}"
    rows = [block["elements"] for block in card.blocks if block["type"] == "actions"]
    assert [element["text"]["text"] for row in rows for element in row] == offered
    assert fit(card) == card


def test_what_it_covers_is_on_it() -> None:
    said = json.dumps(rule_card(approval(), RuleState.WAITING).blocks)
    assert "Environment=dev" in said
    assert "installs only: curl" in said
