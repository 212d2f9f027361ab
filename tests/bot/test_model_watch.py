"""Whether the model answers, asked beside everything else."""

import pytest

from bot.model_watch import ModelWatch
from core.answers.health import State
from core.errors import Cause, Upstream
from tests.core.examples import NOW, StillClock
from tests.eventually import eventually

REFUSED = Upstream("It may not be used.", cause=Cause.DENIED, retryable=False, advice="Allow it.")


class Model:
    """Refuses as often as told."""

    model = "anthropic.claude"

    def __init__(self, refuses: int) -> None:
        self.refuses, self.asked = refuses, 0

    def check(self) -> None:
        self.asked += 1
        if self.asked <= self.refuses:
            raise REFUSED


def test_before_it_was_asked_nothing_is_claimed() -> None:
    [part] = ModelWatch(Model(0), StillClock()).parts()
    assert (part.state, part.detail) == (State.LIMITED, "anthropic.claude has not been asked yet")


def test_one_that_answers_is_good_and_one_that_does_not_costs_only_its_wording() -> None:
    good = ModelWatch(Model(0), StillClock()).look()
    assert (good.state, good.since) == (State.GOOD, NOW)
    wrong = ModelWatch(Model(1), StillClock()).look()
    assert wrong.state is State.LIMITED
    assert wrong.detail == "It may not be used. Explanations are told in our own words."
    assert wrong.advice == "Allow it."


def test_it_is_asked_again_until_it_answers_and_then_no_more(caplog: pytest.LogCaptureFixture) -> None:
    model = Model(2)
    watch = ModelWatch(model, StillClock(), retry_s=0.005)
    watch.start()
    eventually(lambda: watch.parts()[0].state is State.GOOD)
    watch._thread.join(5)
    assert model.asked == 3
    assert "may not be used" in caplog.text


def test_it_is_not_asked_any_more_once_stopped() -> None:
    watch = ModelWatch(Model(1_000_000), StillClock())
    watch.start()
    watch.stop()
    watch._thread.join(5)
    assert not watch._thread.is_alive()
