"""Sharing of snapshots, images and documents with other accounts, or with everybody."""

from collections.abc import Callable
from dataclasses import dataclass

from core.detections.event import Event
from core.detections.reading import found, member, text, texts
from core.drift.answer import Area
from core.drift.grants import accounts
from core.drift.said import Plain, Readers, Said, named, safer, subject
from core.findings import Severity
from core.request_shapes import mappings, members

_EVERYBODY = "all"


@dataclass(frozen=True, slots=True)
class _Shared:
    """A kind of thing that can be shared, and the control that it be not public."""

    name: str
    controls: tuple[str, ...] = ()


def _of_ec2(thing: _Shared) -> Callable[[Event], Said | None]:
    """ModifySnapshotAttribute and ModifyImageAttribute: whoever stands under `add` gets it, under `remove` loses it."""

    def read(event: Event) -> Said | None:
        added, removed = _named(event, "add"), _named(event, "remove")
        by_list = member(event.request, "operationType")
        if by_list in {"add", "remove"}:
            named = _listed(event)
            added, removed = (added | named, removed) if by_list == "add" else (added, removed | named)
        return _said(event, thing, added, removed)

    return read


def _of_values(thing: _Shared, to_add: str, to_remove: str) -> Callable[[Event], Said | None]:
    """Calls that list those to add and those to remove."""

    def read(event: Event) -> Said | None:
        added, removed = (set(texts(member(event.request, name))) for name in (to_add, to_remove))
        return _said(event, thing, added, removed)

    return read


def _said(event: Event, thing: _Shared, added: set[str], removed: set[str]) -> Said | None:
    shared = f"{thing.name} {named(subject(event))}"
    if _EVERYBODY in added:
        what = f"{shared} was shared with everybody"
        return Said(what, Severity.CRITICAL, after="everybody may copy it", breaks=thing.controls)
    outside = sorted(one for one in added if one != event.account)
    if outside:
        what = f"{shared} was shared with {accounts(outside)}"
        return Said(what, Severity.HIGH, after=f"{accounts(outside)} may copy it")
    if removed:
        public = _EVERYBODY in removed
        whom = "everybody" if public else accounts(sorted(removed))
        what = f"{shared} is no longer shared with {whom}"
        met = thing.controls if public else ()
        return Said(what, Severity.INFORMATIONAL, f"shared with {whom}", "not shared", good=True, meets=met)
    return None


def _named(event: Event, what: str) -> set[str]:
    """Groups, accounts and organizations within `add` or `remove`."""
    inside = [one for found_ in found(event.request, what) for one in mappings(found_)]
    names = ("group", "userid", "organizationarn", "organizationalunitarn")
    return {said for one in map(members, inside) for name in names if (said := text(one.get(name)))}


def _listed(event: Event) -> set[str]:
    """The older form: who stands in lists beside `operationType`."""
    names = ("userid", "group", "groupnames", "userids", "usergroup")
    return {said for one in map(members, mappings(event.request)) for name in names for said in _both(one.get(name))}


def _both(value: object) -> list[str]:
    return [text(value)] if isinstance(value, str) else texts(value)


def _boundary_of_account(event: Event) -> Said:
    """EnableSnapshotBlockPublicAccess comes in two strengths."""
    partly = "new" in event.asked("state").lower()
    what = "Snapshots cannot be made public" + (" from now on" if partly else "")
    controls = ("FSBP EC2.182",)
    return Said(what, Severity.INFORMATIONAL, after="blocked", good=True, meets=controls)


_SNAPSHOT, _IMAGE = _Shared("Snapshot", ("FSBP EC2.1",)), _Shared("Image")
_DATABASE, _DOCUMENT = _Shared("Database snapshot", ("FSBP RDS.1",)), _Shared("Document", ("FSBP SSM.4",))

READERS = Readers(
    Area.SHARING,
    {
        "ec2:DisableSnapshotBlockPublicAccess": Plain(
            "Snapshots can be made public again", Severity.HIGH, "blocked", "not blocked", breaks=("FSBP EC2.182",)
        ),
        "ec2:DisableImageBlockPublicAccess": Plain(
            "Images can be made public again", Severity.HIGH, "blocked", "not blocked"
        ),
        "ec2:EnableImageBlockPublicAccess": safer("Images cannot be made public", after="blocked"),
        "ec2:ResetSnapshotAttribute": safer("Snapshot {} is shared with nobody", "FSBP EC2.1", after="not shared"),
        "ec2:ResetImageAttribute": safer("Image {} is shared with nobody", after="not shared"),
        "ec2:DeleteSnapshot": Plain("Snapshot {} was deleted", Severity.LOW, "existed", "gone"),
        "ec2:DeregisterImage": Plain("Image {} was withdrawn", Severity.LOW, "existed", "gone"),
    },
    {
        "ec2:ModifySnapshotAttribute": _of_ec2(_SNAPSHOT),
        "ec2:ModifyImageAttribute": _of_ec2(_IMAGE),
        "ec2:EnableSnapshotBlockPublicAccess": _boundary_of_account,
        "rds:ModifyDBSnapshotAttribute": _of_values(_DATABASE, "valuesToAdd", "valuesToRemove"),
        "rds:ModifyDBClusterSnapshotAttribute": _of_values(_DATABASE, "valuesToAdd", "valuesToRemove"),
        "ssm:ModifyDocumentPermission": _of_values(_DOCUMENT, "accountIdsToAdd", "accountIdsToRemove"),
    },
)
