"""Conditions on the arguments of a call that several detections share."""

import re
from collections.abc import Callable, Iterator, Mapping

from core.detections.event import Event
from core.detections.policy import Statement, statements
from core.detections.reading import is_false, is_true, member, text

_DOCUMENT_KEYS = (
    "policyDocument", "assumeRolePolicyDocument", "bucketPolicy", "policy", "resourcePolicy", "keyPolicy", "policyText",
    "repositoryPolicyText", "registryPolicy", "accessPolicies", "accessPolicy", "domainPolicy", "vaultPolicy",
    "policyInJson", "resourcePolicyJson", "policyBody", "fileSystemPolicy", "delegationPolicy",
)  # fmt: skip


def documents(event: Event) -> Iterator[object]:
    """The policy documents in a request, wherever a service puts them."""
    request = _unwrapped(event.request)
    if not isinstance(request, Mapping):
        return
    for key in _DOCUMENT_KEYS:
        given = member(request, key)
        yield from (member(given, "policy") if key == "policy" and member(given, "policy") else given,) if given else ()
    for attributes in (member(request, "attributes"), member(request, "attribute")):
        yield from (member(attributes, "Policy"),) if isinstance(attributes, Mapping) else ()
    if text(member(request, "attributeName")).lower() == "policy":
        yield member(request, "attributeValue")


def _unwrapped(request: object) -> object:
    """Some services put everything into one member: {"PutAccessPointPolicyRequest": {...}}."""
    if isinstance(request, Mapping) and len(request) == 1:
        ((name, inner),) = request.items()
        return inner if str(name).endswith("Request") else request
    return request


def allowed(event: Event) -> list[Statement]:
    """Every allowing statement of the policy documents in a request."""
    return [each for document in documents(event) for each in statements(document)]


def outsiders(event: Event, statement: Statement) -> bool:
    """Whether a statement lets in an account of somebody else's; of an unknown own account every one is."""
    return any(event.foreign(each) for each in statement.accounts())


def is_set(*path: str) -> Callable[[Event], bool]:
    """Whether a switch of the request is on."""
    return lambda event: is_true(member(event.request, *path))


def is_off(*path: str) -> Callable[[Event], bool]:
    """Whether a switch of the request is explicitly off; leaving it out changes nothing."""
    return lambda event: is_false(member(event.request, *path))


def is_named(pattern: str, *path: str) -> Callable[[Event], bool]:
    """Whether a text of the request matches, in any case."""
    expression = re.compile(pattern, re.IGNORECASE)
    return lambda event: bool(expression.search(event.asked(*path)))


def target(*names: str) -> Callable[[Event], list[str]]:
    """What a burst counts: the first of these texts that the request has."""
    return lambda event: [value for name in names if (value := event.asked(name))][:1]


def call(event: Event) -> list[str]:
    """What a burst counts where different calls matter."""
    return [f"{event.source}:{event.name}"]


def by_hand(event: Event) -> bool:
    """Whether nothing but what the caller wrote itself says that a tool or a service made the call.

    An agent that names Terraform is such a thing: it lowers a severity (softening.py), and hides nothing.
    """
    return not (event.who.through or event.who.vouched)


def for_another(event: Event) -> bool:
    """Whether an IAM call is about a user other than the caller; without a name it is about the caller."""
    named = event.asked("userName")
    return bool(named) and named != event.who.user


def for_oneself(event: Event) -> bool:
    """Whether an IAM call is about the caller's own user or role."""
    who = event.who
    return (bool(who.user) and event.asked("userName") == who.user and who.kind == "IAMUser") or (
        bool(who.role) and event.asked("roleName") == who.role
    )
