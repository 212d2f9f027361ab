"""Instances, volumes and subnets."""

from collections.abc import Iterator

from core.detections.reading import text
from core.drift.states.standing import Resource, Standing, standing, switch
from core.request_shapes import member, members, rows


def instance(one: Resource) -> Iterator[Standing]:
    """The metadata service and the public address."""
    tokens = text(member(one.configuration, "metadataoptions", "httptokens"))
    off = text(member(one.configuration, "metadataoptions", "httpendpoint")) == "disabled"
    demanded = True if off or tokens == "required" else False if tokens == "optional" else None
    yield standing("FSBP EC2.8", demanded, "IMDSv2 demanded", "IMDSv1 allowed")
    told = bool(members(one.configuration)) and "privateipaddress" in members(one.configuration)
    address = text(member(one.configuration, "publicipaddress"))
    yield standing("FSBP EC2.9", not address if told else None, "no public address", f"public address {address}")


def volume(one: Resource) -> Iterator[Standing]:
    """Only an attached volume counts."""
    attached = list(rows(member(one.configuration, "attachments")))
    if attached:
        encrypted = switch(member(one.configuration, "encrypted"))
        yield standing("FSBP EC2.3", encrypted, "encrypted", "not encrypted")


def subnet(one: Resource) -> Iterator[Standing]:
    """What new instances get."""
    private = switch(member(one.configuration, "mappubliciponlaunch"), wanted=False)
    yield standing("FSBP EC2.15", private, "gives no public addresses", "gives public addresses")
