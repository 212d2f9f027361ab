"""What each command document does on a simulated machine."""

from collections.abc import Mapping

from sandbox.aws.ssm.runs.facts import facts
from sandbox.aws.ssm.runs.health import health
from sandbox.aws.ssm.runs.inventory import inventory
from sandbox.aws.ssm.runs.patch_baseline import patch_baseline
from sandbox.aws.ssm.runs.run import Node, Outcome, Run, Steps
from sandbox.aws.ssm.runs.shell import shell
from sandbox.aws.ssm.runs.undo import undo
from sandbox.aws.ssm.runs.windows_facts import windows_facts

_RUNS: Mapping[str, Run] = {
    "AWS-GatherSoftwareInventory": inventory,
    "AWS-RunPatchBaseline": patch_baseline,
    "AWS-RunShellScript": shell,
    "SRE-HealthCheck": health,
    "SRE-HealthCheckWindows": health,
    "SRE-MachineFacts": facts,
    "SRE-MachineFactsWindows": windows_facts,
    "SRE-UndoTransaction": undo,
}


def run_of(document: str) -> Run:
    """How the sandbox simulates a document; one that it does not know fails."""
    return _RUNS.get(document, _unknown)


def _unknown(_node: Node) -> Steps:
    yield 1.0
    return Outcome(127, stderr="The sandbox does not know what this document does.\n")
