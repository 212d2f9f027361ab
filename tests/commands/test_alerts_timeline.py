"""What happened in an incident, written up."""

from datetime import timedelta

import pytest

from commands.alerts_timeline import export_incident_timeline
from core.actor import Actor, Door
from core.alerts.alert import Alert, AlertLevel, AlertState
from core.alerts.incident import Incident, IncidentState, Member
from core.errors import NotFound
from services.store import Store
from tests.commands.caller import context_of, small_account
from tests.core.examples import NOW, StillClock
from tests.workflows.reporting import memory_store
from workflows.alerts.batch import incident_put

TITLE = "Disk full | <!channel> *web-1*"
KEY = "AKIA" + "IOSFODNN7EXAMPLE"


def stored(title: str = TITLE) -> Store:
    store = memory_store(StillClock())
    alert = Alert(fingerprint="f", title=title, severity=AlertLevel.HIGH)
    member = Member(alert=alert, count=3, state=AlertState.FIRING, last_seen=NOW)
    incident = Incident(
        id="inc-20261120-abc123",
        state=IncidentState.OPEN,
        severity=AlertLevel.HIGH,
        title=title,
        first_seen=NOW - timedelta(minutes=30),
        last_seen=NOW - timedelta(minutes=5),
        count=3,
        members=(member,),
    )
    store.put(incident_put(incident, 0))
    return store


def test_alerts_and_decisions_come_in_the_order_of_time() -> None:
    context = context_of(small_account(), store=stored())
    context.incidents.acknowledge(Actor(Door.SLACK, user_id="U0AARON"), "inc-20261120-abc123")
    found = export_incident_timeline(context, "inc-20261120-abc123")
    assert [each.at for each in found.moments] == sorted(each.at for each in found.moments)
    assert found.moments[0].what.startswith("The first alert came")
    assert ("Incident acknowledged", "U0AARON") in [(each.what, each.who) for each in found.moments]
    assert (found.alerts, found.cause) == (3, "")


def test_the_file_is_markdown_in_which_a_stranger_s_words_do_nothing() -> None:
    found = export_incident_timeline(context_of(small_account(), store=stored()), "inc-20261120-abc123")
    assert export_incident_timeline.files
    [file] = export_incident_timeline.files(found)
    text = file.content.decode()
    assert (file.name, file.media_type) == ("inc-20261120-abc123.md", "text/markdown")
    assert text.startswith("# Disk full \\| \\<!channel\\> \\*web-1\\*\n")
    assert "## Cause\n\nNot known." in text
    assert "| When (UTC) | What | Who |" in text
    assert "<!channel>" not in export_incident_timeline.card(found).text


def test_a_secret_in_a_title_is_in_no_file() -> None:
    found = export_incident_timeline(context_of(small_account(), store=stored(f"key {KEY}")), "inc-20261120-abc123")
    assert export_incident_timeline.files
    assert KEY.encode() not in export_incident_timeline.files(found)[0].content


def test_an_incident_that_does_not_exist_is_refused() -> None:
    with pytest.raises(NotFound):
        export_incident_timeline(context_of(small_account()), "inc-20261120-abc123")
