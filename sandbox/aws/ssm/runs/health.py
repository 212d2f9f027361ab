"""SRE-HealthCheck: the health command that the machine's own team keeps on it."""

from sandbox.aws.life import Transaction
from sandbox.aws.ssm.disk import disk_of
from sandbox.aws.ssm.runs.run import Node, Outcome, Steps


def health(node: Node) -> Steps:
    """Well unless the service is down, or a scenario says that it does not get over its patches."""
    yield 3.0
    changed = any(each.changes and each.undoes is None for each in _standing(node))
    if not node.life.serving or (node.scenario.health_fails and changed):
        return Outcome(1, stdout="checking http://127.0.0.1/health\n", stderr="the service answers 503\n")
    return Outcome(0, stdout="checking http://127.0.0.1/health\nok\n")


def _standing(node: Node) -> list[Transaction]:
    """The transactions that nobody has undone."""
    done = disk_of(node.account, node.host).transactions
    undone = {each.undoes for each in done}
    return [each for each in done if each.id not in undone]
