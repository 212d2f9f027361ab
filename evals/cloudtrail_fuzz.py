"""Makes objects that look like CloudTrail events and are wrong in every way: missing, mistyped, nested without end."""

import random
from collections.abc import Iterator
from typing import Any

from core.detections.catalogue import RULES

_ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1e308, 10**30, "", "redacted", "*", "\x00", "\ud800", "%7B%22Statement%22", "{", "[]", [],
         {},
    [None], [[]], {"items": None}, {"items": {}}, {"items": [None, 1, "x"]}, {"value": None},
         "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59", "2026-02-30T00:00:00Z", '{"Statement": {"Effect": "Allow", "Principal": 1}}',
)  # fmt: skip
_KEYS = (
    "policyDocument", "policyArn", "userName", "roleName", "name", "names", "withDecryption", "secretId", "instanceIds",
    "launchPermission", "createVolumePermission", "attributes", "principal", "bucketPolicy", "eventSelectors",
         "Statement",
    "instancesSet", "instanceType", "userData", "ConsoleLogin", "credentials", "accessKey", "assumedRoleUser", "items",
    "status", "enable", "policy", "ipPermissions", "valuesToAdd", "documentName", "targets", "layers",
         "LifecycleConfiguration",
)  # fmt: skip
_FIELDS = (
    "eventTime", "eventSource", "eventName", "awsRegion", "sourceIPAddress", "userAgent", "errorCode", "errorMessage",
    "requestParameters", "responseElements", "additionalEventData", "recipientAccountId", "readOnly", "userIdentity",
    "sessionCredentialFromConsole", "eventType",
)  # fmt: skip
_WHO = ("type", "arn", "principalId", "accountId", "accessKeyId", "userName", "invokedBy", "sessionContext")
_DEEP = 3_000


def fuzzed(seed: int, count: int) -> Iterator[dict[str, Any]]:
    """So many objects, the same ones for the same seed."""
    chance = random.Random(seed)
    calls = sorted({call for rule in RULES for call in rule.calls})
    for _ in range(count):
        yield _event(chance, calls)


def _event(chance: random.Random, calls: list[str]) -> dict[str, Any]:
    service, _, name = chance.choice(calls).partition(":")
    event: dict[str, Any] = {
        "eventTime": f"2026-11-{chance.randint(1, 30):02d}T{chance.randint(0, 23):02d}:{chance.randint(0, 59):02d}:00Z",
        "eventSource": f"{service}.amazonaws.com",
        "eventName": name,
        "awsRegion": "eu-central-1",
        "sourceIPAddress": chance.choice(("203.0.113.9", "10.0.0.1", "2001:db8::1", "config.amazonaws.com")),
        "recipientAccountId": "111122223333",
        "userIdentity": _identity(chance),
        "requestParameters": {chance.choice(_KEYS): _value(chance, 3) for _ in range(chance.randint(0, 4))},
        "responseElements": {chance.choice(_KEYS): _value(chance, 2)},
    }
    for field in chance.sample(_FIELDS, chance.randint(0, 4)):
        event[field] = _value(chance, 2)
    for field in chance.sample(sorted(event), chance.randint(0, 3)):
        del event[field]
    return event


def _identity(chance: random.Random) -> dict[str, Any]:
    who: dict[str, Any] = {
        "type": chance.choice(("IAMUser", "AssumedRole", "Root", "AWSService", "FederatedUser")),
        "arn": chance.choice(
            ("arn:aws:iam::111122223333:user/ines", "arn:aws:sts::111122223333:assumed-role/web/i-0abc1234")
        ),
        "userName": chance.choice(("ines", "omar")),
    }
    for field in chance.sample(_WHO, chance.randint(0, 3)):
        who[field] = _value(chance, 2)
    return who


def _value(chance: random.Random, depth: int) -> Any:  # noqa: ANN401  any JSON
    kind = chance.random()
    if kind < 0.001:  # noqa: PLR2004  one in a thousand is very deep
        return _deep()
    if depth and kind < 0.3:  # noqa: PLR2004  about a third is nested
        return {chance.choice(_KEYS): _value(chance, depth - 1) for _ in range(chance.randint(0, 3))}
    if depth and kind < 0.5:  # noqa: PLR2004  and a fifth are lists
        return [_value(chance, depth - 1) for _ in range(chance.randint(0, 3))]
    return chance.choice(_ODD)


def _deep() -> dict[str, Any]:
    inner: dict[str, Any] = {}
    for _ in range(_DEEP):
        inner = {"Statement": inner}
    return inner
