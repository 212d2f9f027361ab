"""What alerts do to an incident, in whatever order they come."""

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from core.alerts import lifecycle
from core.alerts.alert import Alert
from core.alerts.incident import Incident, IncidentState
from core.alerts.lifecycle import joined, opened
from core.alerts.scale import AlertLevel, AlertState
from core.alerts.thing import Thing

AT = datetime(2026, 11, 2, 10, tzinfo=UTC)
STORY = st.lists(
    st.tuples(st.integers(0, 300), st.sampled_from([AlertState.FIRING, AlertState.RESOLVED])),
    min_size=1,
    max_size=8,
    unique_by=lambda step: step[0],
)


def alert(second: int = 0, state: AlertState = AlertState.FIRING, *, name: str = "f1", level: str = "high") -> Alert:
    return Alert(
        fingerprint=name,
        kind="prometheus",
        title=name,
        state=state,
        severity=AlertLevel(level),
        at=AT + timedelta(seconds=second),
    )


def told(story: list[tuple[int, AlertState]]) -> Incident | None:
    """The incident of one thing after these alerts, which arrive a second apart; None where it never fired."""
    thing: Thing | None = None
    incident: Incident | None = None
    for number, (second, state) in enumerate(story):
        received = AT + timedelta(minutes=10, seconds=number)
        before, coming = thing, alert(second, state)
        thing = before.heard(coming, received) if before else Thing.of(coming, received)
        if incident:
            incident = joined(incident, before, thing)
        elif state is AlertState.FIRING:
            incident = opened(thing)
        if incident:
            thing = thing.model_copy(update={"incident": incident.id})
    return incident


@given(STORY, st.randoms(use_true_random=False))
def test_any_order_ends_alike(story: list[tuple[int, AlertState]], random: Random) -> None:
    shuffled = list(story)
    random.shuffle(shuffled)
    ends = []
    for order in (sorted(story), shuffled):
        incident = told(order)
        ends.append(incident and (incident.state, incident.firing))
    assert ends[0] == ends[1]
    last = max(story)[1]
    if ends[0]:
        assert ends[0][0] is (IncidentState.RESOLVED if last is AlertState.RESOLVED else IncidentState.OPEN)


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=30))
def test_a_group_fires_as_long_as_anything_in_it_does(steps: list[tuple[int, bool]]) -> None:
    things: dict[int, Thing] = {}
    incident: Incident | None = None
    for second, (number, fires) in enumerate(steps):
        received = AT + timedelta(seconds=second)
        coming = alert(second, AlertState.FIRING if fires else AlertState.RESOLVED, name=f"f{number}")
        before = things.get(number)
        after = before.heard(coming, received) if before else Thing.of(coming, received)
        if before is None and not fires:
            continue
        incident = joined(incident, before, after) if incident else opened(after)
        things[number] = after.model_copy(update={"incident": incident.id})
        firing = sum(thing.firing for thing in things.values())
        assert (incident.firing, incident.open) == (firing, firing > 0)
        assert incident.things == len(things)
    assert incident is None or incident.count == sum(thing.count for thing in things.values())


def test_a_group_is_as_bad_as_its_worst_and_does_not_forget_it() -> None:
    group = opened(Thing.of(alert(level="low"), AT))
    group = joined(group, None, Thing.of(alert(name="f2", level="critical"), AT))
    group = joined(group, None, Thing.of(alert(name="f3", level="medium"), AT))
    assert group.severity is AlertLevel.CRITICAL
    assert group.alert.fingerprint == "f2"


def test_an_acknowledgement_of_the_sender_counts_as_one() -> None:
    first = Thing.of(alert(), AT)
    incident = opened(first)
    thing = first.model_copy(update={"incident": incident.id})
    taken = joined(incident, thing, thing.heard(alert(5, AlertState.ACKNOWLEDGED), AT + timedelta(seconds=5)))
    assert taken.state is IncidentState.ACKNOWLEDGED
    assert taken.firing == 1


def test_a_time_that_no_sender_of_a_state_gave_is_not_believed() -> None:
    old = Alert(fingerprint="f1", title="x", at=AT - timedelta(days=400))
    assert Thing.of(old, AT).moved == AT
    assert Thing.of(old.model_copy(update={"at": AT + timedelta(days=1)}), AT).moved == AT


def test_events_are_over_soon_and_alerts_late() -> None:
    event = opened(Thing.of(alert(state=AlertState.UNKNOWN), AT))
    assert lifecycle.quiet_until(event) == AT + lifecycle.QUIET_EVENT
    assert lifecycle.quiet_until(opened(Thing.of(alert(), AT))) == AT + lifecycle.QUIET_ALERT
