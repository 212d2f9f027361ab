"""Whether Systems Manager reaches a machine."""

from collections.abc import Mapping

from moto.ec2.models import ec2_backends

from sandbox.aws.account import Account
from sandbox.aws.findings import Host
from sandbox.aws.seed.patches import story


def answers(account: Account, host: Host, states: Mapping[str, str] | None = None) -> bool:
    """Whether the agent of a machine takes commands and reports: it runs, has booted and is not lost."""
    state = _state(account, host.id) if states is None else states.get(host.id, "terminated")
    life = account.life(host.id)
    lost = life.agent_lost or (story(host.name).lost_h is not None and not life.boots)
    return host.ssm and state == "running" and not lost and not life.booting(account.timeline.now())


def _state(account: Account, instance_id: str) -> str:
    """EC2's state of one machine. Moto's own ways to one copy the whole fleet."""
    for reservation in ec2_backends[account.id][account.region].reservations.values():
        for machine in reservation.instances:
            if machine.id == instance_id:
                return str(machine.state)
    return "terminated"
