"""Reads policy documents: whom a statement lets in, and what it allows."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from urllib.parse import unquote

from core.detections.reading import member, text, texts

# An id by itself or in an ARN; canonical ids of users are long and may hold as many digits by chance.
_ACCOUNT = re.compile(r"(?:\A|:)(\d{12})(?:\Z|:)")
# Keys of a condition that tie a statement for everybody to somebody known, where they are compared for equality.
_NARROWING = (
    "aws:sourceaccount", "aws:sourcearn", "aws:sourceowner", "aws:sourceorgid", "aws:sourceorgpaths",
    "aws:principalorgid",
    "aws:principalorgpaths", "aws:principalaccount", "aws:principalarn", "aws:sourcevpc", "aws:sourcevpce",
    "aws:sourceip",
    "aws:userid", "aws:username", "kms:calleraccount", "s3:dataaccesspointaccount", "sns:endpoint", "aws:vpcsourceip",
    "lambda:eventsourcetoken", "elasticfilesystem:accessedviamounttarget", "saml:aud", "aws:principaltag",
)  # fmt: skip
_EVERYBODY = {"*", "0.0.0.0/0", "::/0", "arn:aws:iam::*:root", "arn:aws:iam::*"}
_ESCALATING = (
    "iam:createpolicyversion", "iam:setdefaultpolicyversion", "iam:createaccesskey", "iam:createloginprofile",
    "iam:updateloginprofile", "iam:attachuserpolicy", "iam:attachgrouppolicy", "iam:attachrolepolicy",
    "iam:putuserpolicy",
    "iam:putgrouppolicy", "iam:putrolepolicy", "iam:addusertogroup", "iam:updateassumerolepolicy", "iam:passrole",
    "sts:assumerole",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement that allows. `principals` holds "*", account ids, ARNs, and services with their domain."""

    principals: frozenset[str]
    federated: frozenset[str]
    actions: tuple[str, ...]
    every_resource: bool
    narrowed: bool
    conditions: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def public(self) -> bool:
        """Whether it lets anybody in."""
        return bool(self.principals & _EVERYBODY) and not self.narrowed

    def accounts(self) -> frozenset[str]:
        """The accounts that its principals belong to."""
        named = (_ACCOUNT.search(each) for each in self.principals if not each.endswith(".amazonaws.com"))
        return frozenset(each.group(1) for each in named if each)

    def outsiders(self, account: str) -> frozenset[str]:
        """Accounts other than this one that it names; of an unknown own account every one."""
        return self.accounts() - {account}

    @property
    def admin(self) -> bool:
        """Whether it allows everything, or all of IAM, on everything."""
        return self.every_resource and any(each in {"*", "*:*", "iam:*"} for each in self.actions)

    @property
    def escalating(self) -> bool:
        """Whether somebody who holds it can make themselves an administrator: a known way, on every resource."""
        return self.every_resource and any(fnmatchcase(way, each) for each in self.actions for way in _ESCALATING)


def statements(document: object) -> tuple[Statement, ...]:
    """The allowing statements of a policy given as object, JSON or URL-encoded JSON; none where it cannot be read."""
    policy = _parsed(document)
    given = member(policy, "Statement")
    found = [given] if isinstance(given, Mapping) else given if isinstance(given, list) else []
    return tuple(_statement(each) for each in found if text(member(each, "Effect")).lower() == "allow")


def _parsed(document: object) -> object:
    for _ in range(3):
        if not isinstance(document, str):
            break
        try:
            document = json.loads(document if document.lstrip()[:1] in {"{", '"'} else unquote(document), strict=False)
        except (ValueError, RecursionError):
            return None
    return document


def _statement(given: object) -> Statement:
    conditions = tuple(_conditions(member(given, "Condition")))
    return Statement(
        principals=frozenset(_principals(given)),
        federated=frozenset(texts(member(given, "Principal", "Federated"))),
        actions=tuple(each.lower() for each in texts(member(given, "Action"))) or _all_but(given),
        every_resource=member(given, "NotResource") is not None
        or any(_wide(each) for each in texts(member(given, "Resource"))),
        narrowed=any(_narrows(key, values) for key, values in conditions),
        conditions=conditions,
    )


def _all_but(given: object) -> tuple[str, ...]:
    return ("*",) if member(given, "NotAction") is not None else ()


def _wide(resource: str) -> bool:
    return (
        resource == "*"
        or resource.startswith("arn:aws:iam::*")
        or resource.endswith((":role/*", ":user/*", ":policy/*"))
    )


def _principals(given: object) -> Iterator[str]:
    if member(given, "NotPrincipal") is not None:
        yield "*"
    principal = member(given, "Principal")
    if not isinstance(principal, Mapping):
        yield from texts(principal)
        return
    for kind, named in principal.items():
        if kind != "Federated":
            yield from texts(named)


def _conditions(given: object) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Keys with their values, of those operators that demand equality; "not" and "if it exists" narrow nothing."""
    for operator, tests in given.items() if isinstance(given, Mapping) else ():
        if (
            "not" in operator.lower()
            or operator.lower().endswith(("ifexists", "null"))
            or not isinstance(tests, Mapping)
        ):
            continue
        for key, value in tests.items():
            yield str(key).lower(), tuple(texts(value)) or (str(value),)


def _narrows(key: str, values: tuple[str, ...]) -> bool:
    return key.startswith(_NARROWING) and not any(value in _EVERYBODY or value == "arn:aws:*" for value in values)
