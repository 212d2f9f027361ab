"""Attacks and their harmless twins, one line each: the same call turned round, narrowed, or by an ordinary caller.

Names, accounts, agents and regions differ from case to case and are made up. An attack must raise the detection that it
names; a twin must raise nothing of medium or above.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

_AGENTS = (
    "aws-cli/2.31.4 md/awscrt#0.27.6 ua/2.1 os/linux#6.8.0",
    "Boto3/1.40.1 md/Botocore#1.40.1 lang/python#3.13.1",
    "aws-sdk-go-v2/1.39.0 ua/2.1 os/windows lang/go#1.25.0",
)
TERRAFORM = "APN/1.0 HashiCorp/1.0 Terraform/1.13.2 (+https://www.terraform.io) terraform-provider-aws/6.14.0"
PROGRAM = "aws-sdk-go-v2/1.39.0 ua/2.1 os/linux lang/go#1.25.0"
BROWSER = "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15"
_REGIONS = ("eu-central-1", "ap-southeast-2", "us-east-2", "sa-east-1")
OWN, OTHER = "210987654321", "340000000043"
USER = {
    "type": "IAMUser", "userName": "nadia", "arn": f"arn:aws:iam::{OWN}:user/nadia", "accountId": OWN,
    "accessKeyId": "AKIAMADEUPNADIA00001",
}  # fmt: skip
ROOT = {"type": "Root", "arn": f"arn:aws:iam::{OWN}:root", "accountId": OWN}


def role(name: str, session: str, **context: Any) -> dict[str, Any]:  # noqa: ANN401  JSON
    """The identity of a session of a role."""
    issuer = {"type": "Role", "userName": name, "arn": f"arn:aws:iam::{OWN}:role/{name}"}
    arn = f"arn:aws:sts::{OWN}:assumed-role/{name}/{session}"
    return {"type": "AssumedRole", "arn": arn, "accountId": OWN, "sessionContext": {"sessionIssuer": issuer, **context}}


PERSON = role("AWSReservedSSO_Operations_0a1b2c3d4e5f6071", "omar@example.org")
MACHINE = role("shop-web", "i-0f1e2d3c4b5a69788")
PIPELINE = role("gitlab-deploy", "GitLabRunner-81723")
SERVICE = {"type": "AWSService", "invokedBy": "backup.amazonaws.com"}


@dataclass(frozen=True)
class Case:
    """Calls in a row, `seconds` apart, by one caller; `rule` is the detection that an attack must raise."""

    name: str
    rule: str
    calls: tuple[tuple[str, Mapping[str, Any]], ...]
    seconds: int = 5
    more: Mapping[str, Any] = field(default_factory=dict)
    variant: int = 0

    def events(self) -> list[dict[str, Any]]:
        """The calls as CloudTrail writes them."""
        began = datetime(2026, 3, 2, 8, 0, tzinfo=UTC) + timedelta(hours=len(self.name))
        place = (len(self.name) + self.variant) % len(_REGIONS)
        made = []
        for number, (call, request) in enumerate(self.calls):
            service, _, name = call.partition(":")
            at = began + timedelta(seconds=number * self.seconds)
            made.append(
                {
                    "eventVersion": "1.11",
                    "eventTime": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
                    "eventSource": f"{service}.amazonaws.com",
                    "eventName": name,
                    "awsRegion": _REGIONS[place],
                    "sourceIPAddress": "203.0.113.77",
                    "userAgent": _AGENTS[self.variant % len(_AGENTS)],
                    "recipientAccountId": OWN,
                    "userIdentity": USER,
                    "requestParameters": dict(request) or None,
                    "responseElements": None,
                    **self.more,
                }
            )
        return made


def policy(principal: object, action: object = "*", **more: object) -> str:
    """A policy document of one allowing statement."""
    statement = {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": "*", **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def grants(action: object, resource: object = "*") -> str:
    """A policy document of an identity."""
    return json.dumps({"Statement": {"Effect": "Allow", "Action": action, "Resource": resource}})


def attack(rule: str, *calls: tuple[str, Mapping[str, Any]], denied: bool = False, **more: Any) -> list[Case]:  # noqa: ANN401  JSON
    """Three variants of an attack, and with `denied` one that was refused."""
    name = f"{rule} by {calls[0][0]}"
    cases = [Case(f"{name}, {variant}", rule, calls, more=more, variant=variant) for variant in range(3)]
    refused = {**more, "errorCode": "AccessDenied", "errorMessage": "User is not authorized to perform this"}
    return [*cases, Case(f"{name}, refused", rule, calls, more=refused)] if denied else cases


def twin(name: str, *calls: tuple[str, Mapping[str, Any]], **more: Any) -> Case:  # noqa: ANN401  JSON
    """Something ordinary that looks like an attack."""
    return Case(name, "", calls, more=more)


def many(call: str, count: int, **named: str) -> tuple[tuple[str, dict[str, Any]], ...]:
    """The same call about so many things; `named` holds the member and how its value begins."""
    return tuple((call, {key: f"{value}{number}" for key, value in named.items()}) for number in range(count))
