from typing import Any

from core.detections import Detection, detect
from core.findings import Severity
from evals.cloudtrail_attacks import ATTACKS
from tests.core.detections.examples import event, session

# It looks at nothing but the agent.
_SEEN_BY_AGENT = ("offensive-agent",)
TERRAFORM = "APN/1.0 HashiCorp/1.0 Terraform/1.13.2"
ADMIN = {"roleName": "r", "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}


def judged(call: str, **more: Any) -> list[Detection]:  # noqa: ANN401  JSON
    return detect([event(call, **more)])


def test_an_agent_alone_lowers_but_never_clears() -> None:
    (found,) = judged("iam:AttachRolePolicy", requestParameters=ADMIN, userAgent=TERRAFORM)
    assert found.severity is Severity.LOW
    assert found.confidence == "low"
    assert "anybody can write" in found.softened


def test_a_tool_that_its_role_vouches_for_is_lowered_further() -> None:
    pipeline = session("terraform-apply", "run-81")
    key = {"userName": "nina", "status": "Active"}
    assert judged("iam:UpdateAccessKey", requestParameters=key)
    assert judged("iam:UpdateAccessKey", requestParameters=key, userAgent=TERRAFORM)
    assert not judged("iam:UpdateAccessKey", requestParameters=key, userAgent=TERRAFORM, userIdentity=pipeline)


def test_logging_that_a_vouched_tool_switches_off_is_still_told() -> None:
    pipeline = session("terraform-apply", "run-81")
    (found,) = judged("cloudtrail:DeleteTrail", userAgent=TERRAFORM, userIdentity=pipeline)
    assert found.severity is Severity.LOW


def test_cloudformation_vouches_by_itself() -> None:
    by_stack = {"type": "IAMUser", "userName": "ada", "invokedBy": "cloudformation.amazonaws.com"}
    (found,) = judged("iam:AttachRolePolicy", requestParameters=ADMIN, userIdentity=by_stack)
    assert found.softened == "cloudformation.amazonaws.com made the call for the caller"


def test_no_attack_is_hidden_by_the_agent_of_a_tool() -> None:
    for case in ATTACKS:
        if case.rule not in _SEEN_BY_AGENT:
            assert detect([one | {"userAgent": TERRAFORM} for one in case.events()]), case.name
