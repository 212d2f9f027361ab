"""The alarms every machine of the seed has, and their states: they follow what becomes of the machine."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.aws.account import Account
from sandbox.aws.ec2.boot import NEVER, Boots
from sandbox.aws.findings import Host

# An alarm sees a minute when it is over, and one that looks at two of them needs both.
_NOTICED_S = 120.0
_CHECKS_FAIL_S = 180.0
_CONFIGURED_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Condition:
    """Whether what an alarm watches is bad, since when; None while there are no data."""

    bad: bool | None
    since: datetime


@dataclass(frozen=True, slots=True)
class State:
    """The state of an alarm, and since when it is in it."""

    value: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Watch:
    """A kind of alarm: what it measures and when that is bad."""

    suffix: str
    text: str
    namespace: str
    metric: str
    statistic: str
    threshold: float
    condition: Callable[[Account, Host, str], Condition]


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm of one machine."""

    host: Host
    watch: Watch
    state: State

    @property
    def name(self) -> str:
        """Unique in the account and region."""
        return f"{self.host.name}-{self.watch.suffix}"

    @property
    def configured(self) -> datetime:
        """When somebody made it."""
        return self.host.launched + _CONFIGURED_AFTER


def alarms_of(account: Account, states: Mapping[str, str]) -> Iterator[Alarm]:
    """The alarms of all machines; `states` are EC2's, by instance id."""
    for host in account.hosts.values():
        for watch in WATCHES:
            condition = watch.condition(account, host, states.get(host.id, "terminated"))
            yield Alarm(host, watch, _state(account, condition))


def _state(account: Account, condition: Condition) -> State:
    """An alarm turns some time after what it watches has turned, and shows until then what it showed before."""
    turns = condition.since + account.timeline.span(_NOTICED_S)
    turned = account.timeline.now() >= turns
    if condition.bad is None:
        return State("INSUFFICIENT_DATA", turns) if turned else State("OK", condition.since)
    return State("ALARM" if condition.bad is turned else "OK", turns if turned else condition.since)


def _load(_account: Account, host: Host, state: str) -> Condition:
    return Condition(None if state != "running" else False, host.launched)


def _checks(account: Account, host: Host, state: str) -> Condition:
    """A boot that takes too long makes them fail; one that is over makes them pass."""
    began, life = account.state.of(Boots).began.get(host.id), account.life(host.id)
    if state != "running" or began is None or life.up_at is None:
        return _load(account, host, state)
    fails = began + account.timeline.span(_CHECKS_FAIL_S)
    if life.up_at < fails:
        return Condition(bad=False, since=host.launched)
    if account.timeline.now() < fails:
        return Condition(bad=False, since=host.launched)
    return Condition(bad=life.up_at == NEVER or life.booting(account.timeline.now()), since=fails)


def _service(account: Account, host: Host, state: str) -> Condition:
    life = account.life(host.id)
    if state != "running":
        return _load(account, host, state)
    return Condition(bad=not life.serving, since=life.serving_since or host.launched)


WATCHES = (
    Watch("cpu", "The machine is busy", "AWS/EC2", "CPUUtilization", "Average", 95.0, _load),
    Watch("checks", "EC2's status checks fail", "AWS/EC2", "StatusCheckFailed", "Maximum", 1.0, _checks),
    Watch("errors", "The service answers with errors", "Sandbox/Service", "Errors", "Sum", 5.0, _service),
)
