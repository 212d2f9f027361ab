"""Silences in the store: made by people, in force until they expire."""

from datetime import timedelta
from secrets import token_hex

from core.actor import Actor
from core.alerts.alert import Alert
from core.alerts.silence import Matcher, Silence, silencing
from core.clock import Clock
from core.errors import BadRequest, NotFound
from services.store import ABSENT, Audit, Changes, Delete, Put, Store

KIND = "silence"
LONGEST = timedelta(days=30)
_REREAD_S = 2.0
_MOST = 500


class Silences:
    """Makes, ends and looks at them; what is in force is read again every few seconds."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._known: tuple[Silence, ...] = ()
        self._read_again = 0.0

    def make(self, actor: Actor, matchers: tuple[Matcher, ...], reason: str, lasts: timedelta) -> Silence:
        """Begin one, and say so in the audit log.

        Raises:
            BadRequest: it has no reason or lasts too long.
            Upstream: it cannot be stored.
        """
        if not reason.strip():
            raise BadRequest("A silence needs a reason.", advice="Say why nobody has to know.")
        if not timedelta() < lasts <= LONGEST:
            raise BadRequest(f"A silence lasts up to {LONGEST.days} days.", advice="Choose a shorter time.")
        now = self._clock.now()
        made = Silence(
            id=f"sil-{token_hex(4)}",
            matchers=matchers,
            author=actor.user_id,
            reason=reason.strip()[:300],
            created=now,
            until=now + lasts,
        )
        detail = {"matchers": [str(one) for one in matchers], "until": made.until.isoformat(), "reason": made.reason}
        put = Put(KIND, made.id, made.model_dump(mode="json"), ABSENT, expires=made.until)
        self._store.commit(Changes(puts=(put,), audits=(Audit(actor, "alerts silenced", made.id, detail),)))
        self._read_again = 0.0
        return made

    def end(self, actor: Actor, ident: str) -> None:
        """End one before its time.

        Raises:
            NotFound: there is none of that id.
        """
        record = self._store.get(KIND, ident)
        if record is None:
            raise NotFound(f"There is no silence {ident}.", advice="`/sre-alerts` lists those in force.")
        audit = Audit(actor, "silence ended", ident, {})
        self._store.commit(Changes(deletes=(Delete(KIND, ident, record.version),), audits=(audit,)))
        self._read_again = 0.0

    def in_force(self) -> tuple[Silence, ...]:
        """All that hold now."""
        if self._clock.monotonic() >= self._read_again:
            records = self._store.find(KIND, limit=_MOST)
            self._known = tuple(Silence.model_validate(record.doc) for record in records)
            self._read_again = self._clock.monotonic() + _REREAD_S
        return self._known

    def of(self, alert: Alert) -> Silence | None:
        """The one that means this alert."""
        return silencing(self.in_force(), alert, self._clock.now())
