"""One event of CloudTrail: as LookupEvents lists it, and the whole record inside."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.scale import stable_hex, stable_uuid
from sandbox.aws.seed.history import Who

INSTANCE, GROUP = "AWS::EC2::Instance", "AWS::EC2::SecurityGroup"
_REFUSED = "You are not authorized to perform this operation."
_SESSION = timedelta(minutes=20)


@dataclass(frozen=True, slots=True)
class Event:
    """What somebody asked of AWS; `resources` are pairs of type and name."""

    at: datetime
    who: Who
    source: str
    name: str
    request: Any = None
    response: Any = None
    resources: tuple[tuple[str, str], ...] = ()
    read_only: bool = False
    error: str = ""

    @property
    def id(self) -> str:
        """The same at every start of the sandbox at the same second."""
        return stable_uuid(
            f"event/{self.at.timestamp()}/{self.name}/{self.who.session}/{self.resources}/{self.request}"
        )

    @property
    def username(self) -> str:
        """The user, or the name of the role's session."""
        return self.who.user or self.who.session

    @property
    def access_key(self) -> str:
        """The key that signed: of a session they begin otherwise."""
        return f"{'AKIA' if self.who.user else 'ASIA'}{stable_hex(f'key/{self.username}', 16).upper()}"


def listed(account: Account, event: Event) -> Mapping[str, Any]:
    """An event as LookupEvents answers it."""
    return {
        "EventId": event.id,
        "EventName": event.name,
        "ReadOnly": _flag(event.read_only),
        "AccessKeyId": event.access_key,
        "EventTime": event.at,
        "EventSource": f"{event.source}.amazonaws.com",
        "Username": event.username,
        "Resources": [{"ResourceType": kind, "ResourceName": name} for kind, name in event.resources],
        "CloudTrailEvent": json.dumps(record(account, event)),
    }


def record(account: Account, event: Event) -> Mapping[str, Any]:
    """The record of an event.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
    """
    failure = {"errorCode": event.error, "errorMessage": _REFUSED} if event.error else {}
    return {
        "eventVersion": "1.11",
        "userIdentity": _identity(account, event),
        "eventTime": _iso(event.at),
        "eventSource": f"{event.source}.amazonaws.com",
        "eventName": event.name,
        "awsRegion": account.region,
        "sourceIPAddress": event.who.address,
        "userAgent": event.who.agent,
        **failure,
        "requestParameters": event.request,
        "responseElements": event.response,
        "requestID": stable_uuid(f"request/{event.id}"),
        "eventID": event.id,
        "readOnly": event.read_only,
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": account.id,
        "eventCategory": "Management",
        "tlsDetails": {
            "tlsVersion": "TLSv1.3",
            "cipherSuite": "TLS_AES_128_GCM_SHA256",
            "clientProvidedHostHeader": f"{event.source}.{account.region}.amazonaws.com",
        },
    }


def _identity(account: Account, event: Event) -> Mapping[str, Any]:
    who = event.who
    common = {"accountId": account.id, "accessKeyId": event.access_key}
    if who.user:
        principal = f"AIDA{stable_hex(f'user/{who.user}', 17).upper()}"
        arn = f"arn:aws:iam::{account.id}:user/{who.user}"
        return {"type": "IAMUser", "principalId": principal, "arn": arn, **common, "userName": who.user}
    role = f"AROA{stable_hex(f'role/{who.role}', 17).upper()}"
    issuer = {
        "type": "Role",
        "principalId": role,
        "arn": f"arn:aws:iam::{account.id}:role/{who.role}",
        "accountId": account.id,
        "userName": who.role,
    }
    began = {"creationDate": _iso(event.at - _SESSION), "mfaAuthenticated": "false"}
    return {
        "type": "AssumedRole",
        "principalId": f"{role}:{who.session}",
        "arn": f"arn:aws:sts::{account.id}:assumed-role/{who.role}/{who.session}",
        **common,
        "sessionContext": {"sessionIssuer": issuer, "attributes": began},
    }


def _flag(value: bool) -> str:  # noqa: FBT001  AWS's own text for it
    return "true" if value else "false"


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
