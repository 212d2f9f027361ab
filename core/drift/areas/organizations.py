"""Changes of the organization, which bounds what every account may do."""

from core.drift.answer import Area
from core.drift.said import Plain, Readers
from core.findings import Severity

_LOOSER = Severity.HIGH

READERS = Readers(
    Area.ORGANIZATION,
    {
        "organizations:LeaveOrganization": Plain(
            "The account left its organization", Severity.CRITICAL, "bounded by the organization", "on its own"
        ),
        "organizations:RemoveAccountFromOrganization": Plain(
            "Account {} was taken out of the organization", _LOOSER, "a member", "on its own"
        ),
        "organizations:DeleteOrganization": Plain("The organization was deleted", Severity.CRITICAL, "existed", "gone"),
        "organizations:DetachPolicy": Plain(
            "A policy of the organization was taken off {}", _LOOSER, "attached", "off"
        ),
        "organizations:DeletePolicy": Plain("A policy of the organization was deleted", _LOOSER, "existed", "gone"),
        "organizations:DisablePolicyType": Plain("A kind of policy was switched off", _LOOSER, "on", "off"),
        "organizations:UpdatePolicy": Plain("A policy of the organization was changed", Severity.MEDIUM),
        "organizations:AttachPolicy": Plain("A policy of the organization was attached to {}", Severity.LOW),
        "organizations:CreatePolicy": Plain("A policy of the organization was created", Severity.LOW),
        "organizations:EnablePolicyType": Plain("A kind of policy was switched on", Severity.LOW, "off", "on"),
        "organizations:MoveAccount": Plain("Account {} was moved, other policies bound it", Severity.MEDIUM),
        "organizations:InviteAccountToOrganization": Plain("An account was invited", Severity.MEDIUM),
        "organizations:AcceptHandshake": Plain("An invitation to an organization was accepted", Severity.MEDIUM),
        "organizations:CreateAccount": Plain("An account was created", Severity.LOW),
        "organizations:CloseAccount": Plain("Account {} was closed", _LOOSER, "open", "closed"),
        "organizations:RegisterDelegatedAdministrator": Plain(
            "An account may now administer a service for all", Severity.MEDIUM
        ),
        "organizations:EnableAWSServiceAccess": Plain("A service of AWS may act in all accounts", Severity.LOW),
    },
    {},
)
