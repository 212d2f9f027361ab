"""A judged change of configuration."""

from datetime import datetime
from enum import StrEnum

from core.findings import Severity
from core.model import Model


class Area(StrEnum):
    """What kind of thing was changed."""

    SECURITY_GROUP = "security group"
    IAM = "identity"
    ORGANIZATION = "organization"
    STORAGE = "storage"
    SHARING = "sharing"
    MACHINE = "machine"
    KEY = "key"
    LOGGING = "logging"
    NETWORK = "network"
    DATABASE = "database"
    FUNCTION = "function"
    OTHER = "other"


class Compliance(StrEnum):
    """Whether something meets a control. UNKNOWN: the change touches it, and what came of it cannot be told."""

    COMPLIANT = "compliant"
    NON_COMPLIANT = "non_compliant"
    UNKNOWN = "unknown"


class ChangeClass(StrEnum):
    """What CIS AWS Foundations 6.0 wants watched, section 5, in its order and by its numbers."""

    UNAUTHORIZED_CALLS = "CIS 5.1"
    LOGIN_WITHOUT_MFA = "CIS 5.2"
    ROOT_USE = "CIS 5.3"
    IAM_POLICY = "CIS 5.4"
    TRAIL = "CIS 5.5"
    FAILED_LOGINS = "CIS 5.6"
    KEY_REMOVAL = "CIS 5.7"
    BUCKET_POLICY = "CIS 5.8"
    CONFIG_RECORDER = "CIS 5.9"
    SECURITY_GROUP = "CIS 5.10"
    NETWORK_ACL = "CIS 5.11"
    GATEWAY = "CIS 5.12"
    ROUTE = "CIS 5.13"
    VPC = "CIS 5.14"
    ORGANIZATION = "CIS 5.15"

    @property
    def about(self) -> str:
        """Half a line about what the class holds."""
        return _TITLES[self]


_TITLES = {
    ChangeClass.UNAUTHORIZED_CALLS: "calls that were refused",
    ChangeClass.LOGIN_WITHOUT_MFA: "console logins without MFA",
    ChangeClass.ROOT_USE: "use of the root user",
    ChangeClass.IAM_POLICY: "IAM policy changes",
    ChangeClass.TRAIL: "CloudTrail configuration changes",
    ChangeClass.FAILED_LOGINS: "console logins that failed",
    ChangeClass.KEY_REMOVAL: "customer keys disabled or to be deleted",
    ChangeClass.BUCKET_POLICY: "S3 bucket policy changes",
    ChangeClass.CONFIG_RECORDER: "AWS Config configuration changes",
    ChangeClass.SECURITY_GROUP: "security group changes",
    ChangeClass.NETWORK_ACL: "network ACL changes",
    ChangeClass.GATEWAY: "network gateway changes",
    ChangeClass.ROUTE: "route table changes",
    ChangeClass.VPC: "VPC changes",
    ChangeClass.ORGANIZATION: "AWS Organizations changes",
}


class ControlState(Model):
    """What a change says about one control on one thing."""

    control: str
    title: str
    state: Compliance
    resource: str


class ConfigChange(Model):
    """One change, judged.

    `before` and `after` are in words; empty where the event does not tell them. `good_news`: it made something safer.
    `controls` are those that the change touches, the CIS classes first. `outcome` is "done", or why nothing came of it
    ("denied", "dry run", "already so", "failed"). `tool` names the infrastructure tool or service that acted, and is
    empty for a person. `at` is None where the time cannot be read.
    """

    what: str
    before: str = ""
    after: str = ""
    severity: Severity
    good_news: bool = False
    area: Area
    classes: tuple[ChangeClass, ...] = ()
    controls: tuple[str, ...] = ()
    compliance: tuple[ControlState, ...] = ()
    outcome: str = "done"
    who: str = ""
    tool: str = ""
    source_ip: str = ""
    at: datetime | None = None
    resource: str = ""
    region: str = ""
    account: str = ""
    event_name: str = ""
    event_id: str = ""
