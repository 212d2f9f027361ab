"""Records of CloudTrail and items of AWS Config, made small."""

from typing import Any

ACCOUNT = "210987654321"
OTHER = "998877665544"
PEOPLE = {"type": "IAMUser", "userName": "dana", "arn": f"arn:aws:iam::{ACCOUNT}:user/dana", "accountId": ACCOUNT}


def record(call: str, request: object = None, **more: object) -> dict[str, Any]:
    """An event; the call is written `iam:CreateUser`."""
    service, _, name = call.partition(":")
    return {
        "eventSource": f"{service}.amazonaws.com",
        "eventName": name,
        "eventTime": "2026-11-03T08:15:00Z",
        "awsRegion": "eu-central-1",
        "sourceIPAddress": "203.0.113.40",
        "userAgent": "aws-cli/2.31",
        "userIdentity": PEOPLE,
        "recipientAccountId": ACCOUNT,
        "requestParameters": request,
        "responseElements": None,
    } | more


def allowing(principal: object, action: object = "s3:GetObject", resource: str = "*", **more: object) -> dict[str, Any]:
    """A policy with one statement."""
    named = {"Principal": principal} if principal else {}
    return {"Statement": [{"Effect": "Allow", "Action": action, "Resource": resource} | named | more]}


def item(kind: str, configuration: object, more: object = None, **fields: object) -> dict[str, Any]:
    """A configuration item."""
    return {
        "resourceType": kind,
        "resourceId": "res-1",
        "configurationItemCaptureTime": "2026-11-03T08:16:00.000Z",
        "configurationItemStatus": "OK",
        "awsAccountId": ACCOUNT,
        "awsRegion": "eu-central-1",
        "configuration": configuration,
        "supplementaryConfiguration": more or {},
    } | fields


def notification(after: dict[str, Any], changed: dict[str, Any], change: str = "UPDATE") -> dict[str, Any]:
    """A notification of AWS Config with a difference."""
    return {
        "messageType": "ConfigurationItemChangeNotification",
        "configurationItemDiff": {"changedProperties": changed, "changeType": change},
        "configurationItem": after,
    }
