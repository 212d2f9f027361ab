"""The maintenance windows of Systems Manager: what they work on, and when they run next."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from core.maintenance import MaintenanceWindow, Run, Target
from services.aws.crew import Crew, side_by_side
from services.aws.persistence import every_page
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_ssm.type_defs import (
        DescribeMaintenanceWindowScheduleRequestTypeDef,
        DescribeMaintenanceWindowScheduleResultTypeDef,
        DescribeMaintenanceWindowsRequestTypeDef,
        DescribeMaintenanceWindowsResultTypeDef,
        DescribeMaintenanceWindowTargetsRequestTypeDef,
        DescribeMaintenanceWindowTargetsResultTypeDef,
        MaintenanceWindowIdentityTypeDef,
    )

# https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeMaintenanceWindows.html: 10 to 100.
PAGE_SIZE = 100
TOKEN = "NextToken"  # noqa: S105  the name of a field
_TARGETS, _SCHEDULE = "DescribeMaintenanceWindowTargets", "DescribeMaintenanceWindowSchedule"


class MaintenanceWindows:
    """Asks Systems Manager, about several windows side by side on the threads of `crew`."""

    def __init__(self, aws: Aws, crew: Crew) -> None:
        self._aws = aws
        self._crew = crew

    def enabled(self) -> tuple[MaintenanceWindow, ...]:
        """Every enabled window with its targets.

        The targets are read, as DescribeMaintenanceWindowsForTarget finds only what was registered in the same words:
        not by an id what was registered by a tag.

        Raises:
            Upstream: not all of them could be read. A part would make a taken time look free.
        """
        found = self._identities()
        targets = side_by_side(self._crew, self._targets, [each["WindowId"] for each in found], _TARGETS)
        return tuple(
            MaintenanceWindow(each["WindowId"], each.get("Name") or each["WindowId"], each.get("Duration", 1), told)
            for each, told in zip(found, targets, strict=True)
        )

    def runs(self, windows: Sequence[MaintenanceWindow], until: datetime) -> tuple[Run, ...]:
        """The runs of these windows that begin before `until`, soonest first.

        Raises:
            Upstream: not all of them could be read.
        """
        told = side_by_side(self._crew, lambda window: self._runs(window, until), windows, _SCHEDULE)
        return tuple(sorted((run for some in told for run in some), key=lambda run: run.start))

    def _identities(self) -> "list[MaintenanceWindowIdentityTypeDef]":
        request: DescribeMaintenanceWindowsRequestTypeDef = {"MaxResults": PAGE_SIZE}

        def ask(token: str) -> "DescribeMaintenanceWindowsResultTypeDef":
            with self._aws.asking("ssm", "DescribeMaintenanceWindows"):
                client = self._aws.client("ssm")
                return client.describe_maintenance_windows(**({**request, TOKEN: token} if token else request))

        found = [each for page in every_page(ask, TOKEN) for each in page.get("WindowIdentities", [])]
        return [each for each in found if "WindowId" in each and each.get("Enabled", True)]

    def _targets(self, window_id: str) -> tuple[tuple[Target, ...], ...]:
        request: DescribeMaintenanceWindowTargetsRequestTypeDef = {"WindowId": window_id, "MaxResults": PAGE_SIZE}

        def ask(token: str) -> "DescribeMaintenanceWindowTargetsResultTypeDef":
            with self._aws.asking("ssm", _TARGETS):
                client = self._aws.client("ssm")
                return client.describe_maintenance_window_targets(**({**request, TOKEN: token} if token else request))

        return tuple(
            tuple(Target(each.get("Key", ""), tuple(each.get("Values", []))) for each in wire.get("Targets", []))
            for page in every_page(ask, TOKEN)
            for wire in page.get("Targets", [])
        )

    def _runs(self, window: MaintenanceWindow, until: datetime) -> list[Run]:
        request: DescribeMaintenanceWindowScheduleRequestTypeDef = {
            "WindowId": window.window_id,
            "MaxResults": PAGE_SIZE,
        }

        def ask(token: str) -> "DescribeMaintenanceWindowScheduleResultTypeDef":
            with self._aws.asking("ssm", _SCHEDULE):
                client = self._aws.client("ssm")
                return client.describe_maintenance_window_schedule(**({**request, TOKEN: token} if token else request))

        found: list[Run] = []
        for page in every_page(ask, TOKEN):
            told = [each.get("ExecutionTime", "") for each in page.get("ScheduledWindowExecutions", [])]
            starts = [_moment(text) for text in told if text]
            found += [Run(window, at, at + timedelta(hours=window.duration_h)) for at in starts if at < until]
            if any(at >= until for at in starts):
                break  # one window's runs come soonest first, and those of a rate have no end
        return found


def _moment(text: str) -> datetime:
    read = datetime.fromisoformat(text)
    return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
