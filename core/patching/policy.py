"""The team's policy: who may approve what, how many it takes, until when, and when nothing may start.

Read once at start. An empty list of approvers means that nobody may approve, never that everybody may.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from hashlib import sha256
from typing import Annotated, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, field_validator, model_validator

from core.mcp_keys import McpKey
from core.model import Model
from core.patching.plan import Criticality, Plan
from core.slack_ids import Approver, ChannelId, Person

_CRITICAL_QUORUM = 2


def _tag(value: str) -> str:
    name, equals, wanted = value.partition("=")
    if not (name and equals and wanted):
        raise ValueError(f"{value!r} is no tag; write Name=value")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"{value!r} is no time zone; they look like Europe/Berlin") from None
    return value


Tag = Annotated[str, AfterValidator(_tag)]
Zone = Annotated[str, AfterValidator(_zone)]


class Rule(Model):
    """What holds for machines with a tag: more people, or others. `approvers` empty: those of the policy."""

    tag: Tag
    quorum: int = Field(1, ge=1, le=10)
    approvers: tuple[Approver, ...] = ()


class Freeze(Model):
    """A time in which nothing is started; both ends need a time zone."""

    name: str
    start: datetime
    end: datetime

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError(f"the freeze {self.name!r} needs a time zone in start and end")
        if self.end <= self.start:
            raise ValueError(f"the freeze {self.name!r} ends before it starts")
        return self


class QuietHours(Model):
    """Hours of the day in which nobody is reminded and nothing is started, also over midnight."""

    start: time
    end: time
    zone: Zone

    def holds(self, moment: datetime) -> bool:
        """Whether a moment lies within them."""
        local = moment.astimezone(ZoneInfo(self.zone)).time()
        if self.start <= self.end:
            return self.start <= local < self.end
        return local >= self.start or local < self.end

    def meets(self, start: datetime, end: datetime) -> bool:
        """Whether any part of a span lies within them."""
        return self.holds(start) or (self.start != self.end and self._next_start(start) < end)

    def _next_start(self, moment: datetime) -> datetime:
        """When they begin next, at the moment itself or after it."""
        local = moment.astimezone(ZoneInfo(self.zone))
        today = datetime.combine(local.date(), self.start, local.tzinfo)
        return today if today >= local else datetime.combine(local.date() + timedelta(1), self.start, local.tzinfo)


class AutoApprove(Model):
    """A rule by which plans are approved without a click. It needs an approval of its own in Slack, and expires.

    It never covers critical plans. `packages` are names; empty: none. `tag` is one that every machine must bear.
    """

    name: str
    tag: Tag
    packages: tuple[str, ...]
    until: datetime

    @model_validator(mode="after")
    def _with_zone(self) -> Self:
        if self.until.tzinfo is None:
            raise ValueError(f"the rule {self.name!r} needs a time zone in until")
        return self

    @property
    def digest(self) -> str:
        """SHA-256 in hexadecimal: a rule that is changed has to be approved anew."""
        return sha256(self.model_dump_json().encode()).hexdigest()


class Policy(Model):
    """All of it; each default is the safe one.

    `channel` is where patch cards go; empty: where they were asked for. `requesters` empty: every full member.
    `callers` gives the Slack user that an ARN of AWS stands for, `mcp_keys` who may speak MCP over HTTP.
    """

    channel: ChannelId = ""
    approvers: tuple[Approver, ...] = ()
    requesters: tuple[Approver, ...] = ()
    quorum: int = Field(1, ge=1, le=10)
    critical_quorum: int = Field(_CRITICAL_QUORUM, ge=_CRITICAL_QUORUM, le=10)
    rules: tuple[Rule, ...] = ()
    approval_expires_h: float = Field(24, gt=0, le=24 * 30)
    execution_expires_h: float = Field(72, gt=0, le=24 * 30)
    remind_after_min: tuple[float, ...] = (30, 120, 480)
    escalate_to: tuple[Approver, ...] = ()
    escalate_after_min: float = Field(60, gt=0)
    freezes: tuple[Freeze, ...] = ()
    quiet_hours: QuietHours | None = None
    break_glass: tuple[Person, ...] = ()
    callers: Mapping[str, Person] = Field(default_factory=dict)
    mcp_keys: tuple[McpKey, ...] = ()
    auto_approve: tuple[AutoApprove, ...] = ()
    rollback_approved_with_patch: bool = True

    @field_validator("mcp_keys")
    @classmethod
    def _distinct(cls, keys: tuple[McpKey, ...]) -> tuple[McpKey, ...]:
        for what in ("name", "sha256"):
            given = [getattr(key, what) for key in keys]
            if again := sorted({one for one in given if given.count(one) > 1}):
                raise ValueError(f"two MCP keys have the {what} {again[0]!r}")
        return keys

    @property
    def digest(self) -> str:
        """SHA-256 in hexadecimal over all of it."""
        return sha256(self.model_dump_json().encode()).hexdigest()


class Terms(Model):
    """What one plan needs: how many people, each of them one of `approvers` (users and user groups)."""

    quorum: int
    approvers: tuple[str, ...]


def terms(policy: Policy, criticality: Criticality, tags: Mapping[str, Mapping[str, str]]) -> Terms:
    """The strictest of the policy and of every rule that a machine of the plan falls under.

    Where rules name approvers, only people whom all of them name may approve: a rule can never widen the circle of
    another machine in the same plan. `tags` are today's, by instance id.
    """
    rules = [rule for rule in policy.rules if any(_bears(each, rule.tag) for each in tags.values())]
    quorum = max([policy.quorum, *(rule.quorum for rule in rules)])
    if criticality == "critical":
        quorum = max(quorum, policy.critical_quorum)
    circles = [rule.approvers for rule in rules if rule.approvers] or [policy.approvers]
    shared = [one for one in circles[0] if all(one in circle for circle in circles[1:])]
    return Terms(quorum=quorum, approvers=tuple(dict.fromkeys(shared)))


def covers(
    rule: AutoApprove, plan: Plan, criticality: Criticality, tags: Mapping[str, Mapping[str, str]], now: datetime
) -> bool:
    """Whether a rule covers every machine and package of a plan now. Nothing covers what is critical, or a way back."""
    if criticality == "critical" or plan.criticality == "critical" or plan.undoes or now >= rule.until:
        return False
    return all(
        _bears(tags.get(machine.instance_id, {}), rule.tag)
        and all(package.name in rule.packages for package in machine.packages)
        for machine in plan.machines
    )


def hindrance(policy: Policy, moment: datetime) -> str:
    """Why nothing may start at a moment, in a sentence; empty where something may."""
    for freeze in policy.freezes:
        if freeze.start <= moment < freeze.end:
            return f"Changes are frozen until {freeze.end:%Y-%m-%d %H:%M %Z} ({freeze.name})."
    if policy.quiet_hours and policy.quiet_hours.holds(moment):
        return f"It is quiet hours until {policy.quiet_hours.end:%H:%M} {policy.quiet_hours.zone}."
    return ""


def hindrance_between(policy: Policy, start: datetime, end: datetime) -> str:
    """Why nothing may be planned for a span, in a sentence; empty where something may."""
    for freeze in policy.freezes:
        if start < freeze.end and freeze.start < end:
            return f"Changes are frozen until {freeze.end:%Y-%m-%d %H:%M %Z} ({freeze.name})."
    quiet = policy.quiet_hours
    if quiet and quiet.meets(start, end):
        return f"Quiet hours are from {quiet.start:%H:%M} to {quiet.end:%H:%M} {quiet.zone}."
    return ""


def _bears(tags: Mapping[str, str], tag: str) -> bool:
    name, _, value = tag.partition("=")
    return tags.get(name, "") == value
