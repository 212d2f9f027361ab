"""Holds as records of the store: made with the end of a way back, looked at by every plan, lifted by people."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from blocks.marks import State as Mark
from blocks.patch_card_facts import mention
from blocks.patch_card_thread import said_line
from blocks.text import inert
from core.actor import Actor
from core.answers.patch_holds import PatchHolds
from core.clock import Clock
from core.errors import Cause, Conflict, NotFound, Upstream
from core.patching.approval import Ruling
from core.patching.hold import SCHEMA, HeldPackage, Hold, HoldState, Lifting
from core.patching.plan import PlannedMachine
from core.patching.policy import Policy, terms
from services.store import ABSENT, Audit, Changes, Put, Record, Store
from workflows.patching.announcing import Line, announced
from workflows.patching.circle import People, active, circle
from workflows.patching.drawing import drawn
from workflows.patching.records import Records

HOLD = "patch_hold"
_PAGE = 100
_TRIES = 5
Tags = Callable[[Sequence[str]], Mapping[str, Mapping[str, str]]]


def new_hold(hold: Hold) -> Put:
    """The change that makes one; commit it with the end of the way back."""
    return _put(hold, HoldState.HELD, ABSENT)


def hold_of(machine: PlannedMachine, workflow_id: str, since: datetime, why: str) -> Hold:
    """All packages of a machine that went back."""
    return Hold(
        workflow_id=workflow_id,
        instance_id=machine.instance_id,
        name=machine.name,
        packages=tuple(
            HeldPackage(name=each.name, override=each.override, version=each.fixed_in) for each in machine.packages
        ),
        since=since,
        why=why,
    )


@dataclass(frozen=True, slots=True)
class Holds:
    """Reads them, and lets people lift them. Each method raises Upstream where the store does not answer."""

    store: Store
    people: People
    tags: Tags
    policy: Policy
    clock: Clock

    def of(self, instance_ids: Sequence[str]) -> Mapping[str, tuple[Hold, ...]]:
        """What holds on some machines now, by machine."""
        wanted, found = frozenset(instance_ids), defaultdict[str, list[Hold]](list)
        for hold in self._held():
            if hold.instance_id in wanted:
                found[hold.instance_id].append(hold)
        return {name: tuple(several) for name, several in found.items()}

    def show(self, instance_ids: Sequence[str]) -> PatchHolds:
        """What holds now on some machines (none: anywhere), the oldest first."""
        wanted = frozenset(instance_ids)
        holds = tuple(hold for hold in self._held() if not wanted or hold.instance_id in wanted)
        packages = sum(len(hold.packages) for hold in holds)
        machines = len({hold.instance_id for hold in holds})
        of = "1 machine" if machines == 1 else f"{machines} machines"
        what = "1 package is" if packages == 1 else f"{packages} packages are"
        said = (
            f"{what} held on {of} until somebody lifts that" if holds else "Nothing is held: plans take every package"
        )
        return PatchHolds(holds=holds, asked_for=tuple(instance_ids), summary=said)

    def lift(self, actor: Actor, key: str) -> Ruling:
        """Let plans take the packages there again; for those who may approve patches of the machine.

        Raises:
            NotFound: there is no such hold.
            NotFound, Upstream: Slack or AWS cannot say who may.
            Conflict: several people lift it in the same moment, again and again.
        """
        for _ in range(_TRIES):
            record = self.store.get(HOLD, key)
            if record is None:
                raise NotFound("There is no such hold.", advice="`/sre-patch-holds` lists them.")
            hold, state = _read(record)
            ruling = self._judged(actor, hold, state)
            try:
                self.store.commit(self._changes(actor, ruling, hold, record))
            except Conflict:
                continue
            return ruling
        raise Conflict("Too many people lift this at once.", advice="Look at `/sre-patch-holds`.")

    def note_refusal(self, actor: Actor, key: str, why: str) -> None:
        """Audit a click that was refused before anything was judged; of what does not exist there is no row."""
        if self.store.get(HOLD, key):
            self.store.commit(Changes(audits=(_row(actor, Ruling(why="not_allowed", sentence=why), key),)))

    def _judged(self, actor: Actor, hold: Hold, state: HoldState) -> Ruling:
        if state is HoldState.LIFTED and hold.lifted:
            who, when = mention(hold.lifted.user_id), f"{hold.lifted.at:%H:%M} UTC"
            return Ruling(why="not_waiting", sentence=f"{who} lifted it at {when} already.")
        tags = self.tags([hold.instance_id]) if self.policy.rules else {}
        asked = terms(self.policy, "critical", tags)
        found = active(self.people, circle(self.people, asked.approvers), {actor.user_id})
        if actor.user_id not in found.members:
            said = "Only those who may approve patches of this machine may lift it, so nothing was changed."
            return Ruling(why="not_approver", sentence=" ".join([said, *found.unread]))
        told = f"You lifted it: plans may take {_names(hold)} to {hold.name} again, each with an approval of its own."
        return Ruling(why="complete", sentence=told)

    def _changes(self, actor: Actor, ruling: Ruling, hold: Hold, record: Record) -> Changes:
        row = _row(actor, ruling, hold.key)
        if not ruling.counts:
            return Changes(audits=(row,))
        lifted = hold.model_copy(update={"lifted": Lifting(user_id=actor.user_id, at=self.clock.now())})
        records = Records(self.store)
        standing = records.standing(records.patch(hold.workflow_id))
        said = inert(f"plans may take {_names(hold)} to {hold.name} again", 300)
        line = Line(
            f"lifted:{hold.instance_id}", said_line(f"{mention(actor.user_id)} lifts the hold: {said}.", Mark.WARNING)
        )
        told = drawn(standing, lambda: announced(standing, (line,)), said)
        puts = (_put(lifted, HoldState.LIFTED, record.version), *told)
        return Changes(puts=puts, audits=(row,))

    def _held(self) -> Iterator[Hold]:
        after: Record | None = None
        while page := self.store.find(HOLD, state=HoldState.HELD, limit=_PAGE, after=after):
            yield from (_read(record)[0] for record in page)
            after = page[-1]


def _names(hold: Hold) -> str:
    return ", ".join(dict.fromkeys(each.name for each in hold.packages))


def _row(actor: Actor, ruling: Ruling, key: str) -> Audit:
    action = "lift hold" if ruling.counts else "lift hold refused"
    return Audit(actor, action, key.rpartition("/")[2], {"decision": ruling.why, "machine": key.partition("/")[0]})


def _read(record: Record) -> tuple[Hold, HoldState]:
    if record.schema != SCHEMA or record.state not in set(HoldState):
        raise Upstream(
            f"The hold {record.key} was written by another version of this program. Nothing was done.",
            cause=Cause.REFUSED,
            retryable=False,
            advice="Run the version that wrote it.",
        )
    return Hold.model_validate(record.doc), HoldState(record.state)


def _put(hold: Hold, state: HoldState, expect: int) -> Put:
    return Put(HOLD, hold.key, hold.model_dump(mode="json"), expect, state=state, schema=SCHEMA)
