"""Which events concern some instances: the machines, their roles, groups and volumes, and calls of their roles."""

import json
import re
from collections.abc import Mapping, Sequence

from core.detections.event import event_of
from core.model import Model

# Machines share a role, and each names its sessions after itself: what another one does is not about these.
_MACHINE = re.compile(r"i-[0-9a-f]{8,17}")
_ABOUT = ("requestParameters", "responseElements", "resources", "serviceEventDetails", "additionalEventData")


class Scope(Model):
    """Names that an event has to speak of. `ids` are unique wherever they stand; `roles` and `profiles` are names.

    An empty scope is the whole account.
    """

    ids: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()

    @property
    def everything(self) -> bool:
        """Whether the whole account is meant."""
        return not (self.ids or self.roles or self.profiles)


def concerned(events: Sequence[Mapping[str, object]], scope: Scope) -> frozenset[int]:
    """The places of the events that concern a scope."""
    return frozenset(index for index, record in enumerate(events) if concerns(record, scope))


def concerns(record: Mapping[str, object], scope: Scope) -> bool:
    """Whether one of the scope made the call, or the call speaks of one."""
    if scope.everything:
        return True
    who = event_of(0, record).who
    if who.session in scope.ids or (who.role in scope.roles and not _MACHINE.fullmatch(who.session)):
        return True
    said = "".join(json.dumps(record[part], default=str) for part in _ABOUT if record.get(part))
    return any(each in said for each in scope.ids) or any(
        _names(said, each) for each in (*scope.roles, *scope.profiles)
    )


def _names(said: str, name: str) -> bool:
    """Whether a name stands there by itself or at the end of an ARN; a longer name that begins alike is another."""
    return f'"{name}"' in said or f'/{name}"' in said
