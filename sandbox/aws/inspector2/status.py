"""BatchGetAccountStatus and GetConfiguration: whether Inspector is on, and how it scans."""

from collections.abc import Mapping
from typing import Any

from sandbox.aws.account import Account

_DENIED = {"errorCode": "ACCESS_DENIED", "errorMessage": "Invoking account does not have access to this account"}


def batch_get_account_status(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """The state of the caller's own account; any other one is denied."""
    asked = params.get("accountIds") or [account.id]
    own = [_state(account) for one in asked if one == account.id]
    failed = [{"accountId": one, **_DENIED} for one in asked if one != account.id]
    return {"accounts": own, "failedAccounts": failed}


def get_configuration(account: Account, _params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Agent-based scanning of EC2, container images scanned for life."""
    rescan = {"rescanDuration": "LIFETIME", "status": "SUCCESS", "updatedAt": account.started}
    scan_mode = {"scanMode": "EC2_SSM_AGENT_BASED", "scanModeStatus": "SUCCESS"}
    return {
        "ecrConfiguration": {"rescanDurationState": rescan},
        "ec2Configuration": {"scanModeState": scan_mode},
    }


def _state(account: Account) -> Mapping[str, Any]:
    on, off = _status("ENABLED"), _status("DISABLED")
    ec2 = on if account.enabled else off
    return {
        "accountId": account.id,
        "state": ec2,
        "resourceState": {"ec2": ec2, "ecr": off, "lambda": off, "lambdaCode": off, "codeRepository": off},
    }


def _status(status: str) -> Mapping[str, str]:
    # The model requires an error code even where there is no error; the service answers ALREADY_ENABLED then.
    return {"status": status, "errorCode": "ALREADY_ENABLED", "errorMessage": "No error"}
