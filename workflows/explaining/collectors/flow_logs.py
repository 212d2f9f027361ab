"""Connections to the alert's machine that its network turned away, where flow logs tell of them."""

from datetime import timedelta
from ipaddress import ip_address

from core.causes.evidence import Evidence
from core.flow_rejects import Reject
from services.aws.ec2 import Ec2
from services.aws.flow_logs import FlowLogs
from workflows.explaining.case import Case, Gathered, unasked

# Flow logs come in portions of up to ten minutes, and Insights is paid by what it reads.
_BEFORE = timedelta(minutes=30)
_TOLD = 3


class FlowCollector:
    """Asks EC2 where the flow logs are, and CloudWatch Logs what is in them."""

    about = "connections that were turned away"

    def __init__(self, machines: Ec2, logs: FlowLogs) -> None:
        self._machines = machines
        self._logs = logs

    def collect(self, case: Case) -> Gathered:
        """The most frequent ones from our own networks; the internet's are turned away all day."""
        instance_id = case.subject.instance_id
        if not instance_id:
            return unasked(self.about, "the alert names no machine")
        found = self._machines.instances([instance_id]).instances
        if not found:
            return unasked(self.about, f"there is no {instance_id} any more")
        told = self._logs.rejects(found[0], case.alarmed_at - _BEFORE, case.now)
        ours = [each for each in told.rejects if _is_ours(each)][:_TOLD]
        return Gathered(evidence=tuple(_fact(instance_id, each) for each in ours), gaps=told.gaps)


def _is_ours(reject: Reject) -> bool:
    try:
        return ip_address(reject.source_ip).is_private
    except ValueError:
        return False


def _fact(instance_id: str, reject: Reject) -> Evidence:
    port, source = str(reject.port), reject.source_ip
    said = f"{reject.flows} connections from {source} to port {port} of {instance_id} were turned away."
    values = {"rejected_port": port, "rejected_source": source}
    return Evidence(
        kind="flow_rejects", source="VPC flow logs", said=said, component=instance_id, impact=True, values=values
    )
