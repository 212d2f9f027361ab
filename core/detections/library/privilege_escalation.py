"""Rights that were raised, or ways to raise them."""

import re

from core.detections.event import Event
from core.detections.library.conditions import allowed, by_hand, for_another, for_oneself, is_named
from core.detections.reading import found, is_true, member, text, texts
from core.detections.rule import HIGH, INFORMATIONAL, LOW, MEDIUM, Failures, Rule, Window, advice, on, shelf
from core.findings import Severity

_ADMIN = re.compile(r":policy/(?:.*/)?(AdministratorAccess(-\w+)?|IAMFullAccess|AWSOrganizationsFullAccess)\Z")
_WIDE = re.compile(r":policy/(?:.*/)?(PowerUserAccess|\w*FullAccess|AWSLambda_FullAccess|SystemAdministrator)\Z")
_ADMIN_GROUP = re.compile(r"admin|root|power|owner|break.?glass|super", re.IGNORECASE)
_RIGHTS = advice(
    "With these rights the holder can do nearly everything, and give it to others; it is the shortest way to the "
    "account.",
    "Is there a ticket, and is the holder meant to have these rights?; Who made the holder, and when?; "
    "What did the holder do since?",
    "Take the policy away again; Disable the caller's key or deny its sessions; Look for other users, keys and roles "
    "of "
    "the same hour",
)
_OWN = advice(
    "Nobody should decide about their own rights; this is how a small foothold becomes an administrator.",
    "Could the caller do this on purpose of the team?; What did the caller do with the new rights?",
    "Take the rights away again; Disable the caller's key or deny its sessions; Close the gap that allowed it",
)
_PASSWORD = advice(
    "Whoever sets another user's password can log in as that user, with all rights of that user.",
    "Did the user ask for a new password?; Did the user log in since, and from where?",
    "Set another password and require MFA; End the user's sessions; Disable the caller's key",
)
_ROLE = advice(
    "Code that runs with a role has all of the role's rights, so giving it a strong role is a way to those rights.",
    "Does the role fit the work?; Who else can change the code or log in to the machine?",
    "Put the former role back; Renew the role's credentials (deny sessions issued before now)",
)


def _policy(event: Event) -> str:
    return event.asked("policyArn")


def _admin_attached(event: Event) -> bool:
    return bool(_ADMIN.search(_policy(event)))


def _wide_attached(event: Event) -> bool | Severity:
    if _admin_attached(event) or not _WIDE.search(_policy(event)):
        return False
    return MEDIUM if _policy(event).endswith("PowerUserAccess") else LOW


def _to_user(event: Event) -> bool:
    quarantine = "awscompromisedkeyquarantine" in _policy(event).lower()
    return by_hand(event) and not quarantine and not _admin_attached(event) and not for_oneself(event)


def _admin_written(event: Event) -> bool | Severity:
    given = allowed(event)
    if any(each.admin for each in given):
        return MEDIUM if event.name == "CreatePolicy" else HIGH
    if not any(each.escalating for each in given):
        return False
    return LOW if event.name == "CreatePolicy" else MEDIUM


def _password_of_other(event: Event) -> bool | Severity:
    """A password that must be changed at once is a helpdesk's; one that stays is the setter's too."""
    if not for_another(event):
        return False
    return LOW if is_true(member(event.request, "passwordResetRequired")) else True


def _own(event: Event) -> bool:
    """Putting a policy away takes rights; only what gives them is listed under this rule."""
    return for_oneself(event)


def _admin_group(event: Event) -> bool | Severity:
    if event.asked("userName") == event.who.user and event.who.user:
        return HIGH
    return MEDIUM if _ADMIN_GROUP.search(event.asked("groupName")) else LOW


def _role_passed(event: Event) -> bool:
    return by_hand(event) and bool(found(event.request, "role", "rolearn", "executionrolearn", "servicerole"))


def _cluster_admin(event: Event) -> bool | Severity:
    if "clusteradmin" in _policy(event).lower() or "system:masters" in texts(member(event.request, "kubernetesGroups")):
        return MEDIUM
    return LOW if by_hand(event) else False


def _delegated(event: Event) -> bool | Severity:
    document = text(member(event.request, "inlinePolicy")) + text(member(event.request, "managedPolicyArn"))
    return HIGH if _ADMIN.search(document) or any(each.admin for each in allowed(event)) else by_hand(event) and LOW


