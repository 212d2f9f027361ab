"""Ways to come back: users, keys, trust, providers."""

from core.detections.event import Event
from core.detections.library.conditions import allowed, by_hand, for_another, outsiders
from core.detections.policy import Statement
from core.detections.reading import is_true, member, texts
from core.detections.rule import CRITICAL, HIGH, LOW, MEDIUM, Failures, Rule, advice, on, shelf
from core.findings import Severity

_KEYS = advice(
    "A key or password for another user works until somebody deletes it, whatever happens to the one who made it.",
    "Did the user ask for it?; Where was it used since, and from which address?",
    "Deactivate the key or delete the password; Disable whoever made it; List all keys and users of the same hour",
)
_USER = advice(
    "A new user is a door of its own, and people seldom count users.",
    "Is there a ticket for this user?; What rights, keys and passwords did it get?",
    "Delete the user with its keys; Look for other users and roles of the same hour",
)
_TRUST = advice(
    "Whoever is trusted can come back as this role at any time, from outside and without a key of this account.",
    "Whose account or provider is it?; Is there a contract and an external id?; Has the role been assumed from there?",
    "Put the former trust policy back; Deny the role's sessions issued before now; Check what the role did",
)
_PROVIDER = advice(
    "An identity provider decides who may come in; a foreign one lets in whomever it likes.",
    "Who owns the provider and its certificate?; Which roles trust it?",
    "Delete the provider or put the former metadata back; Deny sessions of the roles that trust it",
)
_MFA = advice(
    "The second factor is what a stolen password still lacks; a factor of the attacker's own keeps the owner out.",
    "Did the user lose a device or get a new one?; What else did the caller change about this user?",
    "Enrol the user's factor again; Set a new password and end the sessions",
)
_ORGANISATION = advice(
    "Membership and delegation decide whose rules hold for the account.",
    "Is the change known to whoever runs the organisation?",
    "Undo the change from the management account; Check the policies that hold for the account now",
)


def _trust(event: Event) -> bool | Severity:
    """Who may assume the role now: everybody, another account, or a provider without saying whom of it."""
    given = allowed(event)
    if any(each.public for each in given):
        return CRITICAL
    if any(each.federated and not _names_subject(each) for each in given):
        return MEDIUM
    if not any(outsiders(event, each) for each in given):
        return False
    return HIGH if event.name == "UpdateAssumeRolePolicy" else MEDIUM


def _names_subject(statement: Statement) -> bool:
    """A pool of Cognito and a SAML provider are the team's own; a public issuer signs for everybody it knows."""
    whole = all("cognito" in each or ":saml-provider/" in each for each in statement.federated)
    keys = (":aud", ":amr", "saml:") if whole else (":sub", ":repository", ":job_workflow_ref", ":email", ":hd")
    return any(
        key.endswith(keys) or (whole and key.startswith(keys))
        for key, values in statement.conditions
        if _narrow(values)
    )


def _narrow(values: tuple[str, ...]) -> bool:
    return not any(each == "*" or each.startswith("repo:*") for each in values)


def _new_key(event: Event) -> bool | Severity:
    if event.who.root and not event.asked("userName"):
        return CRITICAL
    if not for_another(event):
        return False
    return LOW if event.who.automation else MEDIUM


def _new_user(event: Event) -> bool | Severity:
    return MEDIUM if event.who.workload else LOW


def _password_for(event: Event) -> bool | Severity:
    """A first password that must be changed at once is how people are let in; one that stays is the maker's too."""
    if event.who.root and not event.asked("userName"):
        return HIGH
    return LOW if is_true(member(event.request, "passwordResetRequired")) else True


def _reactivated(event: Event) -> bool:
    return event.asked("status").lower() == "active" and for_another(event)


def _by_browser(event: Event) -> bool:
    """Thieves of keys look at buckets with such tools, and make users with them, which owners never do."""
    return event.source == "iam" and "s3 browser" in event.agent.lower() and not event.read_only


