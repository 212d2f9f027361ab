"""What CloudTrail tells of an instance or of the account: the events, what stands out, and the stories they make."""

from core.answers.security_events import Evidence, Looked, SecurityAlert
from core.detections import Category
from core.gaps import Gap
from core.model import Model
from core.place import Place
from core.security.came_in import CameIn
from core.security.rulings import MutedRule
from core.security.trail_event import TrailEvent


class TrailEvents(Model):
    """`events` are the newest of the asked kinds, newest first, of `event_count`; `security_events` what stands out.

    `suspicious_activity` are the same as stories, worst first; `records` the whole events behind them. `came_in` is
    known of a single instance only.
    """

    events: tuple[TrailEvent, ...]
    security_events: tuple[Evidence, ...]
    suspicious_activity: tuple[SecurityAlert, ...]
    summary: str
    event_count: int
    failed_count: int
    actors: tuple[str, ...]
    looked: Looked
    records: tuple[TrailEvent, ...]
    muted: tuple[MutedRule, ...]
    other_kinds: int
    instance_id: str
    label: str
    event_types: tuple[Category, ...]
    time_range: str
    partial: tuple[Gap, ...]
    place: Place
    came_in: CameIn | None = None
