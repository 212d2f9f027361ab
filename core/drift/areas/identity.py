"""Changes of who may do what: users, roles, policies, credentials."""

from core.detections.event import Event
from core.detections.policy import Statement, statements
from core.detections.reading import is_true, member, shown, text
from core.drift.answer import Area
from core.drift.grants import accounts, actions, readable
from core.drift.said import Plain, Readers, Said, named, safer, subject
from core.findings import Severity

_CRITICAL, _HIGH, _MEDIUM, _LOW, _NEWS = (
    *(Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW),
    Severity.INFORMATIONAL,
)
_ADMINISTRATION = ("AdministratorAccess", "IAMFullAccess")
_STRONG = ("PowerUserAccess", "FullAccess", "SystemAdministrator", "DatabaseAdministrator", "SecurityAdministrator")
_STRONG_GROUP = ("admin", "root", "power", "security")
_SHORTEST_PASSWORD = 14
_DEMANDS = ("requireSymbols", "requireNumbers", "requireUppercaseCharacters", "requireLowercaseCharacters")


def _attached(event: Event) -> Said:
    """A managed policy given to somebody."""
    policy, holder = event.asked("policyArn").rpartition("/")[2], _holder(event)
    of_user = ("FSBP IAM.2",) if event.name == "AttachUserPolicy" else ()
    what = f"{holder} was given the policy {shown(policy)}"
    if policy in _ADMINISTRATION:
        return Said(what, _HIGH, "without it", "may administer the account", breaks=of_user, touches=("FSBP IAM.1",))
    severity = _MEDIUM if policy.endswith(_STRONG) else _LOW
    return Said(what, severity, "without it", f"holds {shown(policy)}", breaks=of_user)


def _detached(event: Event) -> Said:
    policy, holder = event.asked("policyArn").rpartition("/")[2] or event.asked("policyName"), _holder(event)
    strong = policy in _ADMINISTRATION or policy.endswith(_STRONG)
    return Said(f"The policy {shown(policy)} was taken from {holder}", _NEWS, "with it", "without it", good=strong)


def _written(event: Event) -> Said:
    """A policy written for somebody, or a new version of one."""
    policy = shown(event.asked("policyName") or event.asked("policyArn").rpartition("/")[2])
    holder = f" of {_holder(event)}" if _names_holder(event) else ""
    what, of_user = f"The policy {policy}{holder} was written", ("FSBP IAM.2",) if event.name == "PutUserPolicy" else ()
    document = member(event.request, "policyDocument")
    allowed = statements(document)
    idle = event.name == "CreatePolicyVersion" and not is_true(member(event.request, "setAsDefault"))
    if any(one.admin for one in allowed):
        after = "allows everything" + (", once it is made the default" if idle else "")
        return Said(
            what, _MEDIUM if idle else _HIGH, after=after, breaks=(*(() if idle else ("FSBP IAM.1",)), *of_user)
        )
    if any(one.escalating for one in allowed):
        after = f"allows ways to become administrator: {actions(allowed)}"
        return Said(what, _MEDIUM if idle else _HIGH, after=after, meets=("FSBP IAM.1",), breaks=of_user)
    if not readable(document):
        return Said(what, _MEDIUM, touches=("FSBP IAM.1", "FSBP IAM.21"), breaks=of_user)
    whole = ("FSBP IAM.21",) if any(_whole_service(one) for one in allowed) else ()
    after = f"allows {actions(allowed)}" if allowed else "only denies"
    return Said(what, _MEDIUM if whole else _LOW, after=after, meets=("FSBP IAM.1",), breaks=(*whole, *of_user))


