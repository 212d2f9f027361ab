"""Machines of the seed's roles for tests that need no moto."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from math import inf

from sandbox.aws.cloudwatch.catalogue import Metric, metrics_of
from sandbox.aws.cloudwatch.machine import Event, Machine
from sandbox.aws.cloudwatch.noise import key_of
from sandbox.aws.seed.metrics import Story, Touched, metrics

# A Monday at noon in New York.
NOW = int(datetime(2026, 11, 16, 17, tzinfo=UTC).timestamp())
HOUR = 3_600
DAY = 86_400


def machine(
    role: str = "web",
    *,
    kind: str = "m6i.large",
    detailed: bool = True,
    age: timedelta = timedelta(days=60),
    last: float = inf,
    events: Sequence[Event] = (),
) -> Machine:
    first = NOW - int(age.total_seconds())
    return Machine(
        id="i-0a",
        type=kind,
        image="ami-1",
        system="al2023",
        volumes=2,
        detailed=detailed,
        agent=True,
        role_name=role,
        zone="America/New_York",
        key=key_of(f"{role}/{kind}"),
        first=first,
        last=last,
        events=tuple(events),
    )


def event(name: str, touches: Touched) -> Event:
    """A story of the seed with its times counted back from NOW."""
    story: Story = next(one for one in metrics().story if one.machine == name and one.touches == touches)
    begin = NOW - round(story.hours_ago * 12) * 300
    return Event(story, begin, inf if story.hours is None else begin + round(story.hours * 12) * 300)


def metric(of: Machine, name: str, path: str = "") -> Metric:
    found = [one for one in metrics_of(of).values() if one.name == name]
    return next(one for one in found if not path or dict(one.dimensions).get("path") == path)
