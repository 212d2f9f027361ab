"""What somebody recently did to an instance, by CloudTrail's events."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from core.changes import Change, change_of, newest_first
from core.clock import Clock
from core.errors import Upstream
from core.gaps import Gap
from core.trail import Subject
from services.aws.crew import Crew
from services.aws.deadline import patience_s
from services.aws.persistence import every_page
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_cloudtrail.literals import LookupAttributeKeyType
    from mypy_boto3_cloudtrail.type_defs import (
        EventTypeDef,
        LookupEventsRequestTypeDef,
        LookupEventsResponseTypeDef,
    )

# https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html: 50 events a page, one attribute,
# 90 days, two questions a second.
PAGE_SIZE = 50
KEPT = timedelta(days=90)
# Events come about five minutes late on average, without a promise.
# https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
LATE = timedelta(minutes=15)
_GROUPS = 3
_TOKEN = "NextToken"  # noqa: S105  the name of a field


@dataclass(frozen=True, slots=True)
class Changes:
    """Changes of one instance, newest first; `gaps` name what could not be read.

    Whatever happened after `settled_until` may not have reached CloudTrail yet.
    """

    changes: tuple[Change, ...]
    gaps: tuple[Gap, ...]
    settled_until: datetime


@dataclass(frozen=True, slots=True)
class _Question:
    """One attribute to look up, and how many pages of events it is worth."""

    key: "LookupAttributeKeyType"
    value: str
    pages: int
    about: str


@dataclass(slots=True)
class _Lookup:
    """A question and the events read so far; they are kept where the deadline ends it."""

    question: _Question
    future: "Future[Gap | None]"
    events: "list[EventTypeDef]"

    def gap(self) -> Gap | None:
        """What is missing of the answer."""
        if not self.future.done():
            self.future.cancel()
            return _unread(self.question, Upstream.timed_out("LookupEvents"), self.events)
        try:
            return self.future.result()
        except Upstream as error:  # the crew did not begin with it before the deadline
            return _unread(self.question, error, self.events)


class CloudTrail:
    """Asks CloudTrail, a few questions side by side on the threads of `crew`."""

    def __init__(self, aws: Aws, crew: Crew, clock: Clock) -> None:
        self._aws = aws
        self._crew = crew
        self._clock = clock

    def changes(
        self,
        instance_id: str,
        since: datetime,
        tags: Mapping[str, str] | None = None,
        group_ids: Sequence[str] = (),
    ) -> Changes:
        """What was done to an instance since a time; nothing is raised, `gaps` tell what is missing.

        With its `tags`, commands and deployments for other machines are left out; without, whatever is sent to tags
        counts. `group_ids` are its security groups, whose rules count as well.
        """
        now = self._clock.now()
        begin = max(since, now - KEPT)
        questions, left_out = _questions(instance_id, group_ids)
        lookups = [self._looked_up(each, begin, now) for each in questions]
        wait([each.future for each in lookups], timeout=patience_s())
        subject = Subject(instance_id=instance_id, tags=dict(tags) if tags is not None else None)
        missing = [gap for each in lookups if (gap := each.gap())]
        found = (change for each in lookups for row in tuple(each.events) if (change := change_of(row, subject)))
        kept = (change for change in found if change.at >= since)
        return Changes(newest_first(kept), (*_too_old(since, begin), *missing, *left_out), now - LATE)

    def _looked_up(self, question: _Question, begin: datetime, end: datetime) -> _Lookup:
        events: list[EventTypeDef] = []
        return _Lookup(question, self._crew.submit(self._asked, question, begin, end, events), events)

    def _asked(self, question: _Question, begin: datetime, end: datetime, events: "list[EventTypeDef]") -> Gap | None:
        request: LookupEventsRequestTypeDef = {
            "LookupAttributes": [{"AttributeKey": question.key, "AttributeValue": question.value}],
            "StartTime": begin,
            "EndTime": end,
            "MaxResults": PAGE_SIZE,
        }

        def ask(token: str) -> "LookupEventsResponseTypeDef":
            with self._aws.asking("cloudtrail", "LookupEvents"):
                client = self._aws.client("cloudtrail")
                return client.lookup_events(**({**request, _TOKEN: token} if token else request))

        try:
            for number, page in enumerate(every_page(ask, _TOKEN), start=1):
                events += page.get("Events", [])
                if number == question.pages and page.get(_TOKEN):
                    return _cut(question, events)
        except Upstream as error:
            return _unread(question, error, events)
        return None


def _questions(instance_id: str, group_ids: Sequence[str]) -> tuple[list[_Question], tuple[Gap, ...]]:
    # A command or a deployment does not list its machines as resources: it is found by its name alone.
    questions = [
        _Question("ResourceName", instance_id, 6, f"changes of {instance_id}"),
        _Question("EventName", "SendCommand", 4, "commands sent by Systems Manager"),
        _Question("EventName", "CreateDeployment", 2, "deployments by CodeDeploy"),
    ]
    named = list(dict.fromkeys(group_ids))
    questions += [_Question("ResourceName", each, 2, f"changes of {each}") for each in named[:_GROUPS]]
    if len(named) <= _GROUPS:
        return questions, ()
    what = f"changes of {len(named) - _GROUPS} more security groups"
    why = f"CloudTrail answers two questions a second, so only {_GROUPS} groups are asked about"
    return questions, (Gap(what=what, why=why, by_choice=True),)


def _unread(question: _Question, error: Upstream, events: "Sequence[EventTypeDef]") -> Gap:
    return Gap(what=_older(question, events), why=error.sentence, advice=error.advice)


def _cut(question: _Question, events: "Sequence[EventTypeDef]") -> Gap:
    why = f"CloudTrail has more than the {len(events)} newest events that were read"
    return Gap(what=_older(question, events), why=why, advice="Ask about a shorter time.", by_choice=True)


def _older(question: _Question, events: "Sequence[EventTypeDef]") -> str:
    times = [each["EventTime"] for each in events if "EventTime" in each]
    return f"{question.about} before {min(times):%Y-%m-%d %H:%M} UTC" if times else question.about


def _too_old(since: datetime, begin: datetime) -> tuple[Gap, ...]:
    if since >= begin:
        return ()
    what = f"changes before {begin:%Y-%m-%d} UTC"
    return (Gap(what=what, why=f"CloudTrail keeps {KEPT.days} days", by_choice=True),)
