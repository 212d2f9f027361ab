"""The morning's story: from what is stored to one message with its thread."""

from datetime import datetime, timedelta

from blocks.charts.trend import trend_charts
from core.item import Item
from core.patching.issued import issue
from core.patching.plan import PlannedWindow
from core.patching.states import State
from core.patching.workflow import Ending, Vote, Workflow
from core.posture import Posture
from services.slack.outbox import Outbox
from services.slack.outbox_message import KIND as OUTBOX
from services.slack.outbox_message import Letter, Message
from services.store import Changes, Put
from tests.core.examples import StillClock, instance
from tests.core.patching.examples import live, plan
from tests.workflows.bulletins.test_polling import critical
from tests.workflows.fakes import Account, surveyor
from tests.workflows.reporting import Shelf, memory_store
from workflows.bulletins.polling import Bulletins
from workflows.digest.gathering import Gathering
from workflows.digest.posting import Digests
from workflows.patching.items import PatchItems
from workflows.patching.records import new_patch, plan_put


class Known:
    """Where each card stands."""

    def link(self, workflow_id: str, *, patience_s: float = 0) -> str:
        del patience_s
        return f"https://acme.slack.com/archives/C1/{workflow_id}"


class Morning:
    def __init__(self, *, always: bool = False, alerts: tuple[Item, ...] = ()) -> None:
        self.clock = StillClock()
        self.store = memory_store(self.clock)
        items = PatchItems(self.store, Known())
        gathering = Gathering(self.store, items, alerts=lambda: alerts, notes=lambda: ("Audit log: 7 rows.",))
        outbox = Outbox(self.store, self.clock)
        self.digests = Digests(gathering, outbox, Shelf(), trend_charts, channel_id="C0SREOPS01", always=always)

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def patch(self, number: int, state: State, voters: tuple[str, ...] = (), **more: object) -> None:
        made = plan(plan_id=f"p-20261120-{number:06x}")
        issued = issue(made, live())
        asked = Workflow.model_validate(
            {
                "workflow_id": f"w-20261120-{number:06x}",
                "plan_id": made.plan_id,
                "digest": issued.digest,
                "criticality": "critical",
                "requested_by": "U0REQUEST1",
                "requested_via": "slack",
                "requested_at": self.now - timedelta(hours=3),
                "channel_id": "C0SREOPS01",
                "quorum": 2,
                "approve_by": self.now + timedelta(hours=9),
                "votes": tuple(Vote(user_id=each, at=self.now, digest=issued.digest) for each in voters),
                **more,
            }
        )
        self.store.commit(Changes(puts=(plan_put(made.plan_id, issued), new_patch(asked, state, None))))

    def posted(self) -> list[Message]:
        self.digests.post(self.now)
        return [Letter.model_validate(each.doc).message for each in self.store.find(OUTBOX, limit=100)]


def words(message: Message) -> str:
    return str(message.blocks)


def test_a_quiet_day_is_not_told_unless_somebody_wants_to_hear_that() -> None:
    assert Morning().posted() == []
    [message] = Morning(always=True).posted()
    assert message.text == "Today: nothing waits for anybody"
    assert "Audit log: 7 rows." in words(message)


def test_it_says_what_waits_for_how_many_people_and_until_when() -> None:
    morning = Morning()
    morning.patch(1, State.WAITING)
    [message] = morning.posted()
    assert message.text == "Today: 1 approval waits"
    assert "2 more approvals until" in words(message)
    assert "https://acme.slack.com/archives/C1/w-20261120-000001" in words(message)


def test_what_needs_a_person_comes_first() -> None:
    morning = Morning()
    morning.patch(1, State.WAITING)
    morning.patch(2, State.NEEDS_HUMAN)
    [message] = morning.posted()
    assert message.text == "Today: 1 patch needs a person, 1 approval waits"


def test_only_what_comes_within_a_day_is_told() -> None:
    morning = Morning()
    for number, hours in ((1, 6), (2, 60)):
        start = morning.now + timedelta(hours=hours)
        window = PlannedWindow(start=start, end=start + timedelta(hours=2), zone="UTC")
        morning.patch(number, State.SCHEDULED, window=window)
    [message] = morning.posted()
    assert message.text == "Today: 1 patch within a day"


def test_only_what_ended_since_yesterday_is_told() -> None:
    morning = Morning(always=True)
    for number, hours in ((1, 2), (2, 50)):
        ending = Ending(at=morning.now - timedelta(hours=hours), sentence="All verified.")
        morning.patch(number, State.VERIFIED, ending=ending)
    [message] = morning.posted()
    assert words(message).count("Patched 2 machines") == 1


def test_new_and_closed_packages_are_told_by_what_they_are() -> None:
    morning = Morning()
    account = Account(instances=(instance(),), findings=(critical(),))
    bulletins = Bulletins(surveyor(account, morning.clock), morning.store, "C0ALERTS01")
    bulletins.poll(morning.now)
    first = next(each for each in morning.posted() if each.key.startswith("digest"))
    assert first.text == "Today: 1 package with new critical findings"
    assert "openssl on web-1: 1 critical" in words(first)
    morning.clock.advance(hours=23)
    account.findings = ()
    bulletins.poll(morning.now)
    second = [each for each in morning.posted() if each.key.startswith("digest")][-1]
    assert "Closed since yesterday" in words(second)


def test_a_second_run_of_the_same_day_edits_the_message() -> None:
    morning = Morning(alerts=(Item(sentence="checkout is slow"),))
    morning.posted()
    assert len(morning.posted()) == 1


def test_a_long_list_is_whole_in_the_thread_and_the_trend_a_picture_there() -> None:
    morning = Morning(alerts=tuple(Item(sentence=f"incident {number}") for number in range(9)))
    for day in range(4):
        posture = Posture(
            day=(morning.now - timedelta(days=day)).date(),
            at=morning.now,
            critical=9 - day,
            high=4,
            exploited=0,
            instances=3,
            unscanned=0,
        )
        morning.store.put(Put("posture", posture.day.isoformat(), posture.model_dump(mode="json"), expect=None))
    card, detail, chart = morning.posted()
    assert "and 6 more" in words(card)
    assert "9 critical findings, 3 more than 3 days ago" in words(card)
    assert "incident 8" in words(detail)
    assert chart.file is not None
    assert {detail.thread_key, chart.thread_key} == {card.key}
