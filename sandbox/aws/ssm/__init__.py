"""Systems Manager: the operations moto lacks, by name."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.ssm.associations import list_associations, start_associations_once
from sandbox.aws.ssm.calendar_state import get_calendar_state
from sandbox.aws.ssm.documents import get_document, list_documents
from sandbox.aws.ssm.get_command_invocation import cancel_command, get_command_invocation
from sandbox.aws.ssm.information import describe_instance_information
from sandbox.aws.ssm.instance_patches import describe_instance_patches
from sandbox.aws.ssm.list_commands import list_command_invocations, list_commands
from sandbox.aws.ssm.own_documents import (
    create_document,
    describe_document,
    update_document,
    update_document_default_version,
)
from sandbox.aws.ssm.patch_states import describe_instance_patch_states
from sandbox.aws.ssm.send_command import send_command
from sandbox.aws.ssm.windows import (
    describe_maintenance_window_schedule,
    describe_maintenance_window_targets,
    describe_maintenance_windows,
    describe_maintenance_windows_for_target,
    get_maintenance_window,
)

SSM: Mapping[str, Callable[[Account, Mapping[str, Any]], Mapping[str, Any]]] = {
    "CancelCommand": cancel_command,
    "CreateDocument": create_document,
    "DescribeDocument": describe_document,
    "DescribeInstanceInformation": describe_instance_information,
    "DescribeInstancePatchStates": describe_instance_patch_states,
    "DescribeInstancePatches": describe_instance_patches,
    "DescribeMaintenanceWindowSchedule": describe_maintenance_window_schedule,
    "DescribeMaintenanceWindowTargets": describe_maintenance_window_targets,
    "DescribeMaintenanceWindows": describe_maintenance_windows,
    "DescribeMaintenanceWindowsForTarget": describe_maintenance_windows_for_target,
    "GetCalendarState": get_calendar_state,
    "GetCommandInvocation": get_command_invocation,
    "GetDocument": get_document,
    "GetMaintenanceWindow": get_maintenance_window,
    "ListAssociations": list_associations,
    "ListCommandInvocations": list_command_invocations,
    "ListCommands": list_commands,
    "ListDocuments": list_documents,
    "SendCommand": send_command,
    "StartAssociationsOnce": start_associations_once,
    "UpdateDocument": update_document,
    "UpdateDocumentDefaultVersion": update_document_default_version,
}
