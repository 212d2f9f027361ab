"""The shapes of the seed files."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Severity = Literal["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL", "UNTRIAGED"]


class Seed(BaseModel):
    """A frozen record in which a misspelt key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class System(Seed):
    """One operating system."""

    image: str
    image_name: str
    inspector: str
    ssm_name: str
    ssm_version: str
    source: str
    advisory: str
    remedy: str
    family: str = ""
    ssm_type: Literal["Linux", "Windows"] = "Linux"
    root_device: str = "/dev/xvda"
    arch: str = "X86_64"
    platform_details: str = "Linux/UNIX"
    usage_operation: str = "RunInstances"


class Instance(Seed):
    """One machine of the fleet."""

    id: str
    name: str
    role: str
    system: str
    type: str
    subnet: str
    private_ip: str = ""
    groups: tuple[str, ...]
    environment: str
    owner: str
    software: tuple[str, ...] = ()
    target_group: str = ""
    volumes_gib: tuple[int, ...] = (30,)
    encrypted: bool = False
    age_days: int
    opt_in: bool = True
    ssm: bool = True
    coverage: str = "SUCCESSFUL"
    detailed: bool = False
    agent: bool = False
    tags: dict[str, str] = Field(default_factory=dict)

    @property
    def all_tags(self) -> dict[str, str]:
        """Every tag the instance carries in EC2."""
        tags = {"Name": self.name, "Role": self.role, "Environment": self.environment, "Owner": self.owner}
        opted = {"PatchAutomation": "enabled"} if self.opt_in else {}
        return {**tags, **opted, **self.tags}


class Named(Seed):
    """Something known by its name and address range."""

    name: str
    cidr: str


class Subnet(Named):
    """A subnet in one zone."""

    zone: str
    public: bool = False


class Rule(Seed):
    """One open TCP port."""

    port: int
    cidr: str


class SecurityGroup(Seed):
    """A security group and what it lets in."""

    name: str
    description: str
    rules: tuple[Rule, ...]


class TargetGroup(Seed):
    """A target group of the load balancer."""

    name: str
    port: int
    protocol: str


class Listener(Seed):
    """A listener and where it forwards to."""

    port: int
    target_group: str


class LoadBalancer(Seed):
    """The one load balancer."""

    name: str
    subnets: tuple[str, ...]
    groups: tuple[str, ...]
    listeners: tuple[Listener, ...]


class Reachable(Seed):
    """A port that is open to the internet on public hosts of a group."""

    group: str
    port: int
    severity: Severity
    score: float


class Network(Seed):
    """The whole network."""

    vpc: Named
    subnet: tuple[Subnet, ...]
    security_group: tuple[SecurityGroup, ...]
    target_group: tuple[TargetGroup, ...]
    load_balancer: LoadBalancer
    reachable: tuple[Reachable, ...]


class Package(Seed):
    """A vulnerable package as installed; `fixed` is empty while nobody has published a fix."""

    name: str
    version: str
    release: str = ""
    epoch: int = 0
    arch: str = ""
    manager: str = "OS"
    path: str = ""
    fixed: str = ""


class KnownExploited(Seed):
    """The entry of CISA's catalogue of known exploited vulnerabilities."""

    added: date
    due: date
    ransomware: bool


class Vulnerability(Seed):
    """One CVE, the packages that carry it per family of systems (`any`: wherever the software runs)."""

    id: str
    title: str
    description: str
    severity: Severity
    published: date
    cvss: float | None = None
    vector: str = ""
    cvss_sample: bool = False
    cwes: tuple[str, ...] = ()
    epss: float | None = None
    exploit: bool = False
    vendor_severity: str = ""
    known_exploited: KnownExploited | None = None
    related: tuple[str, ...] = ()
    needs: str = ""
    status: Literal["ACTIVE", "CLOSED", "SUPPRESSED"] = "ACTIVE"
    packages: dict[str, tuple[Package, ...]]

    @property
    def fix(self) -> Literal["YES", "NO"]:
        """Whether any packages have a fix at all; a mix is PARTIAL, decided per finding."""
        return "YES" if any(package.fixed for group in self.packages.values() for package in group) else "NO"
