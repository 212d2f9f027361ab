from commands.alerts import list_open_incidents
from core.alerts.alert import Alert
from core.alerts.lifecycle import opened
from core.alerts.scale import AlertLevel
from core.alerts.thing import Thing
from services.store import ABSENT
from tests.commands.caller import context_of, small_account
from tests.core.examples import StillClock
from tests.workflows.reporting import memory_store
from workflows.alerts.batch import incident_put


def test_open_incidents_are_listed_with_their_counts() -> None:
    clock = StillClock()
    store = memory_store(clock)
    alert = Alert(fingerprint="f1", title="Disk full", severity=AlertLevel.HIGH)
    store.put(incident_put(opened(Thing.of(alert, clock.now())), ABSENT))
    answer = list_open_incidents(context_of(small_account(), store=store))
    assert [one.title for one in answer.incidents] == ["Disk full"]
    assert answer.counts["open"] == 1
    card = list_open_incidents.card(answer)
    assert "1 open incident" in card.text
    assert "Disk full" in str(card.blocks)
    assert list_open_incidents.table is not None
    assert list_open_incidents.table(answer).rows[0][3] == "Disk full"


def test_none_is_said_in_a_sentence() -> None:
    answer = list_open_incidents(context_of(small_account()))
    assert list_open_incidents.card(answer).text == "No open incidents."
