"""One patch from the request to its end, and each of its machines, as they are stored."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import Field

from core.model import Model
from core.patching.plan import Criticality, PlannedWindow

SCHEMA = 1


class Vote(Model):
    """One person's approval of exactly the plan with this digest."""

    user_id: str
    at: datetime
    digest: str


class BreakGlass(Model):
    """Somebody waived window, freeze and the second approver, and said why; never their own request's approval."""

    user_id: str
    at: datetime
    reason: str


class Revision(Model):
    """Somebody chose another window: another plan was issued, and `votes` for the one before count no more."""

    user_id: str
    at: datetime
    votes: int


class Stop(Model):
    """Somebody stopped the patch while it ran: nothing more is begun, and what was begun is finished."""

    user_id: str
    at: datetime
    reason: str = ""


class Handled(Model):
    """A person has looked at what needed one, and says so: its machines are free for other patches again."""

    user_id: str
    at: datetime
    reason: str


class Ending(Model):
    """Why a patch ended or stands still: who, if it was a person, and one sentence; `details` are further ones."""

    at: datetime
    sentence: str
    user_id: str = ""
    details: tuple[str, ...] = ()


class Workflow(Model):
    """A patch. Its state stands beside it in the store (`core.patching.states.State`).

    `digest` is of the plan that is asked for now; choosing another window issues another plan, and votes for the one
    before count no more. `quorum` is how many people must approve, `approvers` who may (users and user groups); both
    are those of the request, and today's policy decides. `approve_by` and `execute_by` are deadlines. `auto_rule` is
    the rule that approved it where no person did. `way_back`: it is a rollback or a drill, and no patch.
    """

    workflow_id: str
    plan_id: str
    digest: str
    criticality: Criticality
    requested_by: str
    requested_via: str
    requested_at: datetime
    channel_id: str
    quorum: int = Field(ge=1)
    approvers: tuple[str, ...] = ()
    approve_by: datetime
    execute_by: datetime | None = None
    window: PlannedWindow | None = None
    votes: tuple[Vote, ...] = ()
    break_glass: BreakGlass | None = None
    wave: int = 0
    baking_until: datetime | None = None
    started_at: datetime | None = None
    revision: Revision | None = None
    auto_rule: str = ""
    way_back: bool = False
    reminded: int = 0
    escalated: bool = False
    stop: Stop | None = None
    handled: Handled | None = None
    ending: Ending | None = None

    @property
    def counted(self) -> tuple[Vote, ...]:
        """The votes for today's plan, one per person."""
        by_person = {vote.user_id: vote for vote in self.votes if vote.digest == self.digest}
        return tuple(by_person.values())

    @property
    def asked_at(self) -> datetime:
        """Since when people are asked about today's plan."""
        return self.revision.at if self.revision else self.requested_at

    @property
    def binding_window(self) -> PlannedWindow | None:
        """The window that it may only start in; None: at any time, as none was planned or the glass is broken."""
        return None if self.break_glass else self.window


class Intent(Model):
    """A side effect that was decided on, stored before it is asked for; `done_at` None: it may have happened.

    `mark` is what the effect carries in AWS (a tag, a comment, a client token) and is found by; `result` what AWS
    called it (a command id, snapshot ids).
    """

    mark: str
    asked_at: datetime
    done_at: datetime | None = None
    result: Mapping[str, str] = Field(default_factory=dict)


class MachineRun(Model):
    """One machine of a patch. Its step stands beside it in the store (`core.patching.states.Step`).

    `facts` is what later steps and the way back need (boot id, package transaction, snapshot ids …); `note` is one
    sentence for people about the present step. `fence` is of the lease under which it was worked on last.
    `adopted_at`: somebody took it over, and from then on nothing of the process before can reach AWS any more.
    """

    workflow_id: str
    instance_id: str
    wave: int
    intents: Mapping[str, Intent] = Field(default_factory=dict)
    facts: Mapping[str, str] = Field(default_factory=dict)
    since: datetime
    tries: int = 0
    note: str = ""
    fence: int = 0
    adopted_at: datetime | None = None
