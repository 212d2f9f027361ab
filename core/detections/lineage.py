"""Which identities belong together: who made whose credentials, and who was seen in one detection."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from core.detections.answer import Detection
from core.detections.event import Event, event_of
from core.detections.reading import member, text
from core.detections.softening import rank
from core.findings import Severity

_MADE = (
    ("credentials", "accessKeyId"),
    ("accessKey", "accessKeyId"),
    ("assumedRoleUser", "arn"),
    ("federatedUser", "arn"),
)
_LONGEST = 10
_HANDED = ("CreateUser", "CreateLoginProfile", "UpdateLoginProfile", "CreateAccessKey")


class Lineage:
    """Sets of identities that act as one, joined as credentials pass from one to the next."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}
        self._makers: dict[str, tuple[str, str]] = {}
        self._keys: dict[str, str] = {}

    def join(self, one: str, other: str) -> None:
        """Say that two identities are one actor; empty ones are nobody's."""
        if one and other:
            self._above[self.root(one)] = self.root(other)

    def holds(self, identity: str, access_key: str) -> None:
        """Say that a caller used an access key, which may come from somebody."""
        self.join(access_key, identity)
        if access_key:
            self._keys[identity] = access_key

    def made(self, identity: str, maker: str, actor: str) -> None:
        """Say that an identity got its credentials from another, whom people know as `actor`."""
        if identity and identity != maker:
            self.join(identity, maker)
            self._makers.setdefault(identity, (maker, actor))

    def makers(self, *identities: str) -> tuple[str, ...]:
        """Whom these identities came from, the first one first; none where nobody was seen."""
        line: list[str] = []
        while len(line) < _LONGEST and (above := next((each for each in identities if each in self._makers), "")):
            maker, actor = self._makers[above]
            line.insert(0, actor)
            identities = (maker, self._keys.get(maker, "")) if actor not in line[1:] else ()
        return tuple(dict.fromkeys(line))

    def root(self, identity: str) -> str:
        """What stands for all identities of one actor."""
        path = []
        while (above := self._above.get(identity, identity)) != identity:
            path.append(identity)
            identity = above
        for each in path:
            self._above[each] = identity
        return identity


def lineage_of(events: Sequence[Mapping[str, object]], detections: Iterable[Detection]) -> Lineage:
    """Reads the events once. Sessions of AWS's own services join nobody."""
    lineage = Lineage()
    grave = {each.event_index for each in detections if rank(each.severity) >= rank(Severity.MEDIUM)}
    for index, raw in enumerate(events):
        event = event_of(index, raw)
        if event.who.service:
            continue
        lineage.holds(event.who.key, event.who.access_key)
        for made in _credentials(event, handed=index in grave):
            lineage.made(made, event.who.key, event.who.actor)
    for detection in detections:
        keys = [event_of(index, events[index]).who.key for index in detection.event_indexes if index < len(events)]
        for one, other in pairwise(keys):
            lineage.join(one, other)
    return lineage


def _credentials(event: Event, *, handed: bool) -> Iterator[str]:
    """Identities that this call brought forth; a password or user only where the call stood out itself."""
    for path in _MADE:
        yield text(member(event.response, *path))
    if handed and event.source == "iam" and event.name in _HANDED and event.asked("userName"):
        yield f"arn:aws:iam::{event.account}:user/{event.asked('userName')}"
