"""AWS-GatherSoftwareInventory: reports what is installed, which is what Inspector then judges by."""

from sandbox.aws.ssm.inspection import inspect_later
from sandbox.aws.ssm.runs.run import Node, Outcome, Steps


def inventory(node: Node) -> Steps:
    """Collect the packages; Inspector looks at them some time later."""
    yield 8.0
    inspect_later(node.account, node.host)
    return Outcome(0, stdout="Inventory policy has been successfully applied and collected inventory data.\n")
