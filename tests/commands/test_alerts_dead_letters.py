from commands.alerts_dead_letters import list_alert_dead_letters
from services.store import Changes
from tests.commands.caller import context_of, small_account
from tests.core.examples import StillClock
from tests.workflows.reporting import memory_store
from workflows.alerts.arrivals import DEAD, Arrival


def test_what_could_not_be_read_is_listed_with_its_reason() -> None:
    clock = StillClock()
    store = memory_store(clock)
    arrival = Arrival("datadog", '{"title": "x"}', clock.now(), "k1")
    store.commit(Changes(puts=(arrival.put(DEAD, tries=5, why="KeyError while it was read"),)))
    answer = list_alert_dead_letters(context_of(small_account(), store=store))
    assert [(one.key, one.source, one.tries) for one in answer.letters] == [("k1", "datadog", 5)]
    assert "1 alert could not be read" in list_alert_dead_letters.card(answer).text


def test_none_is_good_news() -> None:
    answer = list_alert_dead_letters(context_of(small_account()))
    assert list_alert_dead_letters.card(answer).text == "Everything that arrived was read."
