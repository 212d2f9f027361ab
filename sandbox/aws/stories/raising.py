"""Raises a story: plants what AWS would show of it, and hands out the alarm that it would send."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Literal

from pydantic import Json, JsonValue

from sandbox.aws.account import Account
from sandbox.aws.cloudtrail.event import Event
from sandbox.aws.cloudtrail.trail import Trail
from sandbox.aws.cloudwatch.planted import Planted
from sandbox.aws.scale import stable_fraction
from sandbox.aws.seed.history import history
from sandbox.aws.seed.load import read
from sandbox.aws.seed.model import Seed
from sandbox.aws.stories.planting import PlantedCertificate, PlantedService, plant_certificate, plant_service
from sandbox.aws.xray.traffic import Slowness

_BACK = timedelta(hours=24)
_PERIOD = timedelta(minutes=1)
_NOISE = 0.03


class Course(Seed):
    """One metric: `before`, then from `minutes_ago` on `after`, at once or (a ramp) little by little."""

    namespace: str
    name: str
    dimensions: dict[str, str]
    before: float
    after: float
    minutes_ago: float
    shape: Literal["step", "ramp"] = "step"


class Call(Seed):
    """Something that somebody did shortly before."""

    minutes_ago: float
    who: str
    source: str
    name: str
    request: Json[JsonValue]


class Slow(Seed):
    """A traced service that takes longer, which X-Ray sees with everybody who calls it."""

    service: str
    added_ms: float
    minutes_ago: float


class Story(Seed):
    """A trouble. In `alert` the text `{now}` becomes the time; `cause` is what it really is, for whoever checks."""

    kind: str
    title: str
    cause: str
    alert: Json[dict[str, JsonValue]]
    course: tuple[Course, ...] = ()
    call: tuple[Call, ...] = ()
    service: tuple[PlantedService, ...] = ()
    certificate: tuple[PlantedCertificate, ...] = ()
    slow: tuple[Slow, ...] = ()


class Stories(Seed):
    """The whole file."""

    story: tuple[Story, ...]


@cache
def stories() -> dict[str, Story]:
    """All of them by kind."""
    return {each.kind: each for each in Stories.model_validate(read("stories.toml")).story}


def raised(account: Account, kind: str) -> dict[str, Any] | None:
    """The alarm of a story that begins now; None where there is no such story."""
    story = stories().get(kind)
    if story is None:
        return None
    now = account.timeline.now().replace(microsecond=0)
    planted = account.state.of(Planted)
    for course in story.course:
        dimensions = tuple(sorted(course.dimensions.items()))
        planted.plant((course.namespace, course.name, dimensions), _points(course, now))
    for call in story.call:
        at = now - timedelta(minutes=call.minutes_ago)
        account.state.of(Trail).events.append(
            Event(at=at, who=history().who[call.who], source=call.source, name=call.name, request=call.request)
        )
    for service in story.service:
        plant_service(account, service, now)
    for certificate in story.certificate:
        plant_certificate(account, certificate, now)
    for slow in story.slow:
        at = now - timedelta(minutes=slow.minutes_ago)
        account.state.of(Slowness).add(slow.service, slow.added_ms, at)
    told: dict[str, Any] = json.loads(json.dumps(story.alert).replace("{now}", _iso(now)))
    return told


def _points(course: Course, now: datetime) -> Iterator[tuple[float, float]]:
    """A day of minutes, a little noisy."""
    change = now - timedelta(minutes=course.minutes_ago)
    at = (now - _BACK).replace(second=0)
    while at <= now:
        level = course.before
        if at >= change:
            share = (at - change) / (now - change) if course.shape == "ramp" else 1.0
            level += (course.after - course.before) * share
        wobble = 2 * stable_fraction(f"story/{course.name}/{at.timestamp()}") - 1
        yield at.timestamp(), max(0.0, level * (1 + _NOISE * wobble))
        at += _PERIOD


def _iso(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000+0000"
