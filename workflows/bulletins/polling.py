"""Looks at the fleet's findings by itself, and tells the team what is new, worse or closed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from blocks.bulletin import bulletin_card, news_line, overflow_card
from blocks.card import Card
from blocks.fit import fit
from core.bulletin import SCHEMA, Bulletin, News, Sighting, by_package, followed
from core.errors import Conflict
from services.slack.outbox import Message, intent
from services.store import ABSENT, MAX_CHANGES, Changes, Put, Record, Store
from workflows.bulletins.looking import Look, Surveyor, look
from workflows.bulletins.posture import posture_put

KIND, OPEN, CLOSED = "bulletin", "open", "closed"
_KEPT = timedelta(days=400)
_PAGE = 100
# More cards than these at once are a wall that nobody reads; the rest are one message.
_MOST_CARDS = 10


@dataclass(frozen=True, slots=True)
class _Issue:
    """A bulletin as it is to be stored, with its news; `expect` is the stored version."""

    key: str
    bulletin: Bulletin
    news: tuple[News, ...]
    expect: int

    @property
    def card_key(self) -> str:
        """The outbox's key of its card. A package that closed and is back is another bulletin, with its own card."""
        return f"{KIND}:{self.key}:{self.bulletin.opened:%Y%m%d%H%M%S}"

    def put(self, *, told: bool) -> Put:
        """The change that stores it."""
        doc = self.bulletin.model_copy(update={"told": told}).model_dump(mode="json")
        state, expires = (OPEN, None) if self.bulletin.open else (CLOSED, self.bulletin.looked + _KEPT)
        return Put(KIND, self.key, doc, self.expect, state=state, expires=expires, schema=SCHEMA)


class Bulletins:
    """Polls Inspector through a survey. `channel_id` is where cards go."""

    def __init__(self, surveyor: Surveyor, store: Store, channel_id: str) -> None:
        self._surveyor = surveyor
        self._store = store
        self._channel_id = channel_id

    def poll(self, now: datetime) -> str:
        """Look once; what it did in a few words. Twice says nothing more, and after a crash nothing is said again.

        Raises:
            Upstream: the findings could not be asked for; nothing is told or closed then.
        """
        records = {record.key: record for record in self._records()}
        known = (sighting for record in records.values() for sighting in read(record).sightings)
        seen = look(self._surveyor, known)
        self._store.put(posture_put(seen, now))
        issues = sorted(_issues(seen, records, now), key=lambda each: each.bulletin.urgency)
        many = [each for each in issues if each.expect == ABSENT][_MOST_CARDS:]
        alone = [each for each in issues if each not in many]
        told = sum(self._tell(each) for each in alone) + self._tell_together(many, now)
        return f"{told} package{'s' if told > 1 else ''} with news" if told else ""

    def _records(self) -> Iterator[Record]:
        page = self._store.find(KIND, limit=_PAGE)
        while page:
            yield from page
            page = self._store.find(KIND, limit=_PAGE, after=page[-1]) if len(page) == _PAGE else []

    def _tell(self, issue: _Issue) -> int:
        """Its card, and a line in its thread for each kind of news; 0 where another process was faster."""
        card = self._message(issue.card_key, bulletin_card(issue.bulletin))
        stands = issue.expect != ABSENT
        lines = [
            self._message(
                f"{issue.card_key}:{issue.expect}:{news.kind}", news_line(issue.bulletin, news), issue.card_key
            )
            for news in issue.news
            if stands
        ]
        try:
            self._store.commit(Changes(puts=(issue.put(told=True), card, *lines)))
        except Conflict:
            return 0
        return 1

    def _tell_together(self, issues: Sequence[_Issue], now: datetime) -> int:
        """One message for all of them, in the same change as the first of them; each gets its card at its next news."""
        if not issues:
            return 0
        message = self._message(f"{KIND}s:{now:%Y%m%d%H%M}", overflow_card([each.bulletin for each in issues]))
        each_time = MAX_CHANGES - 1
        for begin in range(0, len(issues), each_time):
            puts = [each.put(told=False) for each in issues[begin : begin + each_time]]
            self._store.commit(Changes(puts=(*puts, *(() if begin else (message,)))))
        return len(issues)

    def _message(self, key: str, card: Card, thread_key: str = "") -> Put:
        fitted = fit(card)
        return intent(
            Message(key=key, channel=self._channel_id, text=fitted.text, blocks=fitted.blocks, thread_key=thread_key)
        )


def _issues(seen: Look, records: Mapping[str, Record], now: datetime) -> Iterator[_Issue]:
    """The bulletins of which there is news."""
    grouped = {f"{manager or '-'}:{package}": each for (package, manager), each in by_package(seen.findings).items()}
    for key in dict.fromkeys((*records, *grouped)):
        record, findings = records.get(key), grouped.get(key, ())
        before = read(record) if record else _blank(key, seen, now)
        sightings, news = followed(before.sightings, findings, seen.absent, now)
        if news:
            yield _Issue(key, _after(before, sightings, seen, now), news, record.version if record else ABSENT)


def _blank(key: str, seen: Look, now: datetime) -> Bulletin:
    manager, _, package = key.partition(":")
    place = seen.place
    return Bulletin(
        package=package,
        manager=manager,
        opened=now,
        looked=now,
        account=place.account,
        region=place.region,
        sightings=(),
        labels={},
    )


def _after(before: Bulletin, sightings: Sequence[Sighting], seen: Look, now: datetime) -> Bulletin:
    """A package that had closed begins anew: what was closed before is not told again."""
    labels = {**before.labels, **seen.labels}
    facts: dict[str, object] = {"looked": now, "sightings": tuple(sightings)}
    if not before.open:
        facts |= {"opened": now, "sightings": tuple(each for each in sightings if each.closed is None)}
    facts["labels"] = {each.instance_id: labels.get(each.instance_id, each.instance_id) for each in sightings}
    return before.model_copy(update=facts)


def read(record: Record) -> Bulletin:
    """A stored bulletin."""
    return Bulletin.model_validate(record.doc)
