"""ListDetectors and GetDetector: one detector in the seeded region, none elsewhere."""

from collections.abc import Mapping
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.errors import AwsError

DETECTOR = "12abc34d567e8fa901bc2d34e56789f0"


def list_detectors(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """The account's own detector."""
    if params.get("NextToken"):
        raise AwsError("BadRequestException", "The request is rejected because an invalid token was given.")
    return {"DetectorIds": [DETECTOR] if account.enabled else []}


def get_detector(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """How it is set up."""
    check_detector(account, params)
    role = f"arn:aws:iam::{account.id}:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty"
    return {
        "CreatedAt": "2025-02-11T09:12:44.120Z",
        "FindingPublishingFrequency": "FIFTEEN_MINUTES",
        "ServiceRole": role,
        "Status": "ENABLED",
        "UpdatedAt": "2025-02-11T09:12:44.120Z",
    }


def check_detector(account: Account, params: Mapping[str, Any]) -> None:
    """Refuse a detector that is not the account's own."""
    if not account.enabled or params.get("DetectorId") != DETECTOR:
        message = "The request is rejected because the input detectorId is not owned by the current account."
        raise AwsError("BadRequestException", message)
