"""Changes of functions, clusters, queues and topics: who may call them."""

import re
from collections.abc import Callable

from core.detections.event import Event
from core.detections.reading import found, is_false, is_true, member, shown, text, texts
from core.drift.answer import Area
from core.drift.grants import Thing, of_policy
from core.drift.said import Plain, Readers, Said, named, subject
from core.findings import Severity
from core.security_groups.ranges import is_world, network

_ACCOUNT = re.compile(r"\d{12}")


def _permission(event: Event) -> Said:
    """Lambda's AddPermission names one caller."""
    principal, function = event.asked("principal"), named(subject(event))
    narrowed = any(event.asked(name) for name in ("sourceAccount", "sourceArn", "principalOrgID", "eventSourceToken"))
    if principal == "*" and not narrowed:
        what = f"Everybody may call function {function}"
        return Said(what, Severity.CRITICAL, "could not by this", "public", breaks=("FSBP Lambda.1",))
    other = _ACCOUNT.search(principal)
    if other and other.group() != event.account and not principal.endswith(".amazonaws.com"):
        after = f"callable by account {other.group()}"
        return Said(f"Account {other.group()} may call function {function}", Severity.HIGH, "could not", after)
    return Said(f"{shown(principal)} may call function {function}", Severity.LOW, "could not by this", "callable")


def _url(event: Event) -> Said:
    function = named(subject(event))
    if event.asked("authType") == "NONE":
        what = f"Function {function} has an address that asks nobody who they are"
        return Said(what, Severity.HIGH, after="a public address", touches=("FSBP Lambda.1",))
    return Said(f"Function {function} has an address", Severity.LOW, after="callers have to sign")


def _cluster(event: Event) -> Said:
    """EKS: whether the Kubernetes API is on the internet, and for whom."""
    public = found(event.request, "endpointpublicaccess")
    ranges = [net for one in found(event.request, "publicaccesscidrs") for cidr in texts(one) if (net := network(cidr))]
    cluster, control = shown(event.asked("name")), ("FSBP EKS.1",)
    logs_off = any(is_false(one) for one in found(event.request, "enabled")) and not public
    if any(is_true(one) for one in public) or ranges:
        world = not ranges or is_world(ranges)
        after = "open to the internet" if world else "open to named ranges"
        what = f"The Kubernetes API of {cluster} is public"
        return Said(what, Severity.HIGH if world else Severity.LOW, after=after, breaks=control, resource=cluster)
    if any(is_false(one) for one in public):
        what = f"The Kubernetes API of {cluster} is private"
        return Said(what, Severity.INFORMATIONAL, after="private", good=True, meets=control, resource=cluster)
    what = f"Cluster {cluster} logs less" if logs_off else f"Cluster {cluster} was changed"
    return Said(what, Severity.MEDIUM if logs_off else Severity.LOW, touches=control, resource=cluster)


def _policy_under(name: str, thing: Thing) -> Callable[[Event], Said | None]:
    def read(event: Event) -> Said | None:
        document = member(event.request, name)
        return of_policy(event, document, thing) if document is not None else None

    return read


def _queue(event: Event) -> Said | None:
    document = member(event.request, "attributes", "Policy")
    return of_policy(event, document, Thing("queue", public=("FSBP SQS.3",))) if document is not None else None


def _topic(event: Event) -> Said | None:
    if event.asked("attributeName") != "Policy":
        return None
    return of_policy(event, member(event.request, "attributeValue"), Thing("topic", public=("FSBP SNS.4",)))


def _code(event: Event) -> Said | None:
    if is_true(member(event.request, "dryRun")):
        return None
    return Said(f"The code of function {named(subject(event))} was replaced", Severity.LOW, "other code", "new code")


def _vault(event: Event) -> Said | None:
    return of_policy(event, member(event.request, "policy"), Thing("vault of backups"))


def _text_policy(event: Event) -> Said | None:
    document = text(member(event.request, "policyText")) or text(member(event.request, "policy"))
    return of_policy(event, document, Thing("repository")) if document else None


READERS = Readers(
    Area.FUNCTION,
    {
        "lambda:RemovePermission": Plain(
            "A caller of function {} was removed", Severity.INFORMATIONAL, "callable", "not"
        ),
        "lambda:DeleteFunctionUrlConfig": Plain(
            "Function {} has no address any more", Severity.INFORMATIONAL, good=True
        ),
        "lambda:DeleteFunction": Plain("Function {} was deleted", Severity.LOW, "existed", "gone"),
        "lambda:DeleteFunctionConcurrency": Plain("Function {} has no limit any more", Severity.LOW),
        "eks:CreateAccessEntry": Plain("Somebody was let into cluster {}", Severity.MEDIUM, "could not", "may"),
        "eks:AssociateAccessPolicy": Plain("Somebody got rights in cluster {}", Severity.MEDIUM),
        "ecr-public:CreateRepository": Plain("A public repository of images was created", Severity.MEDIUM),
    },
    {
        "lambda:AddPermission": _permission,
        "lambda:AddLayerVersionPermission": _permission,
        "lambda:CreateFunctionUrlConfig": _url,
        "lambda:UpdateFunctionUrlConfig": _url,
        "lambda:UpdateFunctionCode": _code,
        "eks:UpdateClusterConfig": _cluster,
        "eks:CreateCluster": _cluster,
        "ecr:SetRepositoryPolicy": _text_policy,
        "sqs:SetQueueAttributes": _queue,
        "sns:SetTopicAttributes": _topic,
        "glacier:SetVaultAccessPolicy": _vault,
        "backup:PutBackupVaultAccessPolicy": _vault,
        "elasticfilesystem:PutFileSystemPolicy": _policy_under("policy", Thing("file system")),
        "dynamodb:PutResourcePolicy": _policy_under("policy", Thing("table")),
        "es:UpdateDomainConfig": _policy_under("accessPolicies", Thing("domain")),
    },
)
