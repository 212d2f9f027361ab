"""Instances as the operations see them: identity, exposure and what Inspector knows of them."""

from datetime import datetime

from pydantic import Field

from core.model import Model

OPT_IN_TAG = "PatchAutomation"


class Coverage(Model):
    """Whether Inspector scans an instance.

    `reason` is the service's own word when it does not (UNMANAGED_EC2_INSTANCE, NO_INVENTORY, STALE_INVENTORY,
    NOT_COVERED when the service does not list the instance at all).
    """

    scanned: bool
    reason: str = ""
    last_scanned: datetime | None = None


class Instance(Model):
    """An EC2 instance. `exposed` is None where the security groups could not be read.

    `profile` is the name of its instance profile, "" where it has none.
    """

    instance_id: str
    name: str = ""
    state: str
    platform: str = ""
    instance_type: str = ""
    availability_zone: str = ""
    private_ip: str = ""
    public_ip: str = ""
    security_group_ids: tuple[str, ...] = ()
    volume_ids: tuple[str, ...] = ()
    interface_ids: tuple[str, ...] = ()
    subnet_id: str = ""
    vpc_id: str = ""
    profile: str = ""
    launched: datetime | None = None
    tags: dict[str, str] = Field(default_factory=dict)
    exposed: bool | None = None

    @property
    def label(self) -> str:
        """What people call it: the Name tag, or the id."""
        return self.name.strip() or self.instance_id

    @property
    def environment(self) -> str:
        """The Environment tag, lower case."""
        return self.tags.get("Environment", "").lower()

    @property
    def production(self) -> bool:
        """Whether the Environment tag says production."""
        return self.environment in {"prod", "production"}

    @property
    def opted_in(self) -> bool:
        """Whether changes by this system are allowed at all."""
        return self.tags.get(OPT_IN_TAG, "").lower() == "enabled"
