import pytest
from botocore.model import Shape

from sandbox.aws.call import service_model
from sandbox.aws.errors import AwsError
from sandbox.aws.validation import check_input, output_problems
from tests.sandbox.aws.clients import Json


def shape(operation: str, service: str = "inspector2", side: str = "input_shape") -> Shape | None:
    model = service_model(service).operation_model(operation)
    return model.input_shape if side == "input_shape" else model.output_shape


def refusal(params: Json, operation: str = "ListFindings", service: str = "inspector2") -> str:
    with pytest.raises(AwsError) as caught:
        check_input(shape(operation, service), params)
    return caught.value.message


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({"maxResults": 0}, "Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater"),
        ({"maxResults": "5"}, "at 'maxResults' failed to satisfy constraint: Member must be a integer"),
        ({"maxResults": True}, "at 'maxResults'"),
        ({"sortCriteria": {"field": "COLOUR", "sortOrder": "ASC"}}, "Member must satisfy enum value set: [AWS_ACC"),
        (
            {"sortCriteria": {"field": "SEVERITY"}},
            "Value at 'sortCriteria.sortOrder' failed to satisfy constraint: Mem",
        ),
        ({"filterCriteria": {"severity": []}}, "Member must have length greater than or equal to 1"),
    ],
)
def test_broken_constraints_are_named_as_aws_names_them(params: Json, sentence: str) -> None:
    assert sentence in refusal(params)


def test_several_problems_are_counted() -> None:
    assert refusal({"maxResults": 0, "filterCriteria": {"title": []}}).startswith("2 validation errors detected: ")


def test_a_missing_member_is_null() -> None:
    assert "Value at 'findingArns' failed" in refusal({}, "BatchGetFindingDetails")


def test_the_lower_bound_of_ssm_pages_holds() -> None:
    assert "greater than or equal to 5" in refusal({"MaxResults": 4}, "DescribeInstanceInformation", "ssm")


def test_unknown_members_pass_in_requests_and_not_in_answers() -> None:
    check_input(shape("ListFindings"), {"colour": "blue"})
    problems = output_problems(shape("ListFindings", side="output_shape"), {"findings": [], "colour": "blue"})
    assert problems == ["'colour' is not in the model"]


def test_an_incomplete_finding_is_a_problem() -> None:
    problems = output_problems(shape("ListFindings", side="output_shape"), {"findings": [{"severity": "HIGH"}]})
    assert any("findings.1.member.findingArn" in one for one in problems)
