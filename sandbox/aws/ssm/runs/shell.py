"""AWS-RunShellScript: root on every machine. Only its having been used is simulated."""

from sandbox.aws.ssm.runs.run import Node, Outcome, Steps

_OTHERS_S = 5.0


def shell(node: Node) -> Steps:
    """Run nothing, and say so; somebody else's script goes on for as long as a scenario keeps the machine busy."""
    yield 1.0
    while node.scenario.busy:
        yield _OTHERS_S
    return Outcome(0, stdout="The sandbox runs no scripts.\n")