RULES = shelf(
    "privilege_escalation",
    Rule(slug="admin-attached", title="Administrator rights were given", severity=HIGH, technique="T1098.003",
         calls=on("iam", "AttachUserPolicy", "AttachRolePolicy", "AttachGroupPolicy"), when=_admin_attached,
         failures=Failures.DENIED, advice=_RIGHTS, confidence="high", by_tool=LOW),
    Rule(slug="wide-rights-attached", title="Wide rights were given", severity=LOW, technique="T1098.003",
         calls=on("iam", "AttachRolePolicy", "AttachGroupPolicy", "AttachUserPolicy"), when=_wide_attached,
         advice=_RIGHTS),
    Rule(slug="policy-on-user", title="A policy was put on a single user", severity=LOW, technique="T1098.003",
         calls=on("iam", "AttachUserPolicy", "PutUserPolicy"), when=_to_user, advice=_RIGHTS),
    Rule(slug="admin-written", title="A policy that makes administrators was written", severity=HIGH,
         technique="T1098.003",
         calls=on("iam", "PutUserPolicy", "PutRolePolicy", "PutGroupPolicy", "CreatePolicy", "CreatePolicyVersion"),
         when=_admin_written, failures=Failures.DENIED, advice=_RIGHTS, confidence="high"),
    Rule(slug="own-rights-raised", title="A caller gave rights to itself", severity=HIGH, technique="T1098.003",
         calls=on("iam", "AttachUserPolicy", "PutUserPolicy", "AttachRolePolicy", "PutRolePolicy",
             "UpdateAssumeRolePolicy", "DeleteUserPermissionsBoundary", "DeleteRolePermissionsBoundary"), when=_own,
         failures=Failures.DENIED, advice=_OWN, confidence="high"),
    Rule(slug="policy-version-chosen", title="Another version of a policy was made the default", severity=MEDIUM,
         technique="T1098.003", calls=on("iam", "SetDefaultPolicyVersion"), failures=Failures.DENIED, advice=_RIGHTS),
    Rule(slug="added-to-group", title="A user was added to a group", severity=LOW, technique="T1098.003",
         calls=on("iam", "AddUserToGroup"), when=lambda event: _admin_group(event) if by_hand(event) else LOW,
         failures=Failures.DENIED, advice=_RIGHTS),
    Rule(slug="boundary-removed", title="A permissions boundary was removed", severity=HIGH, technique="T1098.003",
         calls=on("iam", "DeleteUserPermissionsBoundary", "DeleteRolePermissionsBoundary"), failures=Failures.DENIED,
         advice=_RIGHTS),
    Rule(slug="boundary-widened", title="A permissions boundary was set to everything", severity=MEDIUM,
         technique="T1098.003", calls=on("iam", "PutUserPermissionsBoundary", "PutRolePermissionsBoundary"),
         when=is_named(r"AdministratorAccess\Z", "permissionsBoundary"), failures=Failures.DENIED, advice=_RIGHTS),
    Rule(slug="password-of-other-set", title="Another user's console password was set", severity=MEDIUM,
         technique="T1098", calls=on("iam", "UpdateLoginProfile"), when=_password_of_other, failures=Failures.DENIED,
         advice=_PASSWORD),
    Rule(slug="machine-role-changed", title="A machine was given another role", severity=MEDIUM, technique="T1098.003",
         calls=on("ec2", "AssociateIamInstanceProfile", "ReplaceIamInstanceProfileAssociation"), by_tool=INFORMATIONAL,
         when=lambda event: not event.who.through, failures=Failures.DENIED, advice=_ROLE),
    Rule(slug="machine-profile-changed", title="A role was put into a machine profile", severity=LOW,
         technique="T1098.003", calls=on("iam", "AddRoleToInstanceProfile"), when=by_hand, advice=_ROLE),
    Rule(slug="role-passed", title="A role was handed to a service that runs code", severity=LOW, technique="T1098.003",
         calls=on("glue", "CreateDevEndpoint", "UpdateDevEndpoint", "CreateJob", "UpdateJob", "CreateSession") |
             on("sagemaker", "CreateNotebookInstance", "CreateProcessingJob", "CreateTrainingJob") | on("datapipeline",
             "PutPipelineDefinition", "CreatePipeline") | on("codestar", "CreateProject") | on("cloudformation",
             "CreateStack", "UpdateStack") | on("states", "UpdateStateMachine") | on("imagebuilder",
             "CreateImagePipeline") | on("bedrock-agentcore", "CreateCodeInterpreter"), when=_role_passed,
         advice=_ROLE),
    Rule(slug="glue-endpoint-key", title="An SSH key was put on a Glue endpoint", severity=MEDIUM,
         technique="T1098.004", calls=on("glue", "UpdateDevEndpoint"),
         when=lambda event: bool(found(event.request, "publickey", "addpublickeys")), failures=Failures.DENIED,
         advice=_ROLE),
    Rule(slug="root-of-member-assumed", title="Root of a member account was assumed", severity=HIGH,
         technique="T1548.005", calls=on("sts", "AssumeRoot"), failures=Failures.DENIED, advice=_RIGHTS),
    Rule(slug="root-sessions-enabled", title="Central root access was enabled for the organisation", severity=MEDIUM,
         technique="T1548.005", advice=_RIGHTS,
         calls=on("iam", "EnableOrganizationsRootSessions", "EnableOrganizationsRootCredentialsManagement")),
    Rule(slug="roles-tried", title="Many roles refused to be assumed", severity=MEDIUM, technique="T1548.005",
         calls=on("sts", "AssumeRole"), when=lambda event: event.denied, failures=Failures.DENIED, advice=_OWN,
         window=Window(at_least=4, minutes=15, counts=lambda event: [event.asked("roleArn") or str(event.index)])),
    Rule(slug="cluster-admin", title="Somebody was let into a Kubernetes cluster", severity=LOW, technique="T1098.006",
         calls=on("eks", "AssociateAccessPolicy", "CreateAccessEntry", "UpdateAccessEntry"), when=_cluster_admin,
         failures=Failures.DENIED, advice=_RIGHTS),
    Rule(slug="permission-set-changed", title="A permission set or its assignment was changed", severity=LOW,
         technique="T1098.003",
         calls=on("sso", "AttachManagedPolicyToPermissionSet", "PutInlinePolicyToPermissionSet",
             "CreateAccountAssignment", "AttachCustomerManagedPolicyReferenceToPermissionSet"), when=_delegated,
         advice=_RIGHTS),
    Rule(slug="quarantine-lifted", title="The quarantine of a leaked key was lifted", severity=HIGH,
         technique="T1098.003", calls=on("iam", "DetachUserPolicy", "DeleteUserPolicy"), advice=_RIGHTS,
         failures=Failures.DENIED,
         when=lambda event: "awscompromisedkeyquarantine" in (_policy(event) + event.asked("policyName")).lower()),
)  # fmt: skip
