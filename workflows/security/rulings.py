"""Mutes and severities of a team's own: made by those who may ask for changes, audited, and ended."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from difflib import get_close_matches

from core.actor import Actor
from core.answers.rules import RuleList, RulingMade, TeamRule
from core.clock import Clock
from core.detections.catalogue import slugs
from core.errors import BadRequest, Conflict, NotFound
from core.findings import Severity
from core.patching.policy import Policy
from core.security.rulings import Mute, Override, Ruling
from services.store import ABSENT, Audit, Changes, Delete, Put, Record, Store
from workflows.patching.callers import Callers
from workflows.patching.checks import check_requester
from workflows.patching.circle import People
from workflows.security.sources import OwnRules

RULING = "ruling"
"""The kind of record of what holds for one rule; its key is the rule's slug."""
LONGEST = timedelta(days=365)
_TRIES = 5
_PAGE = 500


class Rulings:
    """Keeps what a team rules about detections. `people` tell who may; `known` are the slugs that are built in."""

    def __init__(
        self,
        store: Store,
        policy: Policy,
        people: People,
        callers: Callers,
        own_rules: OwnRules,
        folder: str,
        clock: Clock,
    ) -> None:
        self._store = store
        self._policy = policy
        self._people = people
        self._callers = callers
        self._own_rules = own_rules
        self._folder = folder
        self._clock = clock

    def holding(self) -> Mapping[str, Ruling]:
        """What holds now, by rule; raises Upstream where the store does not answer."""
        now = self._clock.now()
        found = (_ruling(record) for record in self._store.find(RULING, limit=_PAGE))
        return {each.rule: each for each in found if each.holds(now)}

    def listed(self) -> RuleList:
        """What holds, the soonest to end first, and the team's own rules; raises Upstream as `holding`."""
        rulings = tuple(sorted(self.holding().values(), key=_end))
        standing = self._own_rules.standing()
        own = tuple(TeamRule(rule=each.name, title=each.title, severity=each.severity) for each in standing.rules)
        return RuleList(
            rulings=rulings,
            own_rules=own,
            problems=standing.problems,
            folder=self._folder,
            other_logs=standing.others,
            summary=_summary(rulings, own, standing.problems),
            at=self._clock.now(),
        )

    def mute(self, actor: Actor, rule: str, reason: str, length: timedelta) -> RulingMade:
        """Keep a rule's findings off answers for a while.

        Raises:
            NotAllowed: the caller may not ask for changes.
            BadRequest: there is no reason, or no such rule.
            Conflict: others rule about it at the same time.
            Upstream: Slack, AWS or the store does not answer.
        """
        now = self._clock.now()
        until = now + min(length, LONGEST)
        self._check(rule)

        def changed(ruling: Ruling, by: str) -> Ruling:
            return ruling.model_copy(update={"mute": Mute(reason=_said(reason), by=by, at=now, until=until)})

        detail = {"until": f"{until:%Y-%m-%d %H:%M} UTC", "reason": _said(reason)}
        return self._change(actor, "mute a rule", rule, detail, changed)

    def judge(self, actor: Actor, rule: str, severity: Severity, reason: str) -> RulingMade:
        """Give a rule's findings another severity; raises as `mute`."""
        now = self._clock.now()
        self._check(rule)

        def changed(ruling: Ruling, by: str) -> Ruling:
            override = Override(severity=severity, reason=_said(reason), by=by, at=now)
            return ruling.model_copy(update={"override": override})

        detail = {"severity": severity.value, "reason": _said(reason)}
        return self._change(actor, "set a rule's severity", rule, detail, changed)

    def lift(self, actor: Actor, rule: str) -> RulingMade:
        """Let a rule be as it was: neither muted nor of another severity.

        Raises:
            NotFound: nothing holds for the rule.
            NotAllowed, Conflict, Upstream: as `mute`.
        """
        if rule not in self.holding():
            raise NotFound(f"There is no ruling about {rule}.", advice="`/sre-rules` lists those that hold.")
        return self._change(actor, "lift a ruling", rule, {}, lambda ruling, _: Ruling(rule=ruling.rule))

    def _check(self, rule: str) -> None:
        known = slugs() | {each.name for each in self._own_rules.standing().rules}
        if rule not in known:
            close = get_close_matches(rule, sorted(known), n=3)
            advice = f"Close to it: {', '.join(close)}." if close else "Each card names its rules under Mute a rule."
            raise BadRequest(f"There is no rule called {rule}.", advice=advice)

    def _change(
        self,
        actor: Actor,
        action: str,
        rule: str,
        detail: Mapping[str, str],
        changed: Callable[[Ruling, str], Ruling],
    ) -> RulingMade:
        caller = self._callers.named(actor)
        check_requester(self._policy, self._people, caller)
        for _ in range(_TRIES):
            record = self._store.get(RULING, rule)
            before = _ruling(record) if record else Ruling(rule=rule)
            after = changed(before, caller.user_id)
            audit = Audit(caller, action, f"rule:{rule}", detail)
            try:
                self._store.commit(_changes(after, record, audit, self._clock.now()))
            except Conflict:
                continue
            return RulingMade(ruling=after, summary=_made(after, action), at=self._clock.now())
        raise Conflict(f"Others rule about {rule} at this moment.", advice="Look at /sre-rules, then try again.")


def _changes(after: Ruling, record: Record | None, audit: Audit, now: datetime) -> Changes:
    if not after.holds(now):
        gone = (Delete(RULING, after.rule, record.version),) if record else ()
        return Changes(deletes=gone, audits=(audit,))
    expect = record.version if record else ABSENT
    expires = after.mute.until if after.mute and not after.override else None
    put = Put(RULING, after.rule, after.model_dump(mode="json"), expect, expires=expires)
    return Changes(puts=(put,), audits=(audit,))


def _ruling(record: Record) -> Ruling:
    return Ruling.model_validate(record.doc)


def _said(reason: str) -> str:
    words = " ".join(reason.split())
    if not words:
        raise BadRequest("A ruling needs a reason: others will read it on their cards.")
    return words[:200]


def _end(ruling: Ruling) -> tuple[bool, str, str]:
    return ruling.mute is None, str(ruling.mute.until) if ruling.mute else "", ruling.rule


def _made(ruling: Ruling, action: str) -> str:
    if action.startswith("lift"):
        return f"{ruling.rule} is neither muted nor of another severity any more"
    if action.startswith("mute") and ruling.mute:
        return f"{ruling.rule} is muted until {ruling.mute.until:%-d %b %Y %H:%M} UTC; its findings are still counted"
    return f"findings of {ruling.rule} count as {ruling.override.severity.value}" if ruling.override else ruling.rule


def _summary(rulings: tuple[Ruling, ...], own: tuple[TeamRule, ...], problems: tuple[str, ...]) -> str:
    muted = sum(each.mute is not None for each in rulings)
    judged = sum(each.override is not None for each in rulings)
    parts = [f"{_some(muted, 'rule')} muted"] if muted else ["No rule is muted"]
    parts += [f"{judged} with a severity of the team's"] if judged else []
    parts += [f"{_some(len(own), 'own rule')} in use"] if own else []
    parts += [f"{_some(len(problems), 'problem')} with own rules"] if problems else []
    return ", ".join(parts)


def _some(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
