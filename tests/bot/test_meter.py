"""What GET /metrics tells."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from prometheus_client import generate_latest
from prometheus_client.core import Metric

from bot.figures import job_figures, outbox_figures, patch_figures, pool_figures, team_gauges
from bot.health import summed_up
from bot.meter import Meter, gauge, health_gauges
from bot.pools import Pool
from bot.scheduler import Scheduler
from bot.turns import Turns
from core.actor import Actor, Door
from core.answers.health import Part, State
from core.errors import AssistantError, BadRequest, Cause, Upstream
from services.slack.outbox import Message, Outbox
from services.store import Put
from tests.bot.scheduling import Diary, Inline, job
from tests.core.examples import NOW, StillClock
from tests.workflows.reporting import memory_store
from workflows.team import Team

ASKER = Actor(Door.SLACK, "T1", "U1")


def text(meter: Meter) -> str:
    return generate_latest(meter.registry).decode()


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (None, "answered"),
        (BadRequest("No."), "refused"),
        (Upstream("AWS is away.", cause=Cause.BROKEN, retryable=True), "unanswered"),
        (RuntimeError("a bug"), "broken"),
    ],
)
def test_operations_are_timed_by_how_they_ended(error: Exception | None, outcome: str) -> None:
    meter = Meter()

    def ask() -> None:
        with meter.timed("get_health", ASKER):
            if error:
                raise error

    if error:
        with pytest.raises(type(error)):
            ask()
    else:
        ask()
    labels = f'door="slack",operation="get_health",outcome="{outcome}"'
    assert f"sre_operation_seconds_count{{{labels}}} 1.0" in text(meter)


def test_calls_to_aws_are_counted_by_how_they_were_answered() -> None:
    meter = Meter()
    handlers = {}

    class Events:
        def register(self, name: str, handler: object) -> None:
            handlers[name] = handler

    meter.aws_calls.set_for(Events())
    after = handlers["response-received"]
    assert callable(after)
    name = "response-received.ec2.DescribeInstances"
    after(event_name=name, parsed_response={"Reservations": []}, context={})
    after(event_name=name, parsed_response={"Error": {"Code": "RequestLimitExceeded"}}, context={})
    after(event_name=name, parsed_response={"Error": {"Code": "UnauthorizedOperation"}}, context={})
    after(event_name=name, parsed_response=None, context={})
    told = text(meter)
    for answer in ("answered", "throttled", "refused", "lost"):
        assert f'sre_aws_calls_total{{answer="{answer}",operation="DescribeInstances",service="ec2"}} 1.0' in told


def test_a_part_whose_store_does_not_answer_is_left_out_and_the_others_stand() -> None:
    meter = Meter()

    def away() -> Iterator[Metric]:
        raise Upstream("The state is locked.", cause=Cause.BROKEN, retryable=True)

    def there() -> Iterator[Metric]:
        yield gauge("sre_there", "A figure.", 1)

    meter.add(away, there)
    assert "sre_there 1.0" in text(meter)


def test_health_is_a_figure_for_each_part_and_unknown_is_not_well() -> None:
    meter = Meter()
    parts = [
        Part(name=name, state=state, detail="x")
        for name, state in [("AWS", State.UNKNOWN), ("HTTP", State.LIMITED), ("state", State.GOOD)]
    ]
    meter.add(health_gauges(lambda: summed_up(parts, NOW)))
    told = text(meter)
    assert "sre_healthy 0.0" in told
    for name, value in (("AWS", 0.0), ("HTTP", 0.5), ("state", 1.0)):
        assert f'sre_part_health{{part="{name}"}} {value}' in told


def test_queues_pools_jobs_and_patches_are_told_as_they_are() -> None:
    clock, meter = StillClock(), Meter()
    store = memory_store(clock)
    scheduler = Scheduler([job(Diary())], Turns(store, clock), clock, Inline())
    scheduler.tick()
    outbox = Outbox(store, clock)
    outbox.post(Message(key="k", channel="C1", text="hello"))
    store.put(Put("patch", "p", {}, None, state="waiting"))
    clock.advance(seconds=timedelta(minutes=2).total_seconds())
    pool = Pool("interactive", workers=1, backlog=1, per_key=1)
    meter.add(outbox_figures(outbox), pool_figures(pool), job_figures(scheduler), patch_figures(store, clock))
    told = text(meter)
    pool.drain(1)
    for line in (
        "sre_outbox_waiting 1.0",
        "sre_outbox_dead 0.0",
        'sre_pool_room{pool="interactive"} 2.0',
        'sre_job_failed{job="remind"} 0.0',
        'sre_patches{state="waiting"} 1.0',
    ):
        assert line in told
    ages = [
        line
        for line in told.splitlines()
        if line.startswith(('sre_patches_oldest_seconds{state="waiting"}', "sre_outbox_oldest"))
    ]
    assert all(float(line.split()[-1]) > 119 for line in ages)
    assert len(ages) == 2


def test_an_error_of_ours_is_raised_on() -> None:
    with pytest.raises(AssistantError), Meter().timed("x", ASKER):
        raise BadRequest("No.")


def test_people_who_asked_are_counted_once() -> None:
    meter = Meter()
    for user_id in ("U1", "U2", "U1", ""):
        with meter.timed("get_health", Actor(Door.SLACK, "T1", user_id)):
            pass
    assert "sre_active_users 2.0" in text(meter)


def test_what_never_happened_has_no_figure_of_the_team() -> None:
    meter, clock = Meter(), StillClock()
    store = memory_store(clock)
    meter.add(team_gauges(Team(store, clock)))
    assert "sre_explanations_right" not in text(meter)
    assert "sre_model_usd 0.0" in text(meter)
    store.put(Put("confirmed-cause", "inc-1", {"judgement": "partly"}, expect=None))
    clock.advance(minutes=2)
    assert "sre_explanations_right 0.5" in text(meter)
    assert 'sre_explanations_judged{judgement="partly"} 1.0' in text(meter)
