from datetime import UTC, datetime, timedelta

import pytest

from core.errors import Upstream
from services.aws.changes.change_role import ChangeRole, Execution
from services.aws.session import Aws
from tests.services.aws.changes.changing import AT, RUN
from tests.services.aws.wire import Asked, Wire, aws_error, fails

ARN = "arn:aws:iam::123456789012:role/sre-change"


class Moved:
    def __init__(self) -> None:
        self.moment = AT

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.moment.timestamp()


def assumed(_: Asked) -> dict[str, object]:
    keys = {"AccessKeyId": "ASIAEXAMPLEEXAMPLE", "SecretAccessKey": "s", "SessionToken": "t"}
    return {"Credentials": {**keys, "Expiration": AT.astimezone(UTC) + timedelta(hours=1)}}


def test_the_session_bears_the_approver_and_the_run(aws: Aws, wire: Wire) -> None:
    wire.on("sts", "AssumeRole", assumed)
    acting = ChangeRole(aws, ARN, Moved()).acting_for(RUN)
    assert acting is not aws
    assert wire.asked[0]["RoleSessionName"] == "U0APPROVE1-w-20260301-abc123"
    assert 900 <= wire.asked[0]["DurationSeconds"] <= 3600


def test_the_role_is_kept_until_shortly_before_it_expires(aws: Aws, wire: Wire) -> None:
    wire.on("sts", "AssumeRole", assumed)
    clock = Moved()
    role = ChangeRole(aws, ARN, clock)
    assert role.acting_for(RUN) is role.acting_for(RUN)
    clock.moment += timedelta(minutes=56)
    role.acting_for(RUN)
    assert len(wire.asked) == 2


def test_without_the_role_there_are_no_other_credentials(aws: Aws, wire: Wire) -> None:
    wire.on("sts", "AssumeRole", fails(aws_error("AccessDenied", status=403)))
    with pytest.raises(Upstream, match="AssumeRole"):
        ChangeRole(aws, ARN, Moved()).acting_for(RUN)
    with pytest.raises(Upstream, match="only plans and explains"):
        ChangeRole(aws, "", Moved()).acting_for(RUN)


def test_a_session_name_holds_only_what_aws_takes() -> None:
    name = Execution("w-1", "a rule: “nightly” " + "x" * 80).session_name
    assert len(name) <= 64
    assert name.endswith("-w-1")
    assert " " not in name