def _trust(event: Event) -> Said | None:
    """Who may take on a role: UpdateAssumeRolePolicy, and CreateRole with its first policy."""
    document = member(event.request, "policyDocument") or member(event.request, "assumeRolePolicyDocument")
    allowed, role = statements(document), named(subject(event))
    before = "" if event.name == "UpdateAssumeRolePolicy" else "no such role"
    if any(one.public for one in allowed):
        return Said(f"Everybody may take on the role {role}", _CRITICAL, before, "trusts everybody")
    outside = sorted({account for one in allowed for account in one.outsiders(event.account)})
    if outside:
        return Said(f"Role {role} trusts {accounts(outside)}", _HIGH, before, f"trusts {accounts(outside)}")
    trusted = sorted({name for one in allowed for name in (*one.principals, *one.federated)})
    if not trusted and not readable(document):
        return Said(f"Who may take on role {role} was changed", _MEDIUM, before)
    after = f"trusts {', '.join(map(shown, trusted[:3])) or 'nobody'}"
    created = event.name == "CreateRole"
    what = f"Role {role} was created" if created else f"Who may take on role {role} was changed"
    federated = any(one.federated for one in allowed)
    services = all(name.endswith(".amazonaws.com") for name in trusted)
    return Said(what, _LOW if services or (created and not federated) else _MEDIUM, before, after)


def _access_key(event: Event) -> Said:
    if event.who.root and not event.asked("userName"):
        what = "An access key of the root user was created"
        return Said(what, _CRITICAL, after="a key that may do everything", breaks=("FSBP IAM.4",))
    user = shown(event.asked("userName")) or event.who.user
    other = bool(user and event.who.user and user != event.who.user) or not event.who.long_lived
    return Said(f"An access key of user {user} was created", _MEDIUM if other else _LOW, after="one more key")


def _joined(event: Event) -> Said:
    group = event.asked("groupName")
    strong = any(word in group.lower() for word in _STRONG_GROUP)
    what = f"User {shown(event.asked('userName'))} was added to group {shown(group)}"
    return Said(what, _MEDIUM if strong else _LOW, "no member", "has the group's rights")


def _password_policy(event: Event) -> Said:
    length = event.asked("minimumPasswordLength")
    short = not length.isdigit() or int(length[:4]) < _SHORTEST_PASSWORD
    lacking = [name for name in _DEMANDS if not is_true(member(event.request, name))]
    after = f"at least {length or 'six'} characters, {len(_DEMANDS) - len(lacking)} of {len(_DEMANDS)} kinds demanded"
    if short or lacking:
        return Said("The password policy is weak", _MEDIUM, after=after, breaks=("FSBP IAM.7",))
    return Said("The password policy was made strong", _NEWS, after=after, good=True, meets=("FSBP IAM.7",))


def _mfa_off(event: Event) -> Said:
    user = shown(event.asked("userName")) or event.who.actor
    root = ("FSBP IAM.6",) if event.who.root else ()
    return Said(
        f"MFA of {user} was switched off", _HIGH, "with MFA", "without this device", touches=("FSBP IAM.5", *root)
    )


def _whole_service(one: Statement) -> bool:
    return one.every_resource and any(action.endswith(":*") for action in one.actions)


def _names_holder(event: Event) -> bool:
    return any(event.asked(name) for name in ("userName", "roleName", "groupName"))


def _holder(event: Event) -> str:
    for name, kind in (("userName", "User"), ("roleName", "Role"), ("groupName", "Group")):
        if event.asked(name):
            inner = event.name.startswith(("Put", "Detach", "Delete"))
            return f"{kind.lower() if inner else kind} {shown(event.asked(name))}"
    return "somebody"


def _status(event: Event) -> Said:
    key, active = shown(event.asked("accessKeyId")), text(member(event.request, "status")) == "Active"
    what = f"Access key {key} was switched {'on' if active else 'off'}"
    return Said(what, _LOW if active else _NEWS, "off" if active else "on", "on" if active else "off", good=not active)


