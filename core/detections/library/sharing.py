"""Conditions on calls that share, open or copy what the account holds."""

from core.detections.event import Event
from core.detections.library.conditions import allowed, by_hand, outsiders
from core.detections.reading import account_of, found, is_true, member, pairs, rows, text, texts
from core.detections.rule import CRITICAL, HIGH, LOW, MEDIUM
from core.findings import Severity

# Calls whose document says who may assume a role, or what an identity may do: others judge them.
_OTHER_DOCUMENTS = ("iam", "sts", "sso", "organizations", "signin")
_PUBLIC_GRANTEES = ("/global/allusers", "/global/authenticatedusers")
_PUBLIC_ACLS = ("public-read", "public-read-write", "authenticated-read", "website-public")


def _given_to(event: Event, add: object) -> bool | Severity:
    groups = [text(each).lower() for each in found(add, "group")]
    accounts = [text(each) for each in found(add, "userid", "organizationarn", "organizationalunitarn")]
    if "all" in groups:
        return CRITICAL
    return HIGH if any(event.foreign(each) for each in accounts) else False


def image_shared(event: Event) -> bool | Severity:
    """Both shapes of the request: `launchPermission.add`, and operation, group and user beside each other."""
    permission = member(event.request, "launchPermission") or member(event.request, "createVolumePermission")
    if member(permission, "add"):
        return _given_to(event, {"add": member(permission, "add")})
    if event.asked("operationType").lower() != "add":
        return False
    if "all" in texts(member(event.request, "userGroups")) + texts(member(event.request, "groupNames")):
        return CRITICAL
    return HIGH if any(map(event.foreign, texts(member(event.request, "userIds")))) else False


def database_shared(event: Event) -> bool | Severity:
    """Whether a database snapshot is given to other accounts, and how grave that is; everybody is worst."""
    added = texts(member(event.request, "valuesToAdd"))
    if event.asked("attributeName") not in {"restore", ""} or not added:
        return False
    return CRITICAL if "all" in added else HIGH if any(event.foreign(each) for each in added) else False


def resource_opened(event: Event) -> bool | Severity:
    """Any call of any service that writes a policy on a resource."""
    if event.source in _OTHER_DOCUMENTS or event.read_only or event.name.startswith("Delete"):
        return False
    # The policy of an endpoint narrows what the own network may ask for; everybody in it is whoever is in the network.
    given = () if event.name.endswith("VpcEndpoint") else allowed(event)
    if given and all(_only_asks_an_interface(each.actions) for each in given):
        return LOW if any(each.public for each in given) else False
    if any(each.public and not _only_read_of_names(each.actions) for each in given):
        return HIGH
    let_in = [each for each in given if outsiders(event, each)]
    if not let_in:
        return False
    return LOW if all(_only_delivers(each.actions) for each in let_in) else HIGH


def _only_read_of_names(actions: tuple[str, ...]) -> bool:
    """A queue or topic that tells its attributes to everybody gives nothing away."""
    return bool(actions) and all(
        each.endswith(("getqueueurl", "gettopicattributes", "getqueueattributes")) for each in actions
    )


def _only_asks_an_interface(actions: tuple[str, ...]) -> bool:
    """An interface on the web is there for everybody, and asks for a login itself."""
    return bool(actions) and all(each.startswith("execute-api:") for each in actions)


def _only_delivers(actions: tuple[str, ...]) -> bool:
    """Log delivery of AWS's own accounts and of partners writes and cannot read."""
    return bool(actions) and all(each in {"s3:putobject", "s3:putobjectacl", "s3:getbucketacl"} for each in actions)


def function_opened(event: Event) -> bool | Severity:
    """Whether a function may be called by everybody or by another account, with nothing that narrows it."""
    principal = event.asked("principal")
    if event.asked("functionUrlAuthType").upper() == "NONE":
        return HIGH
    if principal.endswith(".amazonaws.com") or not principal or event.asked("principalOrgID"):
        return False
    if principal == "*":
        return LOW if event.asked("sourceAccount") or event.asked("sourceArn") else HIGH
    return MEDIUM if event.foreign(account_of(principal)) else False


