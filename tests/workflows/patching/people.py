"""A team whose Slack is memory: who exists, who is in which group, and what a policy makes of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from core.actor import Actor, Door
from core.clock import Clock
from core.errors import Cause, NotFound, Upstream
from core.patching.approval import Ruling
from core.patching.issued import issue
from core.patching.plan import Plan
from core.patching.policy import Policy
from core.people import Channel, Person
from services.slack.outbox import Outbox
from services.store import Changes, Store
from tests.core.patching.examples import AT, live, plan
from workflows.patching.approvals import Approvals
from workflows.patching.callers import Callers
from workflows.patching.deciding import Deciding
from workflows.patching.holds import Holds
from workflows.patching.links import Links
from workflows.patching.records import Patch, plan_put
from workflows.patching.reminding import Reminding
from workflows.patching.requests import Requests
from workflows.patching.rules import Rules
from workflows.patching.showing import Showing
from workflows.patching.stop_requests import StopRequests

TEAM, RITA, AARON, BEA, GUEST = "T1", "U0REQUEST1", "U0APPROVE1", "U0APPROVE2", "U0GUEST001"
GROUP, CHANNEL = "S0APPROVER", "C0SREOPS01"
ARN = "arn:aws:sts::123456789012:assumed-role/sre/rita"
POLICY = Policy(approvers=(GROUP,), break_glass=(RITA, AARON))


class MovedClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = AT

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.moment.timestamp()

    def advance(self, **parts: float) -> None:
        self.moment += timedelta(**parts)


@dataclass
class Team:
    """Rita asks, Aaron and Bea approve. What is taken away cannot be read."""

    groups: dict[str, frozenset[str]] = field(default_factory=lambda: {GROUP: frozenset({AARON, BEA})})
    gone: set[str] = field(default_factory=set)
    channels: dict[str, Channel] = field(default_factory=lambda: {CHANNEL: Channel(CHANNEL, is_member=True)})

    def person(self, user_id: str, *, recheck: bool = False) -> Person:
        del recheck
        return Person(user_id, TEAM, is_guest=user_id == GUEST, deleted=user_id in self.gone)

    def group_members(self, group_id: str, *, recheck: bool = False) -> frozenset[str]:
        del recheck
        if group_id not in self.groups:
            raise Upstream("Slack did not answer.", cause=Cause.TIMED_OUT, retryable=True)
        return self.groups[group_id]

    def channel(self, channel_id: str, *, recheck: bool = False) -> Channel:
        del recheck
        if channel_id not in self.channels:
            raise NotFound("No such channel.")
        return self.channels[channel_id]


class Permalinks:
    """Slack tells where a message stands."""

    def call(self, method: str, /, **arguments: object) -> Mapping[str, Any]:
        return {"permalink": f"https://acme.slack.com/{method}/{arguments['message_ts']}"}


@dataclass
class Office:
    """Everything that asks and decides, over one store."""

    store: Store
    clock: Clock
    policy: Policy = POLICY
    team: Team = field(default_factory=Team)
    tags: dict[str, dict[str, str]] = field(default_factory=dict)
    may_change: bool = True

    def __post_init__(self) -> None:
        self.deciding = Deciding(self.store, Links(Outbox(self.store, self.clock), Permalinks()))
        self.records = self.deciding.records
        self.approvals = Approvals(self.deciding, self.team, self._tags_of, self.policy, self.clock)
        self.reminding = Reminding(self.store, self.policy)
        self.rules = Rules(self.store, self.policy, self.team, self._tags_of, self.clock)

    @property
    def links(self) -> Links:
        return Links(Outbox(self.store, self.clock), Permalinks())

    @property
    def requests(self) -> Requests:
        return Requests(
            store=self.store,
            directory=self.team,
            tags=self._tags_of,
            policy=self.policy,
            callers=Callers(self.policy, lambda: ARN, lambda: TEAM),
            rules=self.rules,
            links=self.links,
            clock=self.clock,
            may_change=self.may_change,
            posted_within_s=0,
        )

    @property
    def stop_requests(self) -> StopRequests:
        callers = Callers(self.policy, lambda: ARN, lambda: TEAM)
        return StopRequests(self.store, self.team, self.policy, callers, self.links)

    @property
    def holds(self) -> Holds:
        return Holds(self.store, self.team, self._tags_of, self.policy, self.clock)

    @property
    def showing(self) -> Showing:
        return Showing(self.store, self.links)

    def asked(self, of: Plan | None = None, by: str = RITA) -> str:
        """The id of a patch that was asked for."""
        return self.requests.create(person(by), self.planned(of)).workflow_id

    def planned(self, of: Plan | None = None) -> str:
        """The id of a plan that was written down."""
        made = of or plan(made_at=self.clock.now())
        self.store.commit(Changes(puts=(plan_put(made.plan_id, issue(made, live())),)))
        return made.plan_id

    def patch(self, workflow_id: str) -> Patch:
        return self.records.patch(workflow_id)

    def digest(self, workflow_id: str) -> str:
        return self.patch(workflow_id).workflow.digest

    def approve(self, workflow_id: str, by: str, digest: str = "") -> Ruling:
        return self.approvals.approve(person(by), workflow_id, digest or self.digest(workflow_id))

    def card(self, workflow_id: str) -> str:
        """What the card says first, as it was asked for last."""
        record = self.store.get("outbox", f"patch:{workflow_id}")
        return str(record.doc["message"]["text"]) if record else ""

    def said(self, start: str) -> list[str]:
        """The thread lines that wait, by the beginning of their key."""
        letters = self.store.find("outbox", limit=1000)
        return [str(each.doc["message"]["text"]) for each in letters if each.key.startswith(start)]

    def actions(self, workflow_id: str) -> list[str]:
        return [row.entry.action for row in self.store.audit_rows(subject=workflow_id)]

    def _tags_of(self, instance_ids: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        return {instance_id: self.tags.get(instance_id, {}) for instance_id in instance_ids}


def person(user_id: str) -> Actor:
    return Actor(Door.SLACK, TEAM, user_id, CHANNEL)
