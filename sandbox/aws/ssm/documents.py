"""ListDocuments and GetDocument: change calendars of ours beside the documents that moto keeps."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from moto.ssm.models import Documents, ssm_backends

from sandbox.aws.account import Account
from sandbox.aws.errors import AwsError
from sandbox.aws.ssm.calendar import ChangeCalendar, change_calendars
from sandbox.aws.ssm.library import amazon, command_document
from sandbox.aws.ssm.pages import page

_DEFAULT_PAGE = 10
_AMAZON = {"Status": "Active", "DocumentType": "Command", "DocumentFormat": "JSON"}
_VERSIONS = (None, "1", "$LATEST", "$DEFAULT")
Row = Mapping[str, Any]
_KEYS: Mapping[str, Callable[[Row], Sequence[str]]] = {
    "DocumentType": lambda row: (row["DocumentType"],),
    "Name": lambda row: (row["Name"],),
    "Owner": lambda row: (row["Owner"], "Self", "Private", "All"),
    "PlatformTypes": lambda row: row.get("PlatformTypes", ()),
    "SearchKeyword": lambda row: (row["Name"],),
    "TargetType": lambda row: (row.get("TargetType", "/"),),
}


def list_documents(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """The account's own documents that every filter accepts; the hundreds of Amazon's are not kept here."""
    wanted = [(each["Key"], each["Values"]) for each in params.get("Filters") or ()]
    wanted += [(each["key"], (each["value"],)) for each in params.get("DocumentFilterList") or ()]
    for key, _ in wanted:
        if key not in _KEYS and not key.startswith("tag:"):
            raise AwsError("InvalidFilterKey", f"The filter key {key} is not valid")
    rows = [_listed(account, calendar) for calendar in change_calendars(account)]
    rows += [_known(each) for each in other_documents(account).values()]
    found = [row for row in rows if all(_accepted(row, key, values) for key, values in wanted)]
    shown, rest = page(sorted(found, key=lambda row: str(row["Name"])), "ListDocuments", params, _DEFAULT_PAGE)
    return {"DocumentIdentifiers": shown, **rest}


def get_document(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """One document with its content."""
    name = params["Name"].removeprefix(f"arn:aws:ssm:{account.region}:{account.id}:document/")
    version, wanted_format = params.get("DocumentVersion"), params.get("DocumentFormat")
    for calendar in change_calendars(account):
        if calendar.seed.name == name:
            return _read(calendar, version, wanted_format)
    if amazon(name):
        found = command_document(account, name, version)
        return {**_AMAZON, "Name": name, "DocumentVersion": found.document.version, "Content": found.content}
    if name not in other_documents(account):
        raise AwsError("InvalidDocument", f"Document with name {name} does not exist.")
    backend = ssm_backends[account.id][account.region]
    told: Mapping[str, Any] = backend.get_document(
        name, version or "", params.get("VersionName", ""), wanted_format or ""
    )
    return told


def other_documents(account: Account) -> Mapping[str, Documents]:
    """Documents that were created through moto, by name."""
    kept: Mapping[str, Documents] = ssm_backends[account.id][account.region]._documents  # noqa: SLF001  moto has no other way to one by name
    return kept


def _accepted(row: Row, key: str, values: Sequence[str]) -> bool:
    if key.startswith("tag:"):
        return False
    return any(value in values for value in _KEYS[key](row))


def _listed(account: Account, calendar: ChangeCalendar) -> Row:
    return {
        "Name": calendar.seed.name,
        "CreatedDate": calendar.created,
        "Owner": account.id,
        "DocumentVersion": "1",
        "DocumentType": "ChangeCalendar",
        "DocumentFormat": "TEXT",
        "Tags": [],
    }


def _known(documents: Documents) -> Row:
    row = documents.get_default_version().list_describe()
    # Moto writes a sentence of its own where AWS has names of platforms.
    return {name: value for name, value in row.items() if name != "PlatformTypes" and value}


def _read(calendar: ChangeCalendar, version: str | None, wanted_format: str | None) -> Mapping[str, Any]:
    if version not in _VERSIONS:
        raise AwsError("InvalidDocumentVersion", f"The document version {version} does not exist.")
    if wanted_format not in (None, "TEXT"):
        raise AwsError("ValidationException", f"A change calendar cannot be read as {wanted_format}")
    return {
        "Name": calendar.seed.name,
        "CreatedDate": calendar.created,
        "DocumentVersion": "1",
        "Status": "Active",
        "Content": calendar.text(),
        "DocumentType": "ChangeCalendar",
        "DocumentFormat": "TEXT",
    }
