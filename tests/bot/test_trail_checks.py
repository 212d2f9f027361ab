"""What the doctor finds of events, logins and threats."""

from collections.abc import Iterator

import pytest

from bot.settings import Settings
from bot.trail_checks import trail_parts
from core.answers.health import Part, State
from core.clock import SystemClock
from sandbox.aws.faults import Fault
from sandbox.aws.server import Aws as Sandbox
from sandbox.aws.server import running
from services.aws.session import Aws


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running(fleet=8, findings=5) as started:
        yield started


@pytest.fixture
def found(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Part]]:
    parts: dict[str, Part] = {}
    monkeypatch.setenv("AWS_ENDPOINT_URL", sandbox.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    yield parts
    sandbox.world.faults.clear()


def look(parts: dict[str, Part], region: str = "us-west-2", groups: str = "") -> dict[str, Part]:
    settings = Settings(aws_region=region, sre_ssh_log_groups=groups)
    return parts | {part.name: part for part in trail_parts(settings, Aws(region), SystemClock())}


def test_each_service_that_answers_is_well(found: dict[str, Part]) -> None:
    parts = look(found, groups="/ec2/secure")
    assert {part.state for part in parts.values()} == {State.GOOD}
    assert parts["events"].detail == "read in us-west-2 and us-east-1"
    assert parts["flow logs"].detail == "read from /vpc/flow"
    assert list(parts)[-1] == "SSH log /ec2/secure"


def test_what_is_not_enabled_is_well_and_says_so(found: dict[str, Part]) -> None:
    parts = look(found, region="eu-central-1")
    assert parts["GuardDuty"].detail == "not asked: it is not enabled in eu-central-1"
    assert {parts[name].state for name in ("GuardDuty", "Security Hub", "AWS Config")} == {State.GOOD}


def test_what_the_role_may_not_do_is_named_with_the_permission(found: dict[str, Part], sandbox: Sandbox) -> None:
    denied = Fault(error="AccessDeniedException")
    asked = ("cloudtrail:LookupEvents", "guardduty:ListDetectors", "ssm:DescribeSessions", "ec2:DescribeFlowLogs")
    sandbox.world.faults.put(dict.fromkeys(asked, denied))
    parts = look(found, groups="/nowhere")
    for name, action in zip(("events", "GuardDuty", "sessions", "flow logs"), asked, strict=True):
        assert parts[name].state is State.LIMITED
        assert action in parts[name].advice
    assert "no log group /nowhere" in parts["SSH log /nowhere"].detail
