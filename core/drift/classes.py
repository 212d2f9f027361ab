"""Which of the fifteen classes of CIS section 5 an event belongs to, by the filters that CIS itself gives."""

from collections.abc import Iterator, Mapping

from core.detections.event import Event, event_of
from core.detections.reading import text
from core.drift.answer import ChangeClass

_BY_CALL: Mapping[ChangeClass, tuple[str, str]] = {
    ChangeClass.IAM_POLICY: (
        "iam",
        (
            "DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy PutGroupPolicy PutRolePolicy PutUserPolicy"
            " CreatePolicy DeletePolicy CreatePolicyVersion DeletePolicyVersion AttachRolePolicy"
            " DetachRolePolicy AttachUserPolicy DetachUserPolicy AttachGroupPolicy DetachGroupPolicy"
            " SetDefaultPolicyVersion UpdateAssumeRolePolicy"
        ),
    ),
    ChangeClass.TRAIL: (
        "cloudtrail",
        "CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging PutEventSelectors PutInsightSelectors",
    ),
    ChangeClass.KEY_REMOVAL: ("kms", "DisableKey ScheduleKeyDeletion DeleteImportedKeyMaterial"),
    ChangeClass.BUCKET_POLICY: (
        "s3",
        (
            "PutBucketAcl PutBucketPolicy PutBucketCors PutBucketLifecycle PutBucketReplication DeleteBucketPolicy"
            " DeleteBucketCors DeleteBucketLifecycle DeleteBucketReplication PutBucketPublicAccessBlock"
            " DeleteBucketPublicAccessBlock PutAccountPublicAccessBlock DeleteAccountPublicAccessBlock"
        ),
    ),
    ChangeClass.CONFIG_RECORDER: (
        "config",
        (
            "StopConfigurationRecorder StartConfigurationRecorder DeleteDeliveryChannel PutDeliveryChannel"
            " PutConfigurationRecorder DeleteConfigurationRecorder"
        ),
    ),
    ChangeClass.SECURITY_GROUP: (
        "ec2",
        (
            "AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress"
            " RevokeSecurityGroupEgress CreateSecurityGroup DeleteSecurityGroup ModifySecurityGroupRules"
            " UpdateSecurityGroupRuleDescriptionsIngress UpdateSecurityGroupRuleDescriptionsEgress"
        ),
    ),
    ChangeClass.NETWORK_ACL: (
        "ec2",
        (
            "CreateNetworkAcl CreateNetworkAclEntry DeleteNetworkAcl DeleteNetworkAclEntry ReplaceNetworkAclEntry"
            " ReplaceNetworkAclAssociation"
        ),
    ),
    ChangeClass.GATEWAY: (
        "ec2",
        (
            "CreateCustomerGateway DeleteCustomerGateway AttachInternetGateway CreateInternetGateway"
            " DeleteInternetGateway DetachInternetGateway CreateNatGateway DeleteNatGateway CreateVpnGateway"
            " AttachVpnGateway DetachVpnGateway CreateEgressOnlyInternetGateway DeleteEgressOnlyInternetGateway"
            " CreateVpnConnection DeleteVpnConnection CreateTransitGatewayVpcAttachment"
            " DeleteTransitGatewayVpcAttachment"
        ),
    ),
    ChangeClass.ROUTE: (
        "ec2",
        (
            "CreateRoute CreateRouteTable ReplaceRoute ReplaceRouteTableAssociation DeleteRouteTable DeleteRoute"
            " DisassociateRouteTable AssociateRouteTable EnableVgwRoutePropagation DisableVgwRoutePropagation"
        ),
    ),
    ChangeClass.VPC: (
        "ec2",
        (
            "CreateVpc DeleteVpc ModifyVpcAttribute AcceptVpcPeeringConnection CreateVpcPeeringConnection"
            " DeleteVpcPeeringConnection RejectVpcPeeringConnection AttachClassicLinkVpc DetachClassicLinkVpc"
            " DisableVpcClassicLink EnableVpcClassicLink ModifyVpcPeeringConnectionOptions"
            " ModifyVpcBlockPublicAccessOptions CreateVpcEndpoint ModifyVpcEndpoint DeleteVpcEndpoints"
        ),
    ),
    ChangeClass.ORGANIZATION: (
        "organizations",
        (
            "AcceptHandshake AttachPolicy CreateAccount CreateOrganizationalUnit CreatePolicy DeclineHandshake"
            " DeleteOrganization DeleteOrganizationalUnit DeletePolicy DetachPolicy DisablePolicyType EnablePolicyType"
            " InviteAccountToOrganization LeaveOrganization MoveAccount RemoveAccountFromOrganization UpdatePolicy"
            " UpdateOrganizationalUnit RegisterDelegatedAdministrator DeregisterDelegatedAdministrator"
            " EnableAWSServiceAccess DisableAWSServiceAccess"
        ),
    ),
}
_CLASSES = {f"{service}:{call}": each for each, (service, calls) in _BY_CALL.items() for call in calls.split()}


def classes_of(event: object) -> tuple[ChangeClass, ...]:
    """The classes of one CloudTrail event, in the order of CIS; none for anything that CIS does not want watched."""
    if not isinstance(event, Mapping) or not _may_belong(event):
        return ()
    return tuple(sorted(_of(event_of(0, event)), key=list(ChangeClass).index))


def _may_belong(event: Mapping[str, object]) -> bool:
    """A cheap look before the whole event is read, since most events belong to no class."""
    if event.get("errorCode") or event.get("errorMessage") or event.get("eventName") == "ConsoleLogin":
        return True
    who = event.get("userIdentity")
    root = isinstance(who, Mapping) and (who.get("type") == "Root" or text(who.get("arn")).endswith(":root"))
    return root or f"{text(event.get('eventSource')).partition('.')[0]}:{text(event.get('eventName'))}" in _CLASSES


def class_of_call(call: str) -> ChangeClass | None:
    """The class of a call such as `iam:PutRolePolicy`."""
    return _CLASSES.get(call)


def _of(event: Event) -> Iterator[ChangeClass]:
    if event.denied:
        yield ChangeClass.UNAUTHORIZED_CALLS
    if event.who.root and not event.who.through and text(event.raw.get("eventType")) != "AwsServiceEvent":
        yield ChangeClass.ROOT_USE
    if event.name == "ConsoleLogin":
        yield from _of_login(event)
    found = class_of_call(f"{event.source}:{event.name}")
    if found:
        yield found


def _of_login(event: Event) -> Iterator[ChangeClass]:
    """CIS counts logins of users; those through single sign-on have their MFA elsewhere."""
    answer = event.response if isinstance(event.response, Mapping) else {}
    failed = text(answer.get("ConsoleLogin")) == "Failure" or "Failed authentication" in text(
        event.raw.get("errorMessage")
    )
    if failed:
        yield ChangeClass.FAILED_LOGINS
    elif event.more("MFAUsed") != "Yes" and event.who.kind in {"IAMUser", "Root"}:
        yield ChangeClass.LOGIN_WITHOUT_MFA