def layer_opened(event: Event) -> bool | Severity:
    """Whether a layer is given to everybody or to another account."""
    principal = event.asked("principal")
    return (MEDIUM if principal == "*" else LOW) if event.foreign(principal) else False


def queue_opened(event: Event) -> bool | Severity:
    """Whether a queue or topic is opened to everybody or to another account."""
    accounts = texts(member(event.request, "aWSAccountIds")) + texts(member(event.request, "awsAccountId"))
    return HIGH if "*" in accounts else MEDIUM if any(event.foreign(each) for each in accounts) else False


def acl_opened(event: Event) -> bool | Severity:
    """Whether an access list names everybody, as a canned one or as a grant, wherever the request has it."""
    said = [each.lower() for _, value in pairs(event.request) for each in texts(value)]
    if not any(each in _PUBLIC_ACLS or any(word in each for word in _PUBLIC_GRANTEES) for each in said):
        return False
    # One object is often public on purpose, for example a picture of a website; a bucket seldom is.
    return LOW if "Object" in event.name else HIGH


def replicated(event: Event) -> bool | Severity:
    """Whether the copies go to another account; within the account only when set up by hand."""
    accounts = [text(each) for each in found(event.request, "account")]
    return MEDIUM if any(event.foreign(each) for each in accounts) else by_hand(event) and LOW


def bus_opened(event: Event) -> bool | Severity:
    """Whether an event bus takes events from everybody or from another account."""
    principal = event.asked("principal")
    if principal == "*":
        return LOW if member(event.request, "condition") else HIGH
    return MEDIUM if event.foreign(principal) else False


def document_shared(event: Event) -> bool | Severity:
    """Whether a document is given to everybody or to another account."""
    added = [each.lower() for each in texts(member(event.request, "accountIdsToAdd"))]
    return HIGH if "all" in added else MEDIUM if any(event.foreign(each) for each in added) else False


def shared_outside(event: Event) -> bool | Severity:
    """Whether a share names accounts outside; the own organisation is inside."""
    principals = texts(member(event.request, "principals"))
    return any(event.foreign(account_of(each)) for each in principals if ":organizations:" not in each)


def other_account(event: Event) -> bool:
    """An address of something in another account, anywhere in the request."""
    values = found(event.request, "destinationbackupvaultarn", "destinationarn", "arn")
    return any(event.foreign(account_of(each)) for value in values for each in texts(value))


def grantee(event: Event) -> bool:
    """Whether a grant of a key is for somebody of another account."""
    return event.foreign(account_of(event.asked("granteePrincipal")))


def snapshot_account(event: Event) -> bool:
    """Whether a snapshot of a warehouse may be restored by another account."""
    account = event.asked("accountWithRestoreAccess")
    return event.foreign(account)


def public_database(event: Event) -> bool:
    """Left out of the request, the network's default decides, and the answer tells it."""
    return any(is_true(member(each, "publiclyAccessible")) for each in (event.request, event.response))


def mailed(event: Event) -> bool:
    """Whether a program subscribes an address outside AWS by hand."""
    return (
        by_hand(event)
        and not event.who.console
        and event.asked("protocol").lower() in {"email", "http", "https", "sms"}
    )


def opened_by_name(event: Event) -> bool:
    """Whether a project of builds becomes public."""
    return event.asked("projectVisibility").upper() == "PUBLIC_READ"


def peer(event: Event) -> bool | Severity:
    """Whether the other network belongs to somebody else; own ones only when joined by hand."""
    owner = event.asked("peerOwnerId")
    owners = [text(each) for each in found(event.response, "ownerid")]
    foreign = any(event.foreign(each) for each in [owner, *owners])
    return MEDIUM if foreign else by_hand(event) and LOW


def function_url(event: Event) -> bool:
    """Whether the address of a function asks for no login."""
    return event.asked("authType").upper() == "NONE"


def bucket_site(event: Event) -> bool:
    """Whether a bucket becomes a website by hand."""
    return by_hand(event) and bool(
        rows(member(event.request, "items")) or member(event.request, "WebsiteConfiguration")
    )
