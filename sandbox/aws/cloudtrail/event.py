"""One event of CloudTrail: as LookupEvents lists it, and the whole record inside."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
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
    """What somebody asked of AWS; `resources` are pairs of type and name.

    `said` is the error's message where it is not the usual one, `more` further members of the record.
    """

    at: datetime
    who: Who
    source: str
    name: str
    request: Any = None
    response: Any = None
    resources: tuple[tuple[str, str], ...] = ()
    read_only: bool = False
    error: str = ""
    said: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The same at every start of the sandbox at the same second."""
        return stable_uuid(
            f"event/{self.at.timestamp()}/{self.name}/{self.who.session}/{self.resources}/{self.request}"
        )

    @property
    def username(self) -> str:
        """The user, or the name of the role's session; a service by itself has none."""
        return self.who.user or self.who.session

    @property
    def access_key(self) -> str:
        """The key that signed: of a session they begin otherwise; a service by itself shows none."""
        return key_of(self.who) if self.username else ""


def key_of(who: Who) -> str:
    """The access key of a user, or of a session of a role or of the console."""
    session = who.role or who.console
    return f"{'ASIA' if session else 'AKIA'}{stable_hex(f'key/{who.user or who.session}', 16).upper()}"


def listed(account: Account, event: Event) -> Mapping[str, Any]:
    """An event as LookupEvents answers it."""
    return {
        "EventId": event.id,
        "EventName": event.name,
        "ReadOnly": _flag(event.read_only),
        **({"AccessKeyId": event.access_key} if event.access_key else {}),
        "EventTime": event.at,
        "EventSource": f"{event.source}.amazonaws.com",
        **({"Username": event.username} if event.username else {}),
        "Resources": [{"ResourceType": kind, "ResourceName": name} for kind, name in event.resources],
        "CloudTrailEvent": json.dumps(record(account, event)),
    }


def record(account: Account, event: Event) -> Mapping[str, Any]:
    """The record of an event.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
    """
    failure = {"errorCode": event.error, "errorMessage": event.said or _REFUSED} if event.error else {}
    host = f"{event.source}.{account.region}.amazonaws.com"
    tls = {"tlsVersion": "TLSv1.3", "cipherSuite": "TLS_AES_128_GCM_SHA256", "clientProvidedHostHeader": host}
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
        **({} if event.who.service else {"tlsDetails": tls}),
        **({"sessionCredentialFromConsole": "true"} if event.who.console else {}),
        **event.more,
    }


def _identity(account: Account, event: Event) -> Mapping[str, Any]:
    who = event.who
    if who.service:
        return {"type": "AWSService", "invokedBy": who.service}
    common = {"accountId": account.id, "accessKeyId": event.access_key}
    began = {"creationDate": _iso(event.at - _SESSION), "mfaAuthenticated": _flag(who.mfa)}
    if who.user:
        principal = f"AIDA{stable_hex(f'user/{who.user}', 17).upper()}"
        arn = f"arn:aws:iam::{account.id}:user/{who.user}"
        user = {"type": "IAMUser", "principalId": principal, "arn": arn, **common, "userName": who.user}
        return {**user, "sessionContext": {"attributes": began}} if who.console or who.mfa else user
    role = f"AROA{stable_hex(f'role/{who.role}', 17).upper()}"
    issuer = {
        "type": "Role",
        "principalId": role,
        "arn": f"arn:aws:iam::{account.id}:role/{who.role}",
        "accountId": account.id,
        "userName": who.role,
    }
    delivered = {"ec2RoleDelivery": "2.0"} if who.on_instance else {}
    return {
        "type": "AssumedRole",
        "principalId": f"{role}:{who.session}",
        "arn": f"arn:aws:sts::{account.id}:assumed-role/{who.role}/{who.session}",
        **common,
        "sessionContext": {"sessionIssuer": issuer, "attributes": began, **delivered},
    }


def _flag(value: bool) -> str:  # noqa: FBT001  AWS's own text for it
    return "true" if value else "false"


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
