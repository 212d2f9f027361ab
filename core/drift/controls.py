"""The controls that changes touch: AWS Foundational Security Best Practices, with AWS's own severities, and CIS.

https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.findings import Severity

_CRITICAL, _HIGH, _MEDIUM, _LOW = Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW


@dataclass(frozen=True, slots=True)
class Control:
    """What a control demands, and how bad it is to break it."""

    title: str
    severity: Severity


CONTROLS: Mapping[str, Control] = MappingProxyType(
    {
        "FSBP CloudTrail.1": Control("a trail of all regions records management events", _HIGH),
        "FSBP CloudTrail.2": Control("trails are encrypted", _MEDIUM),
        "FSBP CloudTrail.4": Control("log files of trails can be verified", _MEDIUM),
        "FSBP Config.1": Control("AWS Config records", _CRITICAL),
        "FSBP EC2.1": Control("EBS snapshots are not public", _CRITICAL),
        "FSBP EC2.2": Control("default security groups are empty", _HIGH),
        "FSBP EC2.3": Control("attached volumes are encrypted", _MEDIUM),
        "FSBP EC2.6": Control("VPCs have flow logs", _MEDIUM),
        "FSBP EC2.7": Control("new volumes are encrypted", _MEDIUM),
        "FSBP EC2.8": Control("instances demand IMDSv2", _HIGH),
        "FSBP EC2.9": Control("instances have no public address", _HIGH),
        "FSBP EC2.13": Control("SSH is not open to the internet", _HIGH),
        "FSBP EC2.14": Control("RDP is not open to the internet", _HIGH),
        "FSBP EC2.15": Control("subnets give no public addresses", _MEDIUM),
        "FSBP EC2.18": Control("only authorised ports are open to the internet", _HIGH),
        "FSBP EC2.19": Control("high-risk ports are not open to the internet", _CRITICAL),
        "FSBP EC2.21": Control("network ACLs do not let the internet administer", _MEDIUM),
        "FSBP EC2.172": Control("VPCs block public access", _MEDIUM),
        "FSBP EC2.182": Control("EBS snapshots cannot be made public", _HIGH),
        "FSBP EKS.1": Control("the Kubernetes API is not public", _HIGH),
        "FSBP GuardDuty.1": Control("GuardDuty is on", _HIGH),
        "FSBP IAM.1": Control("no policy allows everything", _HIGH),
        "FSBP IAM.2": Control("users have no policies of their own", _LOW),
        "FSBP IAM.4": Control("the root user has no access key", _CRITICAL),
        "FSBP IAM.5": Control("console users have MFA", _MEDIUM),
        "FSBP IAM.6": Control("the root user has hardware MFA", _CRITICAL),
        "FSBP IAM.7": Control("the password policy is strong", _MEDIUM),
        "FSBP IAM.21": Control("policies allow no whole service", _LOW),
        "FSBP Inspector.1": Control("Inspector scans EC2", _HIGH),
        "FSBP KMS.3": Control("keys are not to be deleted", _CRITICAL),
        "FSBP KMS.4": Control("keys rotate", _MEDIUM),
        "FSBP KMS.5": Control("keys are not public", _CRITICAL),
        "FSBP Lambda.1": Control("functions are not public", _CRITICAL),
        "FSBP Macie.1": Control("Macie is on", _MEDIUM),
        "FSBP RDS.1": Control("database snapshots are not public", _CRITICAL),
        "FSBP RDS.2": Control("databases are not public", _CRITICAL),
        "FSBP RDS.3": Control("databases are encrypted", _MEDIUM),
        "FSBP RDS.8": Control("databases are protected against deletion", _LOW),
        "FSBP RDS.11": Control("databases are backed up", _MEDIUM),
        "FSBP Redshift.1": Control("clusters of Redshift are not public", _CRITICAL),
        "FSBP S3.1": Control("the account blocks public access to S3", _MEDIUM),
        "FSBP S3.2": Control("buckets cannot be read by everybody", _CRITICAL),
        "FSBP S3.3": Control("buckets cannot be written by everybody", _CRITICAL),
        "FSBP S3.6": Control("other accounts are let into buckets for little", _HIGH),
        "FSBP S3.8": Control("buckets block public access", _HIGH),
        "FSBP S3.9": Control("buckets log access", _MEDIUM),
        "FSBP S3.14": Control("buckets keep versions", _LOW),
        "FSBP S3.17": Control("buckets are encrypted with a key of KMS", _MEDIUM),
        "FSBP SecurityHub.1": Control("Security Hub is on", _MEDIUM),
        "FSBP SNS.4": Control("topics are not public", _CRITICAL),
        "FSBP SQS.3": Control("queues are not public", _CRITICAL),
        "FSBP SSM.4": Control("documents are not public", _CRITICAL),
        "CIS 6.1.2": Control("file sharing is not open to the internet", _HIGH),
        "CIS 6.2": Control("network ACLs do not let the internet administer", _MEDIUM),
        "CIS 6.3": Control("administration is not open to the internet over IPv4", _HIGH),
        "CIS 6.4": Control("administration is not open to the internet over IPv6", _HIGH),
        "CIS 6.5": Control("default security groups are empty", _HIGH),
    }
)
_TWINS = {"FSBP EC2.2": "CIS 6.5", "FSBP EC2.21": "CIS 6.2"}


def with_twins(controls: tuple[str, ...]) -> Iterator[str]:
    """Each control, followed by the one of CIS that demands the same."""
    for control in controls:
        yield control
        if control in _TWINS:
            yield _TWINS[control]


def severity_of(control: str) -> Severity:
    """How bad it is to break a control; of one that is not listed here, medium."""
    found = CONTROLS.get(control)
    return found.severity if found else Severity.MEDIUM


def title_of(control: str) -> str:
    """What a control demands; empty for one that is not listed here."""
    found = CONTROLS.get(control)
    return found.title if found else ""
