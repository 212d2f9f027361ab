"""Small CloudTrail events for tests."""

from typing import Any

ACCOUNT = "555566667777"
USER: dict[str, Any] = {
    "type": "IAMUser",
    "userName": "ada",
    "arn": f"arn:aws:iam::{ACCOUNT}:user/ada",
    "accountId": ACCOUNT,
    "accessKeyId": "AKIAADAADAADAADAADA1",
}


def session(role: str, name: str, key: str = "ASIASESSION000000001") -> dict[str, Any]:
    issuer = {"type": "Role", "userName": role, "arn": f"arn:aws:iam::{ACCOUNT}:role/{role}"}
    return {
        "type": "AssumedRole",
        "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/{role}/{name}",
        "accountId": ACCOUNT,
        "accessKeyId": key,
        "sessionContext": {"sessionIssuer": issuer},
    }


def event(call: str, minute: float = 0, **more: object) -> dict[str, Any]:
    """One call of Ada's, `minute` minutes after ten o'clock."""
    service, _, name = call.partition(":")
    hours, seconds = divmod(int(minute * 60), 3_600)
    return {
        "eventTime": f"2026-05-04T{10 + hours:02d}:{seconds // 60:02d}:{seconds % 60:02d}Z",
        "eventSource": f"{service}.amazonaws.com",
        "eventName": name,
        "awsRegion": "eu-north-1",
        "sourceIPAddress": "198.51.100.20",
        "userAgent": "aws-cli/2.30.0",
        "recipientAccountId": ACCOUNT,
        "userIdentity": USER,
        "requestParameters": None,
        "responseElements": None,
        **more,
    }
