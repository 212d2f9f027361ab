"""A patch in an assistant that may die at any moment, and everything that can be seen of it from outside."""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from slack_sdk import WebClient

from core.clock import SystemClock
from core.patching.issued import Issued
from core.patching.states import ENDS, State
from sandbox.slack.seed import AARON, RITA, SRE_OPS
from services.slack.outbox import Outbox
from services.store import AuditRow, Record
from services.store.sqlite import SqliteStore
from tests.e2e.processes import Bot, Json, asked, command, environment, serving
from tests.e2e.workspace import Shown, Workspace
from tests.faults.patching.laws import Effects, check_audit, check_effects, check_marks
from tests.faults.waiting import waited_for
from workflows.patching.records import plan_put

SPEED = 200.0
KILLED = 137
WELCOME = "workspace Sandbox"
HASTE = {
    "TOOL_CACHE_TIME": "0",
    "SRE_SEND_LEASE": "3",
    "SRE_PATCH_LISTS": "s3://sandbox-patching",
    "SRE_BAKE_SECONDS": "0.5",
    "SRE_PATCH_POLL": "0.1",
    "SRE_PATCH_LEASE": "2",
    "SRE_PATCH_SETTLE": "1",
    "SRE_PATCH_LATE": "1",
    "SRE_PATCH_RESERVE": "0",
    "SRE_PATCH_STEP": "30",
    "SRE_PATCH_BACKUP": "30",
    "SRE_PATCH_INSTALL": "30",
}
OVER = frozenset({*ENDS, State.VERIFIED, State.STOPPED, State.NEEDS_HUMAN})
WITHIN_S = 60.0
"""After a restart the patch has ended by then, or asks for a person."""


