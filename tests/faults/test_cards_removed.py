"""The card of a running patch removed in Slack: it is posted again with its thread below it, once."""

from slack_sdk import WebClient

from core.clock import SystemClock
from core.patching.states import State
from sandbox.slack.seed import SRE_OPS
from services.slack.outbox import Health, Outbox
from tests.e2e.account import WEB_1
from tests.faults.patching.plans import HEAVY, Drawn
from tests.faults.patching.ward import Ward
from tests.faults.waiting import waited_for


def removed(ward: Ward) -> str:
    """Take the card away, as an administrator can."""
    [root] = ward.roots()
    client = WebClient(ward.given["SLACK_BOT_TOKEN"], base_url=ward.given["SLACK_API_URL"])
    client.chat_delete(channel=SRE_OPS, ts=root.ts)
    return root.ts


def outbox_health(ward: Ward) -> Health:
    with ward.store() as store:
        return Outbox(store, SystemClock()).health()


def test_a_card_that_was_removed_stands_again_with_the_rest_of_its_thread(ward: Ward, plans: Drawn) -> None:
    issued = plans.cut(WEB_1, packages=HEAVY)
    with ward.bot():
        workflow_id = ward.approved(issued)
        waited_for(lambda: bool(ward.effects().get("ec2:CreateSnapshots")), 30)
        before = removed(ward)
        assert ward.over(workflow_id) is State.VERIFIED, ward.last(workflow_id)
        waited_for(lambda: outbox_health(ward).queued == 0, 30)
        [root] = ward.roots()
        ward.check(issued, workflow_id)
    assert root.ts != before
    assert "verified" in root.text.lower()
    assert "verified" in ward.thread().lower()
    assert outbox_health(ward).dead == 0
