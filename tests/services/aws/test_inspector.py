from typing import Any

import pytest

from core.errors import Upstream
from services.aws.inspector import Inspector, Scanning
from tests.services.aws.wire import ACCOUNT, Wire


def account_status(ec2: str) -> dict[str, Any]:
    off = {"status": "DISABLED", "errorCode": "ALREADY_ENABLED", "errorMessage": "-"}
    return {
        "accounts": [
            {"accountId": ACCOUNT, "state": off, "resourceState": {"ec2": {**off, "status": ec2}, "ecr": off}}
        ],
    }


@pytest.mark.parametrize(("word", "enabled"), [("ENABLED", True), ("ENABLING", False), ("SUSPENDED", False)])
def test_scanning_is_on_only_when_it_is_enabled(inspector: Inspector, wire: Wire, word: str, *, enabled: bool) -> None:
    wire.on("inspector2", "BatchGetAccountStatus", lambda _: account_status(word))
    assert inspector.status() == Scanning(enabled, word)
    assert wire.asked[0]["accountIds"] == [ACCOUNT]


def test_an_account_that_inspector_cannot_tell_about_is_an_error(inspector: Inspector, wire: Wire) -> None:
    failed = {"accountId": ACCOUNT, "errorCode": "ACCESS_DENIED", "errorMessage": "-"}
    wire.on("inspector2", "BatchGetAccountStatus", lambda _: {"accounts": [], "failedAccounts": [failed]})
    with pytest.raises(Upstream, match="ACCESS_DENIED"):
        inspector.status()
