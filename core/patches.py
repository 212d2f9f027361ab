"""What Patch Manager knows of machines, in our own words: nodes, the counts of a scan, and single patches."""

from datetime import datetime
from enum import StrEnum

from core.findings import Severity
from core.model import Model


class Rating(StrEnum):
    """How severe a patch is, worst first. UNRATED: its vendor does not say; unknown, not harmless."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    UNRATED = "unrated"


# The words of Microsoft, Red Hat, SUSE and Amazon Linux, and of Patch Manager itself:
# https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-selecting-patches.html
_RATINGS = {
    "critical": Rating.CRITICAL,
    "important": Rating.HIGH,
    "high": Rating.HIGH,
    "moderate": Rating.MEDIUM,
    "medium": Rating.MEDIUM,
    "low": Rating.LOW,
}
# There the word is Debian's priority of a package: bash is Required, whatever is mended in it.
_PRIORITIES_INSTEAD = ("ubuntu", "debian", "raspb")
_OF_FINDINGS = {
    Severity.CRITICAL: Rating.CRITICAL,
    Severity.HIGH: Rating.HIGH,
    Severity.MEDIUM: Rating.MEDIUM,
    Severity.LOW: Rating.LOW,
    Severity.INFORMATIONAL: Rating.LOW,
    Severity.UNTRIAGED: Rating.UNRATED,
}


def rating(word: str, platform: str) -> Rating:
    """What the severity that Patch Manager tells means on a platform, by its name ("Ubuntu", "Amazon Linux").

    Where the platform is not known (""), "Important" may be either, and is unrated.
    """
    if platform.lower().startswith(_PRIORITIES_INSTEAD) or (not platform and word.lower() == "important"):
        return Rating.UNRATED
    return _RATINGS.get(word.lower(), Rating.UNRATED)


def rating_of(severity: Severity) -> Rating:
    """The same for a finding of Inspector's."""
    return _OF_FINDINGS[severity]


class Node(Model):
    """An instance that Systems Manager manages; `platform` is the name of its system."""

    instance_id: str
    online: bool
    last_ping: datetime | None = None
    platform: str = ""


class Scan(Model):
    """The last operation of Patch Manager on an instance, and how many patches it found in which state."""

    instance_id: str
    operation: str
    ended: datetime
    installed: int = 0
    missing: int = 0
    failed: int = 0
    rejected: int = 0
    pending_reboot: int = 0
    critical: int = 0
    security: int = 0

    @property
    def not_installed(self) -> int:
        """Patches that should be there and are not."""
        return self.missing + self.failed


class Patch(Model):
    """A patch that is not installed. `name` is a KB number or a package; `severity` is Patch Manager's word."""

    name: str
    title: str
    classification: str
    severity: str
    failed: bool
    cves: tuple[str, ...] = ()
