"""How fast one account and region may be asked: a token bucket for each operation, for all threads and retries."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Lock
from typing import Any, Protocol

from core.clock import Clock, SystemClock
from core.errors import Upstream
from services.aws.deadline import left_s
from services.aws.refusal import throttles


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` calls at once, and `per_s` more each second."""

    per_s: float
    burst: float


# https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html: describing with filters or pages has a bucket
# of 100, filled with 20 a second; SecurityGroups are described at half of that. AWS publishes no rates for Inspector,
# Systems Manager, STS and X-Ray: these are guesses, which throttling corrects.
# LookupEvents is limited to two a second, and other tools of the account ask too:
# https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
# CloudWatch takes at least 50 GetMetricData and 25 ListMetrics a second, shared with every dashboard:
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
_RATES: Mapping[str, Rate] = {
    "cloudtrail.LookupEvents": Rate(per_s=1.5, burst=2),
    "cloudwatch.GetMetricData": Rate(per_s=20, burst=40),
    "cloudwatch.ListMetrics": Rate(per_s=10, burst=20),
    "config.GetResourceConfigHistory": Rate(per_s=5, burst=10),
    "ec2": Rate(per_s=20, burst=100),
    "ec2.DescribeSecurityGroups": Rate(per_s=10, burst=50),
    "inspector2": Rate(per_s=80, burst=80),
    "inspector2.BatchGetFindingDetails": Rate(per_s=40, burst=40),
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html: 5 to 10 a second, by region
    "logs.FilterLogEvents": Rate(per_s=4, burst=5),
    # Far below what S3 takes of one prefix, 5,500 a second.
    "s3.GetObject": Rate(per_s=50, burst=50),
    "s3.ListObjectsV2": Rate(per_s=20, burst=20),
    # https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetFindings.html: 3 a second, a burst of 6
    "securityhub.GetFindings": Rate(per_s=2.5, burst=5),
    "ssm.DescribeInstanceInformation": Rate(per_s=10, burst=30),
    "ssm.DescribeInstancePatches": Rate(per_s=40, burst=40),
    "ssm.DescribeInstancePatchStates": Rate(per_s=10, burst=30),
    "ssm.GetCalendarState": Rate(per_s=20, burst=40),
    "sts": Rate(per_s=10, burst=10),
    "xray": Rate(per_s=10, burst=20),
}
_USUAL = Rate(per_s=5, burst=5)
_SLOWEST = 0.2  # of the rate, however often AWS throttles: below, answers would come after their deadline anyway
_RECOVERY = 0.04  # of the rate, regained by each call that is answered
_SAME_SHORTAGE_S = 0.5  # calls side by side hear of one shortage several times
_LEFT_TO_OTHERS = 1.0  # tokens that an unhurried call does not touch
_UNHURRIED: ContextVar[bool] = ContextVar("unhurried", default=False)


@contextmanager
def unhurried() -> Iterator[None]:
    """Calls made inside give way: whoever waits for an answer finds a token of its own."""
    token = _UNHURRIED.set(True)
    try:
        yield
    finally:
        _UNHURRIED.reset(token)


class Bucket:
    """Tokens of one operation. It may be overdrawn: then each further call waits longer than the one before."""

    def __init__(self, rate: Rate, clock: Clock) -> None:
        self._rate = rate
        self._clock = clock
        self._lock = Lock()
        self._tokens = rate.burst
        self._per_s = rate.per_s
        self._filled_at = self._slowed_at = clock.monotonic()

    def take(self) -> float:
        """Take a token; how many seconds to wait before using it."""
        with self._lock:
            now = self._clock.monotonic()
            self._tokens = min(self._rate.burst, self._tokens + (now - self._filled_at) * self._per_s)
            self._filled_at = now
            self._tokens -= 1
            return max(0.0, -self._tokens / self._per_s)

    def spare_in_s(self) -> float:
        """Seconds until a token can be taken that nobody in a hurry would miss; 0: now."""
        with self._lock:
            now = self._clock.monotonic()
            tokens = min(self._rate.burst, self._tokens + (now - self._filled_at) * self._per_s)
            wanted = min(1 + _LEFT_TO_OTHERS, self._rate.burst)
            return max(0.0, (wanted - tokens) / self._per_s)

    def give_back(self) -> None:
        """The token was not used."""
        with self._lock:
            self._tokens += 1

    def slow_down(self) -> None:
        """AWS throttled a call: half as fast from now on, and no burst."""
        with self._lock:
            now = self._clock.monotonic()
            if now - self._slowed_at >= _SAME_SHORTAGE_S:
                self._slowed_at = now
                self._per_s = max(self._per_s / 2, self._rate.per_s * _SLOWEST)
                self._tokens = min(self._tokens, 0.0)

    def speed_up(self) -> None:
        """AWS answered a call."""
        with self._lock:
            self._per_s = min(self._rate.per_s, self._per_s + self._rate.per_s * _RECOVERY)

    @property
    def per_s(self) -> float:
        """The present rate."""
        return self._per_s


class Events(Protocol):
    """The events of a client of botocore's."""

    def register(self, event_name: str, handler: Callable[..., None]) -> None:
        """Let `handler` be called."""
        ...


class Pace:
    """The buckets of one account and region."""

    def __init__(self, clock: Clock | None = None, sleep: Callable[[float], object] = time.sleep) -> None:
        self._clock = clock or SystemClock()
        self._sleep = sleep
        self._lock = Lock()
        self._buckets: dict[str, Bucket] = {}

    def bucket(self, name: str) -> Bucket:
        """The bucket of an operation, named as botocore's events do (`inspector2.ListFindings`)."""
        with self._lock:
            if name not in self._buckets:
                rate = _RATES.get(name) or _RATES.get(name.partition(".")[0], _USUAL)
                self._buckets[name] = Bucket(rate, self._clock)
            return self._buckets[name]

    def set_for(self, events: Events) -> None:
        """Pace a client: each attempt, also one that botocore makes again, takes its token first."""
        events.register("before-send", self._before)
        events.register("response-received", self._after)

    def _before(self, event_name: str, **_: object) -> None:
        name = event_name.partition(".")[2]
        bucket = self.bucket(name)
        self._give_way(bucket, name)
        wait_s, left = bucket.take(), left_s()
        if wait_s >= left:
            bucket.give_back()
            raise Upstream.timed_out(name.partition(".")[2])
        if wait_s:
            self._sleep(wait_s)

    def _give_way(self, bucket: Bucket, name: str) -> None:
        while _UNHURRIED.get() and (wait_s := bucket.spare_in_s()):
            if wait_s >= left_s():
                raise Upstream.timed_out(name.partition(".")[2])
            self._sleep(wait_s)

    def _after(self, event_name: str, parsed_response: Mapping[str, Any] | None, **_: object) -> None:
        if parsed_response is None:
            return
        bucket = self.bucket(event_name.partition(".")[2])
        if throttles(parsed_response.get("Error", {}).get("Code", "")):
            bucket.slow_down()
        elif "Error" not in parsed_response:
            bucket.speed_up()
