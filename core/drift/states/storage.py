"""Buckets."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from core.detections.policy import statements
from core.detections.reading import found, text
from core.drift.states.standing import Resource, Standing, standing, switch
from core.request_shapes import mappings, member, members


def bucket(one: Resource) -> Iterator[Standing]:
    """A bucket; nearly all of it stands in what Config calls supplementary."""
    extra = members(one.more)
    told = bool(extra)
    blocked = all(switch(members(extra.get("publicaccessblockconfiguration")).get(name)) for name in _BLOCKS)
    yield standing("FSBP S3.8", blocked if told else None, "public access blocked", "public access not blocked")
    public, foreign = _let_in(extra, one.account)
    for control, way in (("FSBP S3.2", "read"), ("FSBP S3.3", "written")):
        shut = blocked or way not in public
        yield standing(control, shut if told else None, f"not {way} by everybody", f"can be {way} by everybody")
    known = told and (not foreign or bool(one.account))
    yield standing("FSBP S3.6", not foreign if known else None, "no other account", "other accounts may change it")
    yield from _kept(extra)


def account_block(one: Resource) -> Iterator[Standing]:
    """The account's own block on public access."""
    switches = [switch(member(one.configuration, name)) for name in _BLOCKS]
    good = None if all(each is None for each in switches) else all(switches)
    yield standing("FSBP S3.1", good, "public access blocked", "public access not blocked")


def _kept(extra: Mapping[str, object]) -> Iterator[Standing]:
    status = text(member(extra.get("bucketversioningconfiguration"), "status"))
    yield standing("FSBP S3.14", status == "Enabled" if status else None, "keeps versions", "keeps no versions")
    ciphers = [text(each) for each in found(extra.get("serversideencryptionconfiguration"), "ssealgorithm")]
    by_key = any("kms" in each for each in ciphers) if ciphers else None
    yield standing("FSBP S3.17", by_key, "encrypted with KMS", "encrypted with S3's own keys")
    logs = extra.get("bucketloggingconfiguration")
    logged = bool(text(member(logs, "destinationbucketname")))
    yield standing("FSBP S3.9", logged if logs is not None else None, "logs access", "does not log access")


_BLOCKS = ("blockpublicacls", "ignorepublicacls", "blockpublicpolicy", "restrictpublicbuckets")
# Those that control S3.6 names, and patterns that hold them.
_CHANGING = ("s3:deletebucketpolicy", "s3:putbucketacl", "s3:putbucketpolicy", "s3:putencryptionconfiguration")
_WRITING = ("s3:putobject", "s3:deleteobject", "s3:putbucketpolicy")
_READING = ("s3:getobject", "s3:listbucket")


def _let_in(extra: Mapping[str, object], account: str) -> tuple[frozenset[str], bool]:
    """Whether everybody may read or write, and whether another account may change the bucket itself."""
    allowed = statements(member(extra.get("bucketpolicy"), "policytext"))
    foreign = any(each.outsiders(account) and _allows(each.actions, _CHANGING) for each in allowed)
    public = [each for each in allowed if each.public]
    reads = any(_allows(each.actions, _READING) for each in public)
    writes = any(_allows(each.actions, _WRITING) for each in public)
    for grant in map(members, mappings(extra.get("accesscontrollist"))):
        if any("/groups/global/" in text(value).lower() or text(value) in _EVERYBODY for value in _of_grantee(grant)):
            permission = text(grant.get("permission")).lower().replace("_", "")
            reads = reads or permission in {"read", "fullcontrol"}
            writes = writes or permission in {"write", "writeacp", "fullcontrol"}
    return frozenset(way for way, said in (("read", reads), ("written", writes)) if said), foreign


_EVERYBODY = ("AllUsers", "AuthenticatedUsers")


def _of_grantee(grant: Mapping[str, object]) -> Iterator[object]:
    grantee = grant.get("grantee")
    yield from members(grantee).values() if isinstance(grantee, Mapping) else (grantee,)


def _allows(actions: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return any(fnmatchcase(way, action) for action in actions for way in wanted)
