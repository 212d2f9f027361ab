"""What a machine says about itself before and after a change, and whether its packages are new enough."""

import re
from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from core.errors import Cause, Upstream
from core.model import Model
from core.patching.plan import PlannedPackage

_PIECES = re.compile(r"~|\^|\d+|[A-Za-z]+")
# Without these the machine may not run at all, so what was installed of them is not undone in place.
_VITAL = re.compile(r"^(kernel|linux-image|glibc|libc6|systemd)(\b|-|\d)")


class Inspection(Model):
    """The answer of the document SRE-MachineFacts. A package that is not installed has no version.

    `last_transaction_id` is the package manager's own; None where it keeps none. `domain_controller` and `bitlocker`,
    which is about the system's volume, are of Windows; None where the machine cannot tell.
    """

    boot_id: str
    kernel: str
    free_bytes: Mapping[str, int]
    package_manager_locked: bool
    packages: Mapping[str, str | None]
    last_transaction_id: int | None
    domain_controller: bool | None = False
    bitlocker: bool | None = False

    @property
    def for_people_only(self) -> str:
        """Why no program may bring it back by its root volume, in a sentence; empty where one may.

        A controller that goes back in time is no longer trusted by its domain, and a volume under BitLocker may not be
        unlocked any more. https://learn.microsoft.com/windows-server/identity/ad-ds/get-started/virtual-dc
        """
        if self.domain_controller is not False:
            said = (
                "It is a domain controller"
                if self.domain_controller
                else "Whether it is a domain controller is unknown"
            )
            return f"{said}, so a person brings it back."
        if self.bitlocker is not False:
            said = "BitLocker protects" if self.bitlocker else "It is unknown whether BitLocker protects"
            return f"{said} its root volume, so a person brings it back."
        return ""

    @classmethod
    def read(cls, printed: str) -> "Inspection":
        """From what the document printed; raises Upstream where that is something else."""
        try:
            return cls.model_validate_json(printed)
        except ValidationError as error:
            sentence = "The machine's answer about itself cannot be read."
            advice = "Create the documents again with `sre-agent setup documents`."
            raise Upstream(sentence, cause=Cause.REFUSED, retryable=False, advice=advice) from error


def behind(inspection: Inspection, packages: Sequence[PlannedPackage]) -> tuple[str, ...]:
    """The packages that are not installed in the version that closes their findings, a sentence each."""
    said = []
    for package in packages:
        version = inspection.packages.get(package.override)
        if not version:
            what = package.override if package.is_update else package.name
            said.append(f"{what} is not installed.")
        elif not package.is_update and older(version, package.fixed_in):
            said.append(f"{package.name} is at {version}, which is older than {package.fixed_in}.")
    return tuple(said)


def changed(before: Mapping[str, str], inspection: Inspection) -> tuple[str, ...]:
    """The packages whose version is not what it was, a sentence each."""
    return tuple(
        f"{override} was {version} and is {inspection.packages.get(override) or 'not installed'}."
        for override, version in before.items()
        if (inspection.packages.get(override) or "") != version
    )


def vital(packages: Sequence[PlannedPackage]) -> bool:
    """Whether one of them is the kernel, the C library or systemd."""
    return any(_VITAL.match(package.name) for package in packages)


def older(version: str, wanted: str) -> bool:
    """Whether a version of a package comes before another, as rpm and dpkg order them.

    Where one of the two has no release, only what is before it counts. https://rpm.org/docs/latest/manual/
    """
    ours, theirs = _parts(version), _parts(wanted)
    if ours[0] != theirs[0]:
        return ours[0] < theirs[0]
    order = _compare(ours[1], theirs[1])
    if order == 0 and ours[2] and theirs[2]:
        order = _compare(ours[2], theirs[2])
    return order < 0


def _parts(version: str) -> tuple[int, str, str]:
    epoch, colon, rest = version.strip().rpartition(":")
    number, _, release = rest.partition("-") if rest.count("-") == 1 else rest.rpartition("-")
    return (int(epoch) if colon and epoch.isdecimal() else 0, number or rest, release if number else "")


def _compare(one: str, other: str) -> int:
    ours, theirs = _PIECES.findall(one), _PIECES.findall(other)
    for left, right in zip(ours, theirs, strict=False):
        if left != right and (order := _rank(left, right)):
            return order
    rest = ours[len(theirs) :] or theirs[len(ours) :]
    if not rest:
        return 0
    longer = 1 if len(ours) > len(theirs) else -1
    # A tilde comes before everything, even before the end.
    return -longer if rest[0] == "~" else longer


def _rank(left: str, right: str) -> int:
    kinds = [_kind(left), _kind(right)]
    if kinds[0] != kinds[1]:
        return 1 if kinds[0] > kinds[1] else -1
    if left.isdecimal():
        return (int(left) > int(right)) - (int(left) < int(right))
    return (left > right) - (left < right)


def _kind(piece: str) -> int:
    if piece == "~":
        return 0
    return 3 if piece.isdecimal() else 1 if piece == "^" else 2