@dataclass(frozen=True)
class Ward:
    """A Slack, an account, and the folder of the assistant between them."""

    slack: Workspace
    aws_url: str
    given: dict[str, str]
    folder: Path

    @contextmanager
    def bot(self, **settings: str) -> Iterator[Bot]:
        """The assistant, connected and knowing its workspace; before that it turns every wish away."""
        with serving({**self.given, **settings}, self.folder) as bot:
            assert self.slack.connected(), bot.log
            waited_for(lambda: WELCOME in bot.log, 30, lambda: bot.log)
            yield bot

    @contextmanager
    def store(self) -> Iterator[SqliteStore]:
        """The assistant's own state, as any process of this machine may open it."""
        with closing(SqliteStore.open(self.folder / "state", SystemClock())) as store:
            yield store

    def asked(self, issued: Issued) -> Shown:
        """The card of a plan, whose approval Rita asked for."""
        proposal = self.proposed(issued)
        before = {each.ts for each in self.roots()}
        self.slack.press(proposal, "Request approval", RITA)
        return self.slack.until(lambda: next((each for each in self.roots() if each.ts not in before), None), 40)

    def proposed(self, issued: Issued) -> Shown:
        """The message with a plan, for which approval can be requested."""
        with self.store() as store:
            store.put(plan_put(issued.plan.plan_id, issued))
        return self._proposal(issued.plan.plan_id)

    def approved(self, issued: Issued) -> str:
        """The id of a patch that Rita asked for and Aaron approved."""
        card = self.asked(issued)
        self.slack.press(card, "Approve", AARON)
        workflow_id = self.id_of(issued.plan.plan_id)
        waited_for(lambda: self.state(workflow_id) is not State.WAITING, 20)
        return workflow_id

    def id_of(self, plan_id: str) -> str:
        """Which patch a plan became."""
        with self.store() as store:
            record = store.get("plan_asked", plan_id)
        assert record
        return str(record.doc["workflow_id"])

    def state(self, workflow_id: str) -> State:
        """How the patch stands."""
        with self.store() as store:
            record = store.get("patch", workflow_id)
        assert record
        return State(record.state)

    def until_delivered(self) -> None:
        """Wait until nothing waits in the outbox."""
        with self.store() as store:
            outbox = Outbox(store, SystemClock())
            waited_for(lambda: outbox.health().queued == 0, 20)

    def machine(self, workflow_id: str, instance_id: str) -> Record | None:
        """One machine of it; None before it begins."""
        with self.store() as store:
            return store.get("machine", f"{workflow_id}/{instance_id}")

    def over(self, workflow_id: str, within_s: float = WITHIN_S) -> State:
        """How it ended, or that it asks for a person."""
        waited_for(lambda: self.state(workflow_id) in OVER, within_s, lambda: self.last(workflow_id))
        return self.state(workflow_id)

    def last(self, workflow_id: str) -> list[str]:
        """What was written down last, for whoever reads a failure."""
        with self.store() as store:
            machines = [each for each in store.find("machine", limit=100) if each.key.startswith(workflow_id)]
        steps = [f"{each.key} {each.state}: {each.doc['note']} {each.doc['facts']}" for each in machines]
        rows = [(row.entry.action, dict(row.entry.detail)) for row in self.audit(workflow_id)[-8:]]
        names = ("machine", "from", "to", "effect", "note", "result")
        written = [line for file in sorted(self.folder.glob("*.log")) for line in file.read_text().splitlines()]
        problems = [line for line in written if '"level": "info"' not in line][-6:]
        return [*steps, *(f"{action} {[told.get(name, '') for name in names]}" for action, told in rows), *problems]

    def audit(self, workflow_id: str) -> list[AuditRow]:
        """Everything that was audited about it, oldest first."""
        with self.store() as store:
            return store.audit_rows(subject=workflow_id, limit=1000)

    def roots(self) -> list[Shown]:
        """The cards of patches in the channel, as Aaron sees them."""
        every = self.slack.messages(AARON, SRE_OPS)
        stand = (each for each in every if not each.raw["ephemeral"] and not each.raw["deleted"])
        return [each for each in stand if each.text.startswith(("Patch", "Rolled", "Stopping"))]

    def thread(self) -> str:
        """The lines below the one card."""
        [root] = self.roots()
        return "\n".join(each.words for each in self.slack.messages(AARON, SRE_OPS, root.ts)[1:])

    def effects(self) -> Effects:
        """What really changed in the account, by kind and subject."""
        found: Effects = asked(self.aws_url, "GET", "/control/effects")[1]["effects"]
        return found

    def calls(self) -> Mapping[str, int]:
        """How often each operation that changes anything took effect."""
        return dict(asked(self.aws_url, "GET", "/control/log")[1]["effects"])

    def killed_at(self, point: str, issued: Issued) -> str:
        """The id of an approved patch whose process has died at a point."""
        with self.bot(SRE_CRASH_AT=point) as bot:
            workflow_id = self.approved(issued)
            assert bot.process.wait(WITHIN_S) == KILLED, bot.log
        return workflow_id

    def goes_wrong(self, machines: Json) -> None:
        """Let things go wrong on machines, by their id."""
        self._control("scenarios", machines)

    def fails(self, plan: Json) -> None:
        """Let calls to AWS fail."""
        self._control("faults", plan)

    def works_again(self) -> None:
        """No call fails any more."""
        asked(self.aws_url, "DELETE", "/control/faults")

    def aws(self, service: str) -> Any:  # noqa: ANN401 - boto3 makes its clients at run time
        """A client of the account, as one of its people would use it."""
        session: Any = boto3.Session("sandbox", "sandbox", region_name="us-west-2")
        return session.client(service, endpoint_url=self.aws_url)

    def check(self, issued: Issued, workflow_id: str) -> None:
        """Everything that must hold whatever happened: see `laws`."""
        check_effects(issued.plan, self.effects())
        check_marks(self._comments())
        check_audit(self.audit(workflow_id), self.state(workflow_id).value)
        assert self._posted(f"patch:{workflow_id}") == 1, "a second card"
        verified = command(self.given, "audit", "verify")
        assert verified.returncode == 0, verified.stdout + verified.stderr

    def _posted(self, key: str) -> int:
        """How often a message stands in Slack."""
        told = self.slack.get("effects")["keys"].get(key, {})
        return int(told.get("posted", 0)) - int(told.get("deleted", 0))

    def _comments(self) -> list[str]:
        pages = self.aws("ssm").get_paginator("list_commands").paginate()
        return [each["Comment"] for page in pages for each in page["Commands"]]

    def _control(self, what: str, plan: Json) -> None:
        status, answer = asked(self.aws_url, "POST", f"/control/{what}", plan)
        assert status == 200, answer

    def _proposal(self, plan_id: str) -> Shown:
        button = {
            "type": "button",
            "text": {"type": "plain_text", "text": "Request approval"},
            "action_id": "ask:create_approval_workflow",
            "value": json.dumps({"remediation_plan": plan_id}),
        }
        client = WebClient(self.given["SLACK_BOT_TOKEN"], base_url=self.given["SLACK_API_URL"])
        blocks = [{"type": "actions", "elements": [button]}]
        posted = client.chat_postMessage(channel=SRE_OPS, text="a proposal", blocks=blocks)
        return next(each for each in self.slack.messages(RITA, SRE_OPS) if each.ts == posted["ts"])


def ward_in(slack: Workspace, aws_url: str, folder: Path) -> Ward:
    """A ward with a fresh workspace and a fresh account."""
    slack.post("reset")
    slack.post("faults")
    asked(aws_url, "POST", "/control/reset", {})
    asked(aws_url, "DELETE", "/control/scenarios")
    asked(aws_url, "DELETE", "/control/guard")
    return Ward(slack, aws_url, environment(slack.url, aws_url, folder / "state", **HASTE), folder)
