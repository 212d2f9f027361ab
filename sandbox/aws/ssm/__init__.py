"""Systems Manager: the operations moto lacks, by name."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.ssm.calendar_state import get_calendar_state
from sandbox.aws.ssm.documents import get_document, list_documents
from sandbox.aws.ssm.information import describe_instance_information
from sandbox.aws.ssm.instance_patches import describe_instance_patches
from sandbox.aws.ssm.patch_states import describe_instance_patch_states
from sandbox.aws.ssm.windows import (
    describe_maintenance_window_schedule,
    describe_maintenance_window_targets,
    describe_maintenance_windows,
    describe_maintenance_windows_for_target,
    get_maintenance_window,
)

SSM: Mapping[str, Callable[[Account, Mapping[str, Any]], Mapping[str, Any]]] = {
    "DescribeInstanceInformation": describe_instance_information,
    "DescribeInstancePatchStates": describe_instance_patch_states,
    "DescribeInstancePatches": describe_instance_patches,
    "DescribeMaintenanceWindowSchedule": describe_maintenance_window_schedule,
    "DescribeMaintenanceWindowTargets": describe_maintenance_window_targets,
    "DescribeMaintenanceWindows": describe_maintenance_windows,
    "DescribeMaintenanceWindowsForTarget": describe_maintenance_windows_for_target,
    "GetCalendarState": get_calendar_state,
    "GetDocument": get_document,
    "GetMaintenanceWindow": get_maintenance_window,
    "ListDocuments": list_documents,
}