READERS = Readers(
    Area.IAM,
    {
        "iam:CreateUser": Plain("User {} was created", _LOW, "no such user", "exists, with no rights yet"),
        "iam:DeleteUser": safer("User {} was deleted", before="existed", after="gone"),
        "iam:DeleteRole": Plain("Role {} was deleted", _NEWS, "existed", "gone"),
        "iam:DeleteAccessKey": safer("An access key of {} was deleted", before="existed", after="gone"),
        "iam:CreateLoginProfile": Plain(
            "User {} may now log in to the console", _MEDIUM, "no password", "has one", touches=("FSBP IAM.5",)
        ),
        "iam:UpdateLoginProfile": Plain("The console password of {} was changed", _MEDIUM, after="a new password"),
        "iam:DeleteLoginProfile": safer(
            "User {} may no longer log in to the console", before="a password", after="none"
        ),
        "iam:EnableMFADevice": safer("MFA of {} was switched on", "FSBP IAM.5", after="with MFA"),
        "iam:DeleteVirtualMFADevice": Plain("An MFA device was deleted", _LOW, touches=("FSBP IAM.5",)),
        "iam:DeleteAccountPasswordPolicy": Plain(
            "The password policy was deleted", _MEDIUM, "a policy", "AWS's weak default", breaks=("FSBP IAM.7",)
        ),
        "iam:SetDefaultPolicyVersion": Plain(
            "Another version of policy {} holds now", _MEDIUM, touches=("FSBP IAM.1", "FSBP IAM.21")
        ),
        "iam:DeletePolicyVersion": Plain("A version of policy {} was deleted", _NEWS),
        "iam:DeletePolicy": Plain("Policy {} was deleted", _NEWS, "existed", "gone"),
        "iam:DeleteUserPermissionsBoundary": Plain("User {} has no boundary any more", _HIGH, "bounded", "unbounded"),
        "iam:DeleteRolePermissionsBoundary": Plain("Role {} has no boundary any more", _HIGH, "bounded", "unbounded"),
        "iam:PutUserPermissionsBoundary": Plain("The boundary of user {} was set", _LOW, after="bounded"),
        "iam:PutRolePermissionsBoundary": Plain("The boundary of role {} was set", _LOW, after="bounded"),
        "iam:CreateSAMLProvider": Plain("A SAML provider may now vouch for people", _MEDIUM, "not trusted", "trusted"),
        "iam:UpdateSAMLProvider": Plain("A SAML provider was changed", _MEDIUM),
        "iam:CreateOpenIDConnectProvider": Plain(
            "An OpenID provider may now vouch for people and programs", _MEDIUM, "not trusted", "trusted"
        ),
        "iam:AddRoleToInstanceProfile": Plain("Instances with profile {} get another role", _LOW),
        "rolesanywhere:CreateTrustAnchor": Plain(
            "Certificates of another authority may take on roles", _HIGH, "not trusted", "trusted"
        ),
        "rolesanywhere:CreateProfile": Plain("Holders of certificates may take on roles", _MEDIUM, "could not", "may"),
        "iam:RemoveUserFromGroup": Plain("User {} left a group", _NEWS, "a member", "no member"),
        "iam:UploadSSHPublicKey": Plain("An SSH key of {} was uploaded", _LOW),
        "iam:CreateServiceSpecificCredential": Plain("A credential for one service was made for {}", _MEDIUM),
    },
    {
        "iam:AttachUserPolicy": _attached,
        "iam:AttachRolePolicy": _attached,
        "iam:AttachGroupPolicy": _attached,
        **{f"iam:Detach{kind}Policy": _detached for kind in ("User", "Role", "Group")},
        **{f"iam:Delete{kind}Policy": _detached for kind in ("User", "Role", "Group")},
        **{f"iam:Put{kind}Policy": _written for kind in ("User", "Role", "Group")},
        "iam:CreatePolicy": _written,
        "iam:CreatePolicyVersion": _written,
        "iam:UpdateAssumeRolePolicy": _trust,
        "iam:CreateRole": _trust,
        "iam:CreateAccessKey": _access_key,
        "iam:UpdateAccessKey": _status,
        "iam:AddUserToGroup": _joined,
        "iam:UpdateAccountPasswordPolicy": _password_policy,
        "iam:DeactivateMFADevice": _mfa_off,
    },
)
