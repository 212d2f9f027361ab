"""Policies, users and trails."""

from collections.abc import Iterator

from core.detections.policy import Statement, statements
from core.detections.reading import is_true, text
from core.drift.states.standing import Resource, Standing, standing, switch
from core.request_shapes import member, members, rows


def policy(one: Resource) -> Iterator[Standing]:
    """A managed policy, by its default version."""
    versions = [members(each) for each in rows(member(one.configuration, "policyversionlist"))]
    current = [each.get("document") for each in versions if is_true(each.get("isdefaultversion"))]
    allowed = statements(current[0]) if current else ()
    yield from _of_statements(allowed, known=bool(current))


def holder(one: Resource) -> Iterator[Standing]:
    """A role or group, by the policies that are its own."""
    lists = [member(one.configuration, name) for name in ("rolepolicylist", "grouppolicylist")]
    documents = [members(each).get("policydocument") for listed in lists for each in rows(listed)]
    allowed = tuple(statement for document in documents for statement in statements(document))
    yield from _of_statements(allowed, known=any(listed is not None for listed in lists))


def _of_statements(allowed: tuple[Statement, ...], *, known: bool) -> Iterator[Standing]:
    admin = any(each.admin for each in allowed)
    whole = any(_whole(each.actions) and each.every_resource for each in allowed)
    yield standing("FSBP IAM.1", not admin if known else None, "does not allow everything", "allows everything")
    yield standing("FSBP IAM.21", not whole if known else None, "allows no whole service", "allows whole services")


def _whole(actions: tuple[str, ...]) -> bool:
    return any(action == "*" or action.endswith(":*") for action in actions)


def user(one: Resource) -> Iterator[Standing]:
    """A user of its own policies."""
    told = bool(members(one.configuration))
    own = [
        *rows(member(one.configuration, "attachedmanagedpolicies")),
        *rows(member(one.configuration, "userpolicylist")),
    ]
    yield standing("FSBP IAM.2", not own if told else None, "no policies of its own", "policies of its own")


def trail(one: Resource) -> Iterator[Standing]:
    """A trail, by its settings; whether it records, Config does not tell."""
    everywhere = switch(member(one.configuration, "ismultiregiontrail"))
    # One trail of all regions is enough, so that a trail of one region breaks nothing by itself.
    yield standing("FSBP CloudTrail.1", everywhere or None, "all regions", "one region")
    told = bool(members(one.configuration))
    key = bool(text(member(one.configuration, "kmskeyid")))
    yield standing("FSBP CloudTrail.2", key if told else None, "encrypted", "not encrypted")
    checked = switch(member(one.configuration, "logfilevalidationenabled"))
    yield standing("FSBP CloudTrail.4", checked, "log files can be verified", "log files cannot be verified")
