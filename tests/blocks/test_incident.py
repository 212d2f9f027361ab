"""The message of an incident."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocks.fit import fit
from blocks.incident import ACKNOWLEDGE, RESOLVE, SILENCE, UNSILENCE, incident_card
from blocks.incident_dialog import silence_dialog
from blocks.limits import problems
from core.alerts.alert import Alert
from core.alerts.incident import Incident, IncidentState
from core.alerts.lifecycle import acknowledged, joined, opened, resolved, silenced
from core.alerts.scale import AlertLevel, AlertState
from core.alerts.thing import Thing

AT = datetime(2026, 11, 2, 10, tzinfo=UTC)


def incident(**fields: object) -> Incident:
    alert = Alert.model_validate({"fingerprint": "f1", "title": "Disk full", "severity": "high"} | fields)
    return opened(Thing.of(alert, AT))


def buttons(shown: Incident) -> list[str]:
    return [
        element["action_id"]
        for block in incident_card(shown).blocks
        if block["type"] == "actions"
        for element in block["elements"]
    ]


def test_the_first_line_says_how_bad_what_and_how_it_stands() -> None:
    assert incident_card(incident(service="db1")).text == "High: Disk full on db1 (firing)"


def test_buttons_that_no_longer_apply_are_gone() -> None:
    open_one = incident()
    assert buttons(open_one) == [ACKNOWLEDGE, SILENCE, RESOLVE]
    assert buttons(acknowledged(open_one, "U1", AT)) == [SILENCE, RESOLVE]
    assert buttons(silenced(open_one, "why", AT)) == [ACKNOWLEDGE, UNSILENCE, RESOLVE]
    assert buttons(resolved(open_one, "U1", AT)) == ["ask:export_incident_timeline"]


def test_whoever_silenced_it_why_and_until_when_is_shown() -> None:
    shown = str(incident_card(silenced(incident(), "<@U1>: cleaning", AT + timedelta(hours=1), "sil-1")).blocks)
    assert "<@U1>: cleaning" in shown
    assert "Silenced until" in shown


def test_what_nobody_rated_is_not_drawn_as_harmless() -> None:
    card = incident_card(incident(severity=AlertLevel.UNKNOWN))
    assert card.text.startswith("Unrated")
    assert ":grey_question:" in str(card.blocks)


def test_what_tells_of_an_event_does_not_fire() -> None:
    assert incident_card(incident(state=AlertState.UNKNOWN)).text.endswith("(event)")


def test_of_many_things_the_worst_are_shown_and_the_rest_counted() -> None:
    group = incident()
    for number in range(2, 40):
        other = Alert(fingerprint=f"f{number}", title=f"Host h{number} down", severity=AlertLevel.LOW)
        group = joined(group, None, Thing.of(other, AT))
    shown = str(incident_card(group).blocks)
    assert "39 things, 39 firing" in shown
    assert "and 34 more" in shown


@given(st.text(), st.text(), st.text(), st.sampled_from(AlertState), st.sampled_from(AlertLevel))
def test_whatever_a_stranger_writes_fits_and_commands_nothing(
    title: str, message: str, service: str, state: AlertState, level: AlertLevel
) -> None:
    fields = {"message": f"{message}<!channel>", "service": service, "state": state, "severity": level}
    card = fit(incident_card(incident(title=f"<!here> {title}", **fields)))
    assert problems(card) == []
    assert "<!channel>" not in str(card.blocks)
    assert "<!here>" not in f"{card.text}{card.blocks}"


@pytest.mark.parametrize("state", list(IncidentState))
def test_the_dialog_of_a_silence_fits(state: IncidentState) -> None:
    view = silence_dialog(incident(title="x" * 300).model_copy(update={"state": state})).view()
    assert view["private_metadata"].startswith("inc-")
    assert len(view["title"]["text"]) <= 24
