"""Looking after AWS."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.watch import AwsWatch
from core.answers.health import State
from services.aws.inspector import Scanning
from tests.core.examples import NOW, StillClock
from tests.eventually import eventually
from tests.workflows.fakes import Account, FakeAws, FakeInspector


def watch(account: Account) -> AwsWatch:
    inspector = FakeInspector(account, ThreadPoolExecutor(1))
    return AwsWatch(FakeAws(account), inspector, StillClock(), every_s=0.005, retry_s=0.005)


def test_nothing_is_known_before_the_first_look() -> None:
    assert watch(Account()).parts()[0].state is State.UNKNOWN


@pytest.mark.parametrize(
    ("account", "state", "said"),
    [
        (Account(), State.GOOD, "account 123456789012, us-west-2"),
        (Account(failing={"identity"}), State.DOWN, "AccessDenied"),
        (Account(failing={"status"}), State.DOWN, "AccessDenied"),
        (
            Account(scanning=Scanning(enabled=False, word="DISABLED")),
            State.LIMITED,
            "not scan EC2 here (DISABLED)",
        ),
    ],
)
def test_a_look_says_who_we_are_or_what_is_wrong(account: Account, state: State, said: str) -> None:
    part = watch(account).look()
    assert (part.state, part.since) == (state, NOW)
    assert said in part.detail


def test_it_goes_on_looking_until_stopped(caplog: pytest.LogCaptureFixture) -> None:
    account = Account(failing={"identity"})
    watching = watch(account)
    watching.start()
    eventually(lambda: watching.parts()[0].state is State.DOWN)
    account.failing.clear()
    eventually(lambda: watching.parts()[0].state is State.GOOD)
    watching.stop()
    watching._thread.join(5)
    assert not watching._thread.is_alive()
    assert "AccessDenied" in caplog.text
