"""Functions and clusters."""

from collections.abc import Iterator

from core.detections.policy import statements
from core.detections.reading import found
from core.drift.states.standing import Resource, Standing, standing, switch
from core.request_shapes import member


def function(one: Resource) -> Iterator[Standing]:
    """Who may call a function."""
    policy = member(one.more, "policy")
    public = any(each.public for each in statements(policy))
    yield standing("FSBP Lambda.1", not public if one.more is not None else None, "not public", "everybody may call it")


def cluster(one: Resource) -> Iterator[Standing]:
    """Who reaches the Kubernetes API."""
    public = next(iter(found(one.configuration, "endpointpublicaccess")), None)
    yield standing("FSBP EKS.1", switch(public, wanted=False), "API private", "API public")


def topic(one: Resource) -> Iterator[Standing]:
    """Who may use a topic of SNS."""
    yield _open_to_all("FSBP SNS.4", member(one.configuration, "policy"))


def queue(one: Resource) -> Iterator[Standing]:
    """Who may use a queue of SQS."""
    yield _open_to_all("FSBP SQS.3", member(one.configuration, "policy"))


def _open_to_all(control: str, policy: object) -> Standing:
    public = any(each.public for each in statements(policy))
    return standing(control, not public if policy is not None else None, "not public", "open to everybody")
