"""Plays the scenes of the seed: the routines of each day of the month, and what happened once."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from sandbox.aws.account import Account
from sandbox.aws.cloudtrail.event import Event
from sandbox.aws.cloudtrail.placeholders import Names, filled
from sandbox.aws.scale import stable_fraction
from sandbox.aws.seed.history import Who, history
from sandbox.aws.seed.scenes import Scene, Step, attacks, routines

_DAYS = 30
_DAY = timedelta(days=1)
_SATURDAY = 5
# Services without regions write into the history of this one alone.
# https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events
GLOBAL_REGION = "us-east-1"
_GLOBAL = ("iam", "organizations", "signin")


def played(account: Account, names: Names) -> Iterator[Event]:
    """Every event of every scene, as far as it happened before the start and is told in the account's region."""
    people = {**history().who, **routines().who, **attacks().who}
    for scene in (*routines().scene, *attacks().scene):
        for begin in _begins(scene, account.started):
            yield from _scene(scene, begin, account, names, people)


def told_in(source: str, account: Account) -> bool:
    """Whether events of a service are in the history of the account's region."""
    return account.region == GLOBAL_REGION or source not in _GLOBAL


def _begins(scene: Scene, started: datetime) -> Iterator[datetime]:
    if scene.hours_ago is not None:
        yield (started - timedelta(hours=scene.hours_ago)).replace(microsecond=0)
        return
    today = started.replace(hour=0, minute=0, second=0, microsecond=0)
    first, last = scene.between
    for back in range(_DAYS + 1):
        day = today - _DAY * back
        if scene.days == "workdays" and day.weekday() >= _SATURDAY:
            continue
        for turn in range(scene.times):
            key = f"{scene.name}/{day.date()}/{turn}"
            if stable_fraction(f"chance/{key}") < scene.chance:
                hour = first + (last - first) * stable_fraction(key)
                yield (day + timedelta(hours=hour)).replace(microsecond=0)


def _scene(scene: Scene, begin: datetime, account: Account, names: Names, people: Mapping[str, Who]) -> Iterator[Event]:
    at = begin
    for step in scene.step:
        at += timedelta(seconds=step.after_s)
        for number, each in enumerate(step.each):
            at += timedelta(seconds=step.every_s if number else 0)
            who = people[step.who or scene.who]
            own = names.more(each=each, day=f"{begin:%Y-%m-%d}", run=f"{begin:%j}")
            if at <= account.started and own.has_all(step, who) and _is_told(step, account):
                yield _event(step, at.replace(microsecond=0), who, own)


def _is_told(step: Step, account: Account) -> bool:
    # Other regions of the account are empty but for what the services without regions do.
    return told_in(step.source, account) if account.enabled else step.source in _GLOBAL


def _event(step: Step, at: datetime, who: Who, names: Names) -> Event:
    about = (filled(each, names).partition("=") for each in step.about)
    return Event(
        at=at,
        who=names.who(who),
        source=str(filled(step.source, names)),
        name=str(filled(step.name, names)),
        request=filled(step.request, names),
        response=None if step.error else filled(step.response, names),
        resources=tuple((kind, name) for kind, _, name in about),
        read_only=step.reads,
        error=step.error,
        said=str(filled(step.said, names)),
        more=filled(step.more, names),
    )
