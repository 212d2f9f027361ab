"""SRE-UndoTransaction: undoes exactly one transaction of dnf or yum, or nothing at all."""

from sandbox.aws.life import Disk, Transaction
from sandbox.aws.ssm.disk import disk_of, is_kernel, uses_apt
from sandbox.aws.ssm.installing import undone
from sandbox.aws.ssm.runs.run import Node, Outcome, Steps


def undo(node: Node) -> Steps:
    """Take the packages of one transaction back to the versions before it."""
    yield 4.0
    if uses_apt(node.host):
        return Outcome(1, stderr="apt keeps no transactions that could be undone.\n")
    wanted = next((given[0] for given in node.parameters.values() if given), "")
    disk = disk_of(node.account, node.host)
    transaction = next((each for each in disk.transactions if str(each.id) == wanted and each.changes), None)
    if transaction is None:
        return Outcome(1, stderr=f"No transaction with id {wanted} was found.\n")
    problem = _problem(node, disk, transaction)
    if problem:
        return Outcome(1, stderr=f"Error: {problem}\n")
    yield 8.0
    disk = disk_of(node.account, node.host)
    life = node.life
    now = node.account.timeline.now()
    life.disk = undone(disk, transaction, now)
    life.serve(now, works=True)
    node.account.effects.add("undo", node.host.id)
    yield 1.0
    return Outcome(0, stdout=f"Undoing transaction {transaction.id}\nComplete!\n")


def _problem(node: Node, disk: Disk, transaction: Transaction) -> str:
    """Why it cannot be undone; empty where it can."""
    if node.scenario.locked or node.life.package_lock:
        return "Another process holds the lock of the package manager."
    for kb, (before, after) in transaction.changes.items():
        item = disk.items[kb]
        if item.installed != after:
            return f"The package {kb} is not at {after} any more."
        if is_kernel(item) and item.boot_id != node.life.boot_id:
            return "The operation would result in removing the running kernel."
        if node.scenario.undo == "packages_gone":
            return f"No match for argument: {item.name}-{before}. The repository has it no longer."
    return ""
