import pytest

from core.actor import Actor, Door
from core.alerts import Alert, normalise
from core.causes.ranking import REMEMBERED
from core.errors import NotFound
from core.progress import Silent
from tests.core.examples import StillClock
from tests.workflows.explaining.world import explainer
from tests.workflows.reporting import memory_store
from workflows.explaining.memory import CauseMemory, Judgement

ANN = Actor(Door.SLACK, "T1", "U1")
KEY = "text-42c5b04e0efa9922"
POOL = "Connection pool exhausted for cart-service, 90 of 90"


@pytest.fixture
def memory() -> CauseMemory:
    clock = StillClock()
    store = memory_store(clock)
    assert explainer(store=store, clock=clock).text(POOL, Silent()).judged_as == KEY
    return CauseMemory(store, clock)


def _judge(memory: CauseMemory, how: Judgement, **more: str) -> str:
    return memory.judge(KEY, how, ANN, **more)


def test_what_was_right_is_recalled_for_an_alike_alert(memory: CauseMemory) -> None:
    _judge(memory, "right")
    facts, similar = memory.recalled(_pasted(POOL.replace("90", "88")))
    assert [each.kind for each in facts] == [REMEMBERED + "pool_exhausted"]
    assert "pool of cart-service is exhausted" in similar[0].cause


def test_what_was_wrong_is_recalled_by_its_true_cause(memory: CauseMemory) -> None:
    assert _judge(memory, "wrong", words="A cron job held all connections") == ""
    facts, similar = memory.recalled(_pasted(POOL))
    assert facts == ()
    assert similar[0].cause == "A cron job held all connections"
    assert not similar[0].right


def test_a_true_cause_that_a_specialist_knows_counts_next_time(memory: CauseMemory) -> None:
    _judge(memory, "wrong", cause="locks")
    facts, _ = memory.recalled(_pasted(POOL))
    assert [each.kind for each in facts] == [REMEMBERED + "locks"]


def test_a_later_word_replaces_an_earlier_one(memory: CauseMemory) -> None:
    _judge(memory, "right")
    _judge(memory, "wrong", words="something else")
    assert len(memory.recalled(_pasted(POOL))[1]) == 1


def test_other_alerts_recall_nothing(memory: CauseMemory) -> None:
    _judge(memory, "right")
    assert memory.recalled(_pasted("Disk full on db-1")) == ((), ())


def test_what_was_never_explained_cannot_be_judged(memory: CauseMemory) -> None:
    with pytest.raises(NotFound, match="too long ago"):
        memory.judge("inc-nothing", "right", ANN)


def test_secrets_in_what_people_write_are_masked(memory: CauseMemory) -> None:
    _judge(memory, "wrong", words="the key AKIAIOSFODNN7EXAMPLE was gone")
    assert "AKIAIOSFODNN7EXAMPLE" not in memory.recalled(_pasted(POOL))[1][0].cause


def _pasted(text: str) -> Alert:
    return normalise("pasted text", text)[0]
