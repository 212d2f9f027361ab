"""SRE-MachineFactsWindows: what a Windows machine says about itself, as one JSON object."""

import json

from sandbox.aws.scale import stable_fraction
from sandbox.aws.ssm.disk import disk_of
from sandbox.aws.ssm.runs.run import Node, Outcome, Steps

_MIB = 1024**2
_FREE_MIB, _FULL_MIB = 20_000, 3
_KERNEL = "10.0.20348.0"


def windows_facts(node: Node) -> Steps:
    """Reads only. An update is installed or not; there are no versions, and no transactions."""
    yield 6.0
    items = disk_of(node.account, node.host).items
    wanted = [each for given in node.parameters.values() for each in given if each]
    scenario = node.scenario
    free = _FULL_MIB if scenario.disk_full else int(_FREE_MIB * (0.5 + stable_fraction(f"free/{node.host.id}")))
    told = {
        "boot_id": node.life.boot_id,
        "kernel": _KERNEL,
        "free_bytes": {"C:\\": free * _MIB},
        "package_manager_locked": bool(scenario.locked or node.life.package_lock),
        "packages": {name: "installed" if name in items and items[name].installed else None for name in wanted},
        "last_transaction_id": None,
        "domain_controller": scenario.domain_controller,
        "bitlocker": scenario.bitlocker,
    }
    return Outcome(0, stdout=f"{json.dumps(told, sort_keys=True)}\r\n")