def _unauthenticated(event: Event) -> bool:
    return is_true(member(event.request, "allowUnauthenticatedIdentities"))


def _machine_on_iam(event: Event) -> bool:
    return event.who.instance and not event.who.through and event.source == "iam" and not event.read_only


RULES = shelf(
    "persistence",
    Rule(slug="key-for-user", title="An access key was made", severity=MEDIUM, technique="T1098.001",
         calls=on("iam", "CreateAccessKey"), when=_new_key, failures=Failures.DENIED, advice=_KEYS, by_tool=LOW),
    Rule(slug="key-reactivated", title="Another user's access key was activated again", severity=LOW,
         technique="T1098.001", calls=on("iam", "UpdateAccessKey"), when=_reactivated, advice=_KEYS),
    Rule(slug="credential-for-user", title="A certificate, SSH key or service password was made for a user",
         severity=LOW, technique="T1098.001",
         calls=on("iam", "UploadSigningCertificate", "UploadSSHPublicKey", "CreateServiceSpecificCredential",
             "ResetServiceSpecificCredential"), when=by_hand, failures=Failures.DENIED, advice=_KEYS),
    Rule(slug="user-created", title="A user was created", severity=LOW, technique="T1136.003",
         calls=on("iam", "CreateUser"), when=_new_user, failures=Failures.DENIED, advice=_USER),
    Rule(slug="console-password-made", title="A console password was made for a user", severity=MEDIUM,
         technique="T1098.001", calls=on("iam", "CreateLoginProfile"), when=_password_for, failures=Failures.DENIED,
         advice=_KEYS, by_tool=LOW),
    Rule(slug="iam-changed-by-machine", title="A machine changed identities and rights", severity=HIGH,
         technique="T1098", calls=frozenset(), when=_machine_on_iam, failures=Failures.DENIED, advice=_USER),
    Rule(slug="role-trusts-outsider", title="A role can be assumed from outside", severity=HIGH, technique="T1098.003",
         calls=on("iam", "UpdateAssumeRolePolicy", "CreateRole"), when=_trust, failures=Failures.DENIED, advice=_TRUST,
         by_tool=LOW, confidence="high"),
    Rule(slug="identity-provider", title="An identity provider was added or changed", severity=MEDIUM,
         technique="T1484.002",
         calls=on("iam", "CreateSAMLProvider", "UpdateSAMLProvider", "CreateOpenIDConnectProvider",
             "UpdateOpenIDConnectProviderThumbprint", "AddClientIDToOpenIDConnectProvider") | on("sso",
             "CreateInstanceAccessControlAttributeConfiguration", "CreateTrustedTokenIssuer") | on("sso-directory",
             "EnableExternalIdPConfigurationForDirectory", "CreateExternalIdPConfigurationForDirectory",
             "UpdateExternalIdPConfigurationForDirectory", "DisableExternalIdPConfigurationForDirectory"),
         failures=Failures.DENIED, advice=_PROVIDER, by_tool=LOW),
    Rule(slug="identity-provider-removed", title="An identity provider was deleted", severity=LOW, technique="T1531",
         calls=on("iam", "DeleteSAMLProvider", "DeleteOpenIDConnectProvider"), when=by_hand, advice=_PROVIDER),
    Rule(slug="certificates-trusted", title="Certificates of an authority can be turned into roles", severity=HIGH,
         technique="T1484.002",
         calls=on("rolesanywhere", "CreateTrustAnchor", "UpdateTrustAnchor", "EnableTrustAnchor"),
         failures=Failures.DENIED, advice=_PROVIDER, by_tool=LOW),
    Rule(slug="certificates-to-roles", title="Roles were opened to holders of certificates", severity=MEDIUM,
         technique="T1484.002", calls=on("rolesanywhere", "CreateProfile", "UpdateProfile", "EnableProfile"),
         failures=Failures.DENIED, advice=_PROVIDER, by_tool=LOW),
    Rule(slug="directory-user", title="A user or group member was made in the directory", severity=LOW,
         technique="T1136.003", when=by_hand, advice=_USER,
         calls=on("sso-directory", "CreateUser", "AddMemberToGroup") | on("identitystore", "CreateUser",
             "CreateGroupMembership")),
    Rule(slug="mfa-removed", title="A second factor was taken away", severity=MEDIUM, technique="T1556.006",
         calls=on("iam", "DeactivateMFADevice", "DeleteVirtualMFADevice") | on("sso-directory",
             "DeleteMfaDeviceForUser") | on("sso", "DeleteMfaDeviceForUser"),
         when=lambda event: by_hand(event) and (event.name != "DeleteVirtualMFADevice" or LOW),
         failures=Failures.DENIED, advice=_MFA),
    Rule(slug="mfa-for-another", title="A second factor was enrolled for another user", severity=LOW,
         technique="T1556.006", calls=on("iam", "EnableMFADevice", "ResyncMFADevice"), when=for_another, advice=_MFA),
    Rule(slug="guests-allowed", title="Anybody gets credentials from an identity pool", severity=MEDIUM,
         technique="T1098", calls=on("cognito-identity", "CreateIdentityPool", "UpdateIdentityPool"),
         when=_unauthenticated, advice=_TRUST),
    Rule(slug="pool-user-taken", title="A user of an application's pool was set a password or made", severity=LOW,
         technique="T1098",
         calls=on("cognito-idp", "AdminSetUserPassword", "AdminCreateUser", "AdminAddUserToGroup",
             "AdminSetUserMFAPreference"), when=lambda event: by_hand(event) and not event.who.workload, advice=_KEYS),
    Rule(slug="machine-key-made", title="An SSH key pair was made or imported", severity=LOW, technique="T1098.004",
         calls=on("ec2", "CreateKeyPair", "ImportKeyPair") | on("lightsail", "CreateKeyPair", "ImportKeyPair"),
         when=by_hand, failures=Failures.DENIED, advice=_KEYS),
    Rule(slug="hybrid-activation", title="Foreign machines can join Systems Manager", severity=LOW, technique="T1133",
         calls=on("ssm", "CreateActivation"), when=by_hand, failures=Failures.DENIED, advice=_TRUST),
    Rule(slug="organisation-joined", title="The account was invited to or joined an organisation", severity=MEDIUM,
         technique="T1098",
         calls=on("organizations", "AcceptHandshake", "InviteAccountToOrganization", "RegisterDelegatedAdministrator"),
         when=by_hand, failures=Failures.DENIED, advice=_ORGANISATION),
    Rule(slug="contact-changed", title="The account's contact or address was changed", severity=MEDIUM,
         technique="T1098",
         calls=on("account", "PutAlternateContact", "PutContactInformation", "StartPrimaryEmailUpdate",
             "AcceptPrimaryEmailUpdate", "DeleteAlternateContact"), when=by_hand, advice=_ORGANISATION),
    Rule(slug="region-enabled", title="A region was enabled", severity=MEDIUM, technique="T1535",
         calls=on("account", "EnableRegion"), when=by_hand, advice=_ORGANISATION),
    Rule(slug="api-key-made", title="A key to an interface was made", severity=LOW, technique="T1098.001",
         calls=on("appsync", "CreateApiKey") | on("apigateway", "CreateApiKey"), when=by_hand, advice=_KEYS),
    Rule(slug="bedrock-key-made", title="A long-lived key to Bedrock was made", severity=MEDIUM, technique="T1098.001",
         calls=on("iam", "CreateServiceSpecificCredential"),
         when=lambda event: "bedrock.amazonaws.com" in texts(member(event.request, "serviceName")), advice=_KEYS),
    Rule(slug="identities-by-browser", title="Identities were changed with a tool for browsing S3", severity=HIGH,
         technique="T1098", calls=frozenset(), when=_by_browser, failures=Failures.DENIED, advice=_USER),
)  # fmt: skip
