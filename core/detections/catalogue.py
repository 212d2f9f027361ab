"""Every detection there is."""

from core.detections import habits, machines
from core.detections.library import (
    combinations,
    config_changes,
    credential_access,
    defense_evasion,
    defense_guards,
    discovery,
    execution,
    exfiltration,
    impact,
    lesser_known,
    login,
    persistence,
    privilege_escalation,
)

RULES = (
    *login.RULES,
    *privilege_escalation.RULES,
    *config_changes.RULES,
    *credential_access.RULES,
    *persistence.RULES,
    *defense_evasion.RULES,
    *defense_guards.RULES,
    *exfiltration.RULES,
    *discovery.RULES,
    *impact.RULES,
    *execution.RULES,
    *lesser_known.RULES,
)
COMBINATIONS = combinations.COMBINATIONS


def slugs() -> frozenset[str]:
    """The name of every detection, for whoever rules about one."""
    single = (*RULES, *machines.RULES, *habits.RULES)
    return frozenset(each.slug for each in single) | {each.slug for each in COMBINATIONS}
