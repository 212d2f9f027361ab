"""ListAssociations and StartAssociationsOnce: the inventory that Inspector has collected from every managed machine."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.errors import AwsError
from sandbox.aws.life import Lives
from sandbox.aws.scale import stable_uuid
from sandbox.aws.ssm.inspection import inspect_later
from sandbox.aws.ssm.pages import page
from sandbox.aws.ssm.reach import answers

_PAGE = 50
_DOCUMENT, _NAME = "AWS-GatherSoftwareInventory", "InspectorInventoryCollection-do-not-delete"
_EVERY_S, _TAKES_S = 1800.0, 10.0
Row = Mapping[str, Any]


@dataclass(slots=True)
class Inventories:
    """When the inventory was last collected; None: not since the start."""

    last: datetime | None = None


def keep_inventory(account: Account) -> None:
    """Collect the inventory by its schedule, from now on."""

    def collect() -> None:
        _collect(account)
        account.timeline.after(_EVERY_S, collect)

    account.timeline.after(_EVERY_S, collect)


def list_associations(account: Account, params: Row) -> Row:
    """The associations that every filter accepts."""
    wanted = {each["key"]: each["value"] for each in params.get("AssociationFilterList") or ()}
    row = _row(account)
    told = {"Name": row["Name"], "AssociationId": row["AssociationId"], "AssociationName": row["AssociationName"]}
    fits = all(key not in told or told[key] == value for key, value in wanted.items())
    shown, rest = page([row] if fits and account.enabled else [], "ListAssociations", params, _PAGE)
    return {"Associations": list(shown), **rest}


def start_associations_once(account: Account, params: Row) -> Row:
    """Run associations now, out of their schedule."""
    with account.timeline.caught_up():
        unknown = [each for each in params["AssociationIds"] if each != _id(account) or not account.enabled]
        if unknown:
            raise AwsError("AssociationDoesNotExist", "The specified association does not exist.")
        account.effects.add("association", _NAME)
        _collect(account)
        return {}


def _collect(account: Account) -> None:
    account.state.of(Inventories).last = account.timeline.now()
    account.timeline.after(_TAKES_S, lambda: _inspect(account))


def _inspect(account: Account) -> None:
    for life in account.state.of(Lives).changed():
        host = account.hosts.get(life.instance_id)
        if host and answers(account, host):
            inspect_later(account, host)


def _row(account: Account) -> Row:
    last = account.state.of(Inventories).last or account.started
    managed = sum(host.ssm for host in account.hosts.values())
    return {
        "Name": _DOCUMENT,
        "AssociationId": _id(account),
        "AssociationVersion": "1",
        "Targets": [{"Key": "InstanceIds", "Values": ["*"]}],
        "LastExecutionDate": last,
        "Overview": {"Status": "Success", "AssociationStatusAggregatedCount": {"Success": managed}},
        "ScheduleExpression": "rate(30 minutes)",
        "AssociationName": _NAME,
    }


def _id(account: Account) -> str:
    return stable_uuid(f"association/{account.id}/{account.region}/{_NAME}")
