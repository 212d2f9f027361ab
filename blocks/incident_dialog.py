"""The dialog that silences an incident: for how long, and why."""

from blocks.card import Modal
from blocks.elements import entry, option, radio_buttons, section, text_input
from blocks.incident import SILENCE, incident_line
from core.alerts.incident import Incident

REASON, HOURS = "reason", "hours"
_CHOICES = (("1", "1 hour"), ("4", "4 hours"), ("24", "1 day"), ("168", "1 week"))


def silence_dialog(incident: Incident) -> Modal:
    """Asks for both; what resolves is told all the same."""
    choices = [option(text, value) for value, text in _CHOICES]
    return Modal(
        title="Silence this incident",
        blocks=(
            section(f"{incident_line(incident)}\nNobody is told of it until then, unless it ends."),
            entry("How long?", radio_buttons("chosen", choices, initial=choices[0]), block_id=HOURS),
            entry("Why? Everybody sees it.", text_input("text"), block_id=REASON),
        ),
        callback_id=SILENCE,
        submit="Silence",
        close="Cancel",
        private_metadata=incident.id,
    )
