"""Restarts of machines."""

from services.aws.changes.writer import Writer


class Reboots:
    """Asks EC2 to restart machines."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def reboot(self, instance_id: str) -> None:
        """Ask for a restart. EC2 neither takes a token nor tells later: only the machine's boot id does."""
        self._writer.write(instance_id, "ec2", "RebootInstances", InstanceIds=[instance_id])
