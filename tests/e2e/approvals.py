"""A patch that waits for approval in the workspace, and the people who decide about it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_hex

from slack_sdk import WebClient

from core.clock import SystemClock
from core.patching.issued import issue
from core.patching.plan import Plan
from sandbox.slack.seed import AARON, RITA, SRE_OPS
from services.store import AuditRow, Changes, Put, Record
from services.store.sqlite import SqliteStore
from tests.core.patching.examples import live, plan
from tests.e2e.conftest import House
from tests.e2e.workspace import Shown
from workflows.patching.records import plan_put


class Ward:
    """What happens to one patch, looked at in the channel and in the state of the assistant."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.workspace = house.workspace
        self.store = SqliteStore.open(Path(house.given["SRE_DATA_DIR"]), SystemClock())

    def asked(self, **more: object) -> Shown:
        """The card of a plan that Rita asked for with the button of its proposal, once she was told of it."""
        before = {each.ts for each in [*self.roots(), *self._confirmed()]}
        made = self.planned(**more)
        self.workspace.press(self._proposal(made), "Request approval", RITA)
        self.workspace.until(lambda: any(each.ts not in before for each in self._confirmed()))
        return self.workspace.until(lambda: next((each for each in self.roots() if each.ts not in before), None))

    def _confirmed(self) -> list[Shown]:
        """What tells Rita alone that she asked."""
        every = self.workspace.messages(RITA, SRE_OPS)
        return [each for each in every if each.raw["ephemeral"] and "sked for approval" in each.words]

    def planned(self, **more: object) -> Plan:
        """A plan that is stored as if it had just been made."""
        now = datetime.now(UTC)
        made = plan(plan_id=f"p-{now:%Y%m%d}-{token_hex(3)}", made_at=now, **more)
        self.store.commit(Changes(puts=(plan_put(made.plan_id, issue(made, live())),)))
        return made

    def roots(self) -> list[Shown]:
        """The cards in the channel, as Aaron sees them."""
        every = self.workspace.messages(AARON, SRE_OPS)
        return [
            each
            for each in every
            if not each.raw["ephemeral"] and each.text.startswith(("Patch", "Rolled", "Stopping"))
        ]

    def card(self, shown: Shown) -> Shown:
        """The same card as it is now."""
        return next(each for each in self.roots() if each.ts == shown.ts)

    def card_when(self, shown: Shown, right: Callable[[Shown], bool]) -> Shown:
        """The card as soon as it looks right."""
        return self.workspace.until(lambda: found if right(found := self.card(shown)) else None)

    def thread(self, shown: Shown) -> list[str]:
        """The lines below the card."""
        return [each.words for each in self.workspace.messages(AARON, SRE_OPS, shown.ts)[1:]]

    def copy(self, shown: Shown, user: str) -> Shown:
        """The same card, shown again to one person."""
        return self.workspace.type(f"/sre-approve-patch {self.record(shown).key}", user=user)

    def told(self, shown: Shown, start: str, user: str) -> str:
        """What only the clicker is told after pressing a button."""
        return self.workspace.press_for_answer(shown, start, user).words

    def record(self, shown: Shown) -> Record:
        """The patch of a card, as it is stored."""
        found = [each for each in self.store.find("patch", limit=100) if each.key in shown.words]
        assert len(found) == 1, shown.words
        return found[0]

    def audit(self, shown: Shown) -> list[AuditRow]:
        """What was audited about it."""
        return self.store.audit_rows(subject=self.record(shown).key)

    def lapse(self, shown: Shown) -> None:
        """Let the time to approve it pass."""
        record = self.record(shown)
        past = (datetime.now(UTC) - timedelta(minutes=1)).isoformat()
        doc = {**record.doc, "approve_by": past}
        self.store.put(Put("patch", record.key, doc, record.version, state=record.state, due=record.due))

    def _proposal(self, made: Plan) -> Shown:
        button = {
            "type": "button",
            "text": {"type": "plain_text", "text": "Request approval"},
            "action_id": "ask:create_approval_workflow",
            "value": json.dumps({"remediation_plan": made.plan_id}),
        }
        client = WebClient(self.house.given["SLACK_BOT_TOKEN"], base_url=self.house.given["SLACK_API_URL"])
        posted = client.chat_postMessage(
            channel=SRE_OPS, text="a proposal", blocks=[{"type": "actions", "elements": [button]}]
        )
        return next(each for each in self.workspace.messages(RITA, SRE_OPS) if each.ts == posted["ts"])
