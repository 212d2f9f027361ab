from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import boto3
import pytest
from botocore.config import Config

from core.errors import Cause, Upstream
from sandbox.aws.faults import Fault
from sandbox.aws.server import Aws as Sandbox
from sandbox.aws.server import running
from services.aws.deadline import answering_within
from services.aws.pace import Bucket, Pace, Rate, unhurried
from services.aws.session import Aws
from tests.core.examples import StillClock


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def bucket(clock: StillClock) -> Bucket:
    return Bucket(Rate(per_s=10, burst=3), clock)


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    with running(fleet=2, findings=5) as started:
        monkeypatch.setenv("AWS_ENDPOINT_URL", started.url)
        yield started


def test_a_burst_goes_at_once_and_each_further_call_waits_longer(bucket: Bucket) -> None:
    assert [bucket.take() for _ in range(5)] == pytest.approx([0, 0, 0, 0.1, 0.2])


def test_time_fills_the_bucket_up_to_its_size(bucket: Bucket, clock: StillClock) -> None:
    for _ in range(5):
        bucket.take()
    clock.advance(seconds=60)
    assert [bucket.take() for _ in range(4)] == pytest.approx([0, 0, 0, 0.1])


def test_no_token_is_given_twice_to_many_threads(clock: StillClock) -> None:
    bucket = Bucket(Rate(per_s=1, burst=50), clock)
    with ThreadPoolExecutor(20) as pool:
        waits = list(pool.map(lambda _: bucket.take(), range(100)))
    assert sorted(waits) == pytest.approx([0.0] * 50 + [float(each) for each in range(1, 51)])


def test_throttling_halves_the_rate_once_for_all_who_hear_of_it(bucket: Bucket, clock: StillClock) -> None:
    clock.advance(seconds=1)
    for _ in range(8):
        bucket.slow_down()
    assert bucket.per_s == 5
    for _ in range(9):
        clock.advance(seconds=1)
        bucket.slow_down()
    assert bucket.per_s == 2


def test_answers_bring_the_rate_back_to_what_is_allowed(bucket: Bucket, clock: StillClock) -> None:
    clock.advance(seconds=1)
    bucket.slow_down()
    for _ in range(50):
        bucket.speed_up()
    assert bucket.per_s == 10


def test_each_operation_has_its_own_bucket_with_its_services_rate() -> None:
    pace = Pace()
    assert pace.bucket("inspector2.ListFindings") is not pace.bucket("inspector2.ListCoverage")
    assert pace.bucket("ec2.DescribeInstances").per_s == 20
    assert pace.bucket("ec2.DescribeSecurityGroups").per_s == 10
    assert pace.bucket("unheard.Of").per_s == 5


def test_a_retry_of_botocores_takes_a_token_too(sandbox: Sandbox, session: boto3.Session, clock: StillClock) -> None:
    slept: list[float] = []
    pace = Pace(clock, slept.append)
    sandbox.world.faults.put({"sts:GetCallerIdentity": Fault(error="Throttling", times=1)})
    Aws("us-west-2", session=session, pace=pace).identity()
    assert pace.bucket("sts.GetCallerIdentity").take() == 0
    for _ in range(7):
        pace.bucket("sts.GetCallerIdentity").take()
    assert pace.bucket("sts.GetCallerIdentity").take() > 0


def test_a_call_whose_turn_comes_after_the_deadline_is_not_made(
    sandbox: Sandbox, session: boto3.Session, clock: StillClock
) -> None:
    slept: list[float] = []
    aws = Aws(
        "us-west-2", session=session, config=Config(retries={"total_max_attempts": 1}), pace=Pace(clock, slept.append)
    )
    bucket = aws.pace.bucket("sts.GetCallerIdentity")
    for _ in range(30):
        bucket.take()
    with answering_within(1), pytest.raises(Upstream) as raised:
        aws.identity()
    assert raised.value.cause is Cause.TIMED_OUT
    assert (slept, sandbox.world.log.read()["counts"]) == ([], {})


def test_an_unhurried_call_leaves_a_token_to_whoever_waits_for_an_answer(clock: StillClock) -> None:
    bucket = Bucket(Rate(per_s=1, burst=2), clock)
    assert bucket.spare_in_s() == 0
    bucket.take()
    assert bucket.spare_in_s() == pytest.approx(1)
    assert bucket.take() == 0
    assert bucket.spare_in_s() == pytest.approx(2)


def test_an_unhurried_call_waits_and_one_in_a_hurry_does_not(clock: StillClock) -> None:
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock.advance(seconds=seconds)

    pace = Pace(clock, sleep)
    pace._before("before-send.cloudtrail.LookupEvents")
    with unhurried():
        pace._before("before-send.cloudtrail.LookupEvents")
    assert slept == [pytest.approx(1 / 1.5)]
    pace._before("before-send.cloudtrail.LookupEvents")
    assert len(slept) == 1
