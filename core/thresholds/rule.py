"""One limit as the settings hold it, and which metrics it is about."""

from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from core.metrics.catalogue import CATALOGUE, Kind
from core.model import Model
from core.spans import parse_span

Level = Literal["critical", "high", "medium", "low"]
Missing = Literal["tell", "alert", "ignore"]
_SHORTEST, _LONGEST = timedelta(minutes=5), timedelta(days=1)
# How far back from its limit a value has to be before the alert is over, where the rule does not say.
_MARGIN = 0.05


def _duration(value: str) -> str:
    length = parse_span(value)
    if not _SHORTEST <= length <= _LONGEST:
        raise ValueError(f"{value!r} is no time from 5m to 24h")
    return value


class Named(Model):
    """A metric by CloudWatch's names."""

    namespace: str
    name: str
    statistic: str


class Threshold(Model):
    """A rule: exactly one of `above`, `below` and `unusual` says what is too much.

    `metric` is CloudWatch's name or a kind (cpu, memory, filesystem …); what the catalogue does not know needs its
    `namespace`. `lasts` (written `for`) is how long it has to last; `clear` the value at which it is over.
    `tags` are those that a machine has to have. `missing` says what it means that nothing is measured: "tell" shows
    it among the states, "alert" raises an alert of its own, "ignore" does nothing.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    name: str = Field(min_length=1, max_length=80)
    metric: str = Field(min_length=1, max_length=255)
    namespace: str = Field("", max_length=255)
    statistic: Literal["", "Average", "Maximum", "Minimum", "Sum", "SampleCount"] = ""
    above: float | None = None
    below: float | None = None
    unusual: bool = False
    lasts: Annotated[str, AfterValidator(_duration)] = Field("15m", alias="for")
    clear: float | None = None
    tags: dict[str, str] = Field(default_factory=dict)
    severity: Level = "medium"
    missing: Missing = "tell"

    @model_validator(mode="after")
    def _one_limit(self) -> Self:
        if sum((self.above is not None, self.below is not None, self.unusual)) != 1:
            raise ValueError(f"the threshold {self.name!r} needs exactly one of above, below and unusual")
        if self.clear is not None and not self._clears(self.clear):
            raise ValueError(f"the threshold {self.name!r} is over at a value that is beyond its limit")
        if not self.metrics:
            raise ValueError(f"the threshold {self.name!r} names no metric that is known here; give its namespace too")
        return self

    def _clears(self, value: float) -> bool:
        return not self.beyond(value) if not self.unusual else False

    @property
    def length(self) -> timedelta:
        """How long it has to last."""
        return parse_span(self.lasts)

    @property
    def metrics(self) -> tuple[Named, ...]:
        """What it is about; empty where the catalogue knows nothing of that name and no namespace is given."""
        if self.namespace:
            return (Named(namespace=self.namespace, name=self.metric, statistic=self.statistic or "Average"),)
        word = self.metric.casefold()
        kind = next((each for each in Kind if each == word), None)
        found = [
            each for each in CATALOGUE if (each.kind is kind and each.usual if kind else each.name.casefold() == word)
        ]
        return tuple(
            Named(namespace=each.namespace, name=each.name, statistic=self.statistic or each.statistic)
            for each in found
        )

    def beyond(self, value: float) -> bool:
        """Whether a value is too much; never for what is to be unusual, which a single value does not tell."""
        if self.above is not None:
            return value > self.above
        return self.below is not None and value < self.below

    def over(self, value: float) -> bool:
        """Whether a value is far enough back from the limit to end an alert."""
        if self.above is not None:
            return value <= (self.above - abs(self.above) * _MARGIN if self.clear is None else self.clear)
        limit = self.below or 0.0
        return value >= (limit + abs(limit) * _MARGIN if self.clear is None else self.clear)

    @property
    def words(self) -> str:
        """The limit as people say it: `above 90 for 15m`."""
        if self.unusual:
            return f"unusual for {self.lasts}"
        way, limit = ("above", self.above) if self.above is not None else ("below", self.below)
        return f"{way} {limit:g} for {self.lasts}"
