"""What to do about a group of findings, in one imperative sentence."""

from core.answers.vuln_analyze import Remedy
from core.findings import Fix
from core.risk import Group


def remedy(group: Group) -> Remedy:
    """The action that closes the group, or the best there is while no fix exists."""
    return Remedy(priority=group.priority.value, action=_action(group), closes=_closes(group), group=group)


def _closes(group: Group) -> int:
    return 0 if group.fix is Fix.NO or _unsaid(group) else group.finding_count


def _unsaid(group: Group) -> bool:
    return group.fix is Fix.UNKNOWN and not group.fixed_in


def _action(group: Group) -> str:
    if group.fix is Fix.NO:
        return f"Mitigate {group.package}: no fixed version exists yet"
    if _unsaid(group):
        return f"Look into {group.package}: nobody says whether a fix exists"
    version = f" to {group.fixed_in}" if group.fixed_in else " to the fixed version"
    if not group.manager:
        return f"Upgrade what {group.package} is in{version}"
    how = "" if group.os_managed else f" in the application ({group.manager.lower()})"
    return f"Upgrade {group.package}{version}{how}"
