"""A small specialist and scenes for tests of weighing causes."""

from datetime import UTC, datetime, timedelta

from core.causes.evidence import Evidence
from core.causes.ranking import Scene
from core.causes.specialist import Specialist, read_specialist

ONSET = datetime(2026, 11, 20, 2, 10, tzinfo=UTC)

PLUMBING = """
name = "plumbing"
title = "Plumbing"
base = "common"
collectors = ["pipes"]
next = "Listen at the pipes."

[[sign]]
kind = "told_leak"
say = "The alert tells of a leak."
any = ['leak(?:s|ing)? in (?P<room>\\w+)']
impact = true

[[cause]]
name = "burst"
title = "A burst pipe"
text = ["A pipe in {room} burst.", "It lost {litres} litres.", "Pressure fell to {pressure}."]
prior = -2.0
supports = { told_leak = 2.5, pressure_low = 4.0 }
contradicts = { pressure_fine = 5.0 }
severity = "high"
costs = "The floor gets wet."
check = "Read the pressure gauge."
prevention = ["Replace old pipes."]

  [[cause.actions]]
  say = "Look at the gauge in {room}"
  run = "gauge read --room {room} --valve {valve}"

  [[cause.actions]]
  say = "Close the valve"
  run = "valve close {valve}"
  changes = true

[[cause]]
name = "work"
title = "Work on the pipes"
text = ["{who} worked on the pipes."]
prior = -2.0
after = { work_before = 4.0 }
check = "Ask who worked there."

  [[cause.actions]]
  say = "Ask {who}"
"""


def plumbing() -> Specialist:
    """The specialist."""
    return read_specialist(PLUMBING, "plumbing.toml")


def fact(
    kind: str, minutes: float | None = None, *, told: bool = False, strength: float = 1.0, **values: str
) -> Evidence:
    """A fact that began so many minutes after the onset, or nobody knows when."""
    said = " ".join([f"There is {kind.replace('_', ' ')}.", *values.values()])
    return Evidence(
        kind=kind,
        source="the alert" if told else "gauge",
        said=said,
        first_seen=None if minutes is None else ONSET + timedelta(minutes=minutes),
        trust="told" if told else "measured",
        strength=strength,
        values=values,
    )


def scene(*facts: Evidence, subject: dict[str, str] | None = None) -> Scene:
    """An alert about a leak, at the onset."""
    alert = Evidence(kind="alert", source="the alert", said="The alert came.", trust="told", first_seen=ONSET)
    known = Evidence(kind="subject", source="the alert's fields", said="", values=subject or {})
    return Scene(alert, known, facts, ONSET)
