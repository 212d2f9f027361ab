"""Ways back on demand: planned, and put before the people who have to approve them; nothing is changed here."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from secrets import token_hex
from typing import Protocol

from core.actor import Actor
from core.answers.approval import ApprovalRequest
from core.answers.rollback import Rollback
from core.clock import Clock
from core.errors import BadRequest
from core.gaps import Gap
from core.patching.drafting_back import BackTerms, drill_plan, rollback_plan
from core.patching.eligible import Machine, obstacle
from core.patching.issued import issue
from core.patching.live import LiveState
from core.patching.plan import Criticality, Plan
from core.patching.standing import Standing
from core.patching.states import State
from core.place import Place
from core.progress import Progress
from services.aws.changes.snapshots import TakenSnapshots
from services.aws.deadline import answering_within
from services.store import Store
from workflows.patching.claims import Claim, Claims
from workflows.patching.kept_backup import lacking
from workflows.patching.looking import Machinery, live_of
from workflows.patching.orders import Asking
from workflows.patching.records import Records
from workflows.patching.rollback_answer import Told, answered
from workflows.patching.undoable import Undoable, Undoables
from workflows.targets import plain_ids

_OVER = frozenset({State.ROLLED_BACK, State.NEEDS_HUMAN, State.HANDLED})


class Whereabouts(Protocol):
    """The part of the AWS session that is needed here."""

    @property
    def account(self) -> str:
        """The account; raises Upstream."""
        ...

    @property
    def region(self) -> str:
        """The region."""
        ...


@dataclass(frozen=True, slots=True)
class _Made:
    """A plan, and the live state and gaps that it was made from."""

    plan: Plan
    live: LiveState
    gaps: tuple[Gap, ...]


class Rollbacks:
    """Takes orders for them. `keep_days` is how long the backup of a drill is kept."""

    def __init__(
        self,
        store: Store,
        aws: Whereabouts,
        machinery: Machinery,
        backups: TakenSnapshots,
        asking: Asking,
        clock: Clock,
        keep_days: int,
    ) -> None:
        self._records = Records(store)
        self._claims = Claims(store)
        self._undoables = Undoables(self._records)
        self._aws = aws
        self._machinery = machinery
        self._backups = backups
        self._asking = asking
        self._clock = clock
        self._keep_days = keep_days

    def roll_back(
        self, actor: Actor, instance_id: str, workflow_id: str, progress: Progress, *, dry_run: bool
    ) -> Rollback:
        """Ask for one machine to be taken back to before a patch ("": its last one), or tell how far that is.

        Raises:
            NotAllowed: there is no role for changes, or the caller may not ask for any.
            NotFound: there is no such instance or patch.
            BadRequest: it cannot be rolled back, or nobody could approve that.
            Upstream: AWS, Slack or the store does not answer.
        """
        began, instance_id = self._clock.monotonic(), self._plain(instance_id)
        found = self._undoables.find(instance_id, workflow_id)
        key = f"{found.patch.workflow.workflow_id}/{instance_id}"
        # The card of a rollback stands where the one of its patch does, whoever asks, and from where.
        there = replace(actor, channel_id=found.patch.workflow.channel_id)
        claim = self._claims.read(key)
        asked = None if dry_run else self._claims.asked(claim)
        if asked:
            return self._told(Told(asked.plan, standing=asked, request=self._again(there, asked)), began)
        found.check()
        progress.say("Looking at the machine and its backup")
        make = partial(self._rollback, found, actor.user_id)
        return self._rehearsed(make, began) if dry_run else self._taken(there, key, claim, make, began)

    def drill(self, actor: Actor, instance_id: str, progress: Progress, *, dry_run: bool) -> Rollback:
        """Ask for the way back to be rehearsed on one machine that is not production; raises as `roll_back`."""
        began, instance_id = self._clock.monotonic(), self._plain(instance_id)
        key = f"drill/{instance_id}"
        claim = self._claims.read(key)
        asked = None if dry_run else self._claims.asked(claim)
        if asked and asked.state not in _OVER:
            return self._told(Told(asked.plan, standing=asked, request=self._again(actor, asked)), began)
        progress.say("Looking at the machine")
        make = partial(self._drill, instance_id, actor.user_id)
        return self._rehearsed(make, began) if dry_run else self._taken(actor, key, claim, make, began)

    def _taken(self, actor: Actor, key: str, claim: Claim | None, make: Callable[[], _Made], began: float) -> Rollback:
        """Put a plan before people: one that is about to be asked for, or a new one."""
        plan, gaps = self._claims.pending(claim, self._clock.now()), tuple[Gap, ...]()
        if plan is None:
            made = make()
            plan = self._claims.take(key, claim, made.plan.plan_id, issue(made.plan, made.live))
            gaps = made.gaps
        request = self._asking.create(actor, plan.plan_id)
        standing = self._records.standing(self._records.patch(request.workflow_id))
        return self._told(Told(plan, standing=standing, request=request, gaps=gaps), began)

    def _rehearsed(self, make: Callable[[], _Made], began: float) -> Rollback:
        made = make()
        return self._told(Told(made.plan, gaps=made.gaps), began)

    def _plain(self, given: str) -> str:
        """The id of an id or ARN."""
        return plain_ids([given], self._aws.account, self._aws.region)[0]

    def _again(self, actor: Actor, asked: Standing) -> ApprovalRequest | None:
        """What whoever asks again is told of the card; nothing where it is over."""
        if asked.state in _OVER:
            return None
        return self._asking.create(actor, asked.plan.plan_id)

    def _rollback(self, found: Undoable, requested_by: str) -> _Made:
        undoing, name = found.undoing, found.planned.name
        with answering_within(self._machinery.deadline_s):
            told = self._backups.marked(undoing.mark) if undoing.mark else ()
        seen = self._machinery.seen(found.machine.run.instance_id)
        why = obstacle(seen.machine)
        why = why or lacking(undoing, seen.machine.volumes or (), told, self._clock.now())
        if why or undoing.backed_up_at is None:
            raise BadRequest(f"{name} cannot be rolled back. {why}".rstrip(), advice=_BY_HAND)
        terms = self._terms(requested_by, found.patch.workflow.criticality, found.plan.backup_keep_days)
        plan = rollback_plan(seen.machine, found.planned.packages, undoing, undoing.backed_up_at, terms)
        return _made(plan, seen.machine, seen.gaps)

    def _drill(self, instance_id: str, requested_by: str) -> _Made:
        seen = self._machinery.seen(instance_id)
        instance = seen.machine.instance
        if instance.production or not instance.environment:
            said = "it is production" if instance.production else "whether it is production is not known"
            raise BadRequest(
                f"The way back is not rehearsed on {instance.label}: {said}.",
                advice="Choose a machine whose Environment tag names something else, such as staging.",
            )
        if why := obstacle(seen.machine):
            raise BadRequest(f"The way back cannot be rehearsed on {instance.label}. {why}")
        return _made(
            drill_plan(seen.machine, self._terms(requested_by, "non_critical", self._keep_days)),
            seen.machine,
            seen.gaps,
        )

    def _terms(self, requested_by: str, criticality: Criticality, keep_days: int) -> BackTerms:
        now = self._clock.now()
        return BackTerms(
            plan_id=_plan_id(now),
            account=self._aws.account,
            region=self._aws.region,
            made_at=now,
            requested_by=requested_by,
            criticality=criticality,
            backup_keep_days=keep_days,
        )

    def _told(self, told: Told, began: float) -> Rollback:
        plan, took_s = told.plan, self._clock.monotonic() - began
        return answered(
            told, Place(account=plan.account, region=plan.region, asked_at=self._clock.now(), took_s=took_s)
        )


_BY_HAND = "What is left of its snapshots bears the tag sre:instance; a person can restore from them."


def _made(plan: Plan, machine: Machine, gaps: tuple[Gap, ...]) -> _Made:
    return _Made(plan, LiveState(machines={machine.instance.instance_id: live_of(machine)}), gaps)


def _plan_id(now: datetime) -> str:
    return f"p-{now:%Y%m%d}-{token_hex(3)}"
