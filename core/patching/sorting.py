"""What can be done about each finding: installed with the system's package manager, or not by us."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from core.findings import Finding, Fix, Package, Severity, at_least
from core.model import Model
from core.patches import Patch
from core.patching.hold import Withheld
from core.patching.plan import PatchLevel, PlannedPackage
from core.risk import version_key

# Inspector's words for the architecture are the package managers' own in capitals.
_NO_ARCH = frozenset({"", "noarch", "unknown"})


class Way(StrEnum):
    """What it takes to close a finding."""

    INSTALL = "install"
    APPLICATION = "application"
    MITIGATE = "mitigate"
    UNCLEAR = "unclear"
    HELD = "held"


class Leftover(Model):
    """Findings of one package on one machine that no patch of the system closes; `why` is one sentence."""

    instance_id: str
    package: str
    way: Way
    vulnerability_ids: tuple[str, ...]
    severity: Severity
    known_exploited: int
    why: str


def way_of(finding: Finding) -> Way:
    """What it takes to close it, as far as Inspector tells."""
    if finding.fix is Fix.NO:
        return Way.MITIGATE
    if not any(package.fixed_in for package in finding.packages):
        return Way.UNCLEAR
    fixable = [package for package in finding.packages if package.fixed_in]
    return Way.INSTALL if any(package.os_managed for package in fixable) else Way.APPLICATION


def is_critical(finding: Finding) -> bool:
    """Whether installing its fix takes two people: it is critical, or exploited in the wild."""
    return finding.severity is Severity.CRITICAL or finding.known_exploited is not None or finding.exploit_observed


def packages_of(
    findings: Iterable[Finding], missing: Sequence[Patch], level: PatchLevel, *, windows: bool
) -> tuple[PlannedPackage, ...]:
    """The packages of one machine that are installed, by name.

    A package belongs to the critical level as soon as one of its findings does: it cannot be installed by halves.
    """
    grouped: dict[str, list[tuple[Finding, Package]]] = defaultdict(list)
    for finding in findings:
        if way_of(finding) is Way.INSTALL:
            for package in finding.packages:
                if package.os_managed and package.fixed_in:
                    for override in _overrides(finding, package, missing, windows=windows):
                        grouped[override].append((finding, package))
    made = (_planned(override, pairs) for override, pairs in sorted(grouped.items()) if _wanted(pairs, level))
    return tuple(made)


def leftovers(instance_id: str, findings: Iterable[Finding]) -> tuple[Leftover, ...]:
    """What no patch of the system closes, most severe first."""
    grouped: dict[tuple[Way, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        way = way_of(finding)
        if way is not Way.INSTALL:
            grouped[way, _package_name(finding)].append(finding)
    made = [_leftover(instance_id, way, package, group) for (way, package), group in grouped.items()]
    return tuple(sorted(made, key=lambda each: (list(Severity).index(each.severity), each.package)))


def held_back(instance_id: str, withheld: Sequence[Withheld], findings: Sequence[Finding]) -> tuple[Leftover, ...]:
    """What a patch would close, were it not held."""
    by_id: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_id[finding.vulnerability_id].append(finding)
    made = []
    for each in withheld:
        found = [finding for name in each.package.vulnerability_ids for finding in by_id[name]]
        made.append(_leftover(instance_id, Way.HELD, each.package.name, found).model_copy(update={"why": _lift(each)}))
    return tuple(made)


def _lift(withheld: Withheld) -> str:
    return f"{withheld.hold.sentence} /sre-patch-holds lifts it."


def _overrides(finding: Finding, package: Package, missing: Sequence[Patch], *, windows: bool) -> list[str]:
    """Ids for the InstallOverrideList: `name.arch`, or on Windows the knowledge base numbers for the same CVE."""
    if windows:
        return [patch.name for patch in missing if finding.vulnerability_id in patch.cves]
    arch = package.arch.lower()
    return [package.name if arch in _NO_ARCH else f"{package.name}.{arch}"]


def _wanted(pairs: Sequence[tuple[Finding, Package]], level: PatchLevel) -> bool:
    """Whether one of the package's findings is of the level; non_critical takes a package only if none is critical."""
    critical = any(is_critical(finding) for finding, _ in pairs)
    if level == "all":
        return True
    if level == "non_critical":
        return not critical
    return critical or any(finding.severity in at_least(level) for finding, _ in pairs)


def _planned(override: str, pairs: Sequence[tuple[Finding, Package]]) -> PlannedPackage:
    newest = max((package.fixed_in for _, package in pairs), key=lambda version: (version_key(version), version))
    by_id: Mapping[str, Finding] = {finding.vulnerability_id: finding for finding, _ in pairs}
    return PlannedPackage(
        name=pairs[0][1].name,
        override=override,
        installed=pairs[0][1].version,
        fixed_in=newest,
        vulnerability_ids=tuple(sorted(by_id)),
        known_exploited=sum(finding.known_exploited is not None for finding in by_id.values()),
    )


def _leftover(instance_id: str, way: Way, package: str, group: Sequence[Finding]) -> Leftover:
    return Leftover(
        instance_id=instance_id,
        package=package,
        way=way,
        vulnerability_ids=tuple(sorted({finding.vulnerability_id for finding in group})),
        severity=min((finding.severity for finding in group), key=list(Severity).index),
        known_exploited=sum(finding.known_exploited is not None for finding in group),
        why=_why(way, group),
    )


def _why(way: Way, group: Sequence[Finding]) -> str:
    managers = sorted({package.manager.lower() for finding in group for package in finding.packages} - {"os"})
    match way:
        case Way.APPLICATION:
            return f"It belongs to an application ({', '.join(managers)}), which its owner has to build anew."
        case Way.MITIGATE:
            return "No fixed version exists yet: shield or remove it until there is one."
        case Way.UNCLEAR | Way.INSTALL | Way.HELD:
            return "Inspector does not say which version fixes it."


def _package_name(finding: Finding) -> str:
    return finding.packages[0].name if finding.packages else finding.vulnerability_id
