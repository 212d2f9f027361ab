"""The steps of a change on one machine: each a function that may be entered again at any time."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from core.patching.states import Step
from workflows.patching.outcome import Outcome
from workflows.patching.steps.backup import backup
from workflows.patching.steps.drain import drain
from workflows.patching.steps.install import install
from workflows.patching.steps.job import Job
from workflows.patching.steps.precheck_rollback import precheck_of
from workflows.patching.steps.reboot import reboot
from workflows.patching.steps.roll_back import roll_back
from workflows.patching.steps.undrain import release, restore_traffic, undrain
from workflows.patching.steps.verify import verify
from workflows.patching.steps.verify_rollback import verify_rollback

STEPS: Mapping[Step, Callable[[Job], Outcome]] = MappingProxyType(
    {
        Step.PRECHECK: precheck_of,
        Step.DRAIN: drain,
        Step.BACKUP: backup,
        Step.INSTALL: install,
        Step.REBOOT: reboot,
        Step.VERIFY: verify,
        Step.UNDRAIN: undrain,
        Step.RELEASE: release,
        Step.ROLLBACK: roll_back,
        Step.VERIFY_ROLLBACK: verify_rollback,
        Step.RESTORE_TRAFFIC: restore_traffic,
    }
)
