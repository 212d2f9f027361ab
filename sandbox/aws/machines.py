"""What has become of the machines since the start: moto knows who stopped or terminated one."""

from collections.abc import Mapping

from moto.ec2.models import ec2_backends

from sandbox.aws.account import Account


def states(account: Account) -> Mapping[str, str]:
    """EC2's state of every instance in the account, such as running or stopped, by instance id."""
    return {machine.id: machine.state for machine in ec2_backends[account.id][account.region].all_instances()}
