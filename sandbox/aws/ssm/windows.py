"""Maintenance windows: moto keeps them, and here they get what it lacks, such as when they run next."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from moto.ssm.models import FakeMaintenanceWindow, FakeMaintenanceWindowTarget, ssm_backends

from sandbox.aws.account import Account
from sandbox.aws.errors import AwsError
from sandbox.aws.identity import named
from sandbox.aws.schedule import runs
from sandbox.aws.seed.windows import windows
from sandbox.aws.ssm.pages import page

_DEFAULT_PAGE = 50
_RUNS_AHEAD = 100
_OPTIONAL = ("Description", "ScheduleTimezone", "ScheduleOffset", "StartDate", "EndDate")
Row = Mapping[str, Any]


def seed_windows(account_id: str, region: str) -> None:
    """Create the windows of the seed in moto, with the same ids at every start."""
    backend = ssm_backends[account_id][region]
    for seed in windows():
        with named(f"window/{seed.name}"):
            window_id = backend.create_maintenance_window(
                name=seed.name,
                description=seed.description,
                duration=seed.duration_h,
                cutoff=seed.cutoff_h,
                schedule=seed.schedule,
                schedule_timezone=seed.zone,
                schedule_offset=0,
                start_date="",
                end_date="",
                tags=None,
            )
            target = [{"Key": seed.target, "Values": list(seed.values)}]
            backend.register_target_with_maintenance_window(window_id, "INSTANCE", target, None, seed.name, None)


def describe_maintenance_windows(account: Account, params: Row) -> Row:
    """Every window that the filters accept: Name and Enabled."""
    wanted = [(each.get("Key", ""), each.get("Values", ())) for each in params.get("Filters") or ()]
    for key, _ in wanted:
        if key not in ("Name", "Enabled"):
            raise AwsError("ValidationException", f"The filter key {key} is not valid")
    rows = [_identity(account, window) for window in _all(account)]
    found = [row for row in rows if all(_text(row[key]) in values for key, values in wanted)]
    shown, rest = page(found, "DescribeMaintenanceWindows", params, _DEFAULT_PAGE)
    return {"WindowIdentities": shown, **rest}


def get_maintenance_window(account: Account, params: Row) -> Row:
    """One window."""
    window = _window(account, params["WindowId"])
    times = {"CreatedDate": account.started, "ModifiedDate": account.started}
    return {**_identity(account, window), **times, "AllowUnassociatedTargets": False}


def describe_maintenance_window_targets(account: Account, params: Row) -> Row:
    """What is registered with one window."""
    window = _window(account, params["WindowId"])
    wanted = [(each.get("Key", ""), each.get("Values", ())) for each in params.get("Filters") or ()]
    rows = [_target(each) for each in window.targets.values()]
    found = [row for row in rows if all(row.get(key) in values for key, values in wanted)]
    shown, rest = page(found, "DescribeMaintenanceWindowTargets", params, _DEFAULT_PAGE)
    return {"Targets": shown, **rest}


def describe_maintenance_windows_for_target(account: Account, params: Row) -> Row:
    """The windows registered with one of these very targets: an id does not find a window of the machine's tags."""
    kept = _for_targets(account, params["Targets"])
    found = [{"WindowId": window.id, "Name": window.name} for window in kept]
    shown, rest = page(found, "DescribeMaintenanceWindowsForTarget", params, _DEFAULT_PAGE)
    return {"WindowIdentities": shown, **rest}


def describe_maintenance_window_schedule(account: Account, params: Row) -> Row:
    """The coming runs of one window, or of all that match, soonest first."""
    if params.get("WindowId"):
        chosen: Sequence[FakeMaintenanceWindow] = [_window(account, params["WindowId"])]
    else:
        targets = params.get("Targets")
        chosen = _for_targets(account, targets) if targets else _all(account)
    coming = sorted((at, window.id, window.name) for window in chosen for at in _runs(account, window))
    found = [{"WindowId": each, "Name": name, "ExecutionTime": _iso(at)} for at, each, name in coming]
    shown, rest = page(found, "DescribeMaintenanceWindowSchedule", params, _DEFAULT_PAGE)
    return {"ScheduledWindowExecutions": shown, **rest}


def _all(account: Account) -> Sequence[FakeMaintenanceWindow]:
    return list(ssm_backends[account.id][account.region].windows.values())


def _for_targets(account: Account, targets: Sequence[Row]) -> Sequence[FakeMaintenanceWindow]:
    wanted = _pairs(targets)
    return [
        window for window in _all(account) if any(_pairs(each.targets) & wanted for each in window.targets.values())
    ]


def _window(account: Account, window_id: str) -> FakeMaintenanceWindow:
    found = ssm_backends[account.id][account.region].windows.get(window_id)
    if found is None:
        raise AwsError("DoesNotExistException", f"Maintenance window {window_id} does not exist")
    return found


def _identity(account: Account, window: FakeMaintenanceWindow) -> Row:
    told = window.to_json()
    row = {name: value for name, value in told.items() if name not in _OPTIONAL or value}
    following = next(iter(_runs(account, window)), None)
    return {**row, "NextExecutionTime": _iso(following)} if following else row


def _runs(account: Account, window: FakeMaintenanceWindow) -> Sequence[datetime]:
    zone = window.schedule_timezone or "Etc/UTC"
    try:
        return list(islice(runs(window.schedule, zone, datetime.now(UTC), account.started), _RUNS_AHEAD))
    except ValueError:
        return ()  # moto took a schedule that AWS does not


def _target(target: FakeMaintenanceWindowTarget) -> Row:
    return {name: value for name, value in target.to_json().items() if value}


def _pairs(targets: Sequence[Row]) -> frozenset[tuple[str, str]]:
    return frozenset((each["Key"], value) for each in targets for value in each.get("Values", ()))


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _iso(at: datetime) -> str:
    """AWS leaves seconds out where there are none, and names the offset of the window's zone."""
    return at.isoformat(timespec="auto" if at.second else "minutes").replace("+00:00", "Z")
