"""Which stack a resource belongs to."""

import json

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.aws.clients import Boto, Clients

TEMPLATE = json.dumps(
    {
        "Resources": {
            "Orders": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "orders"}},
            "Paid": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "paid"}},
        }
    }
)


@pytest.fixture
def stacks(client: Clients) -> Boto:
    found = client("cloudformation")
    found.create_stack(StackName="shop", TemplateBody=TEMPLATE)
    return found


def test_a_resource_leads_to_its_stack_and_all_that_belongs_to_it(stacks: Boto) -> None:
    named = stacks.describe_stack_resources(StackName="shop")["StackResources"]
    assert {each["LogicalResourceId"]: each["ResourceType"] for each in named} == {
        "Orders": "AWS::SQS::Queue",
        "Paid": "AWS::SNS::Topic",
    }
    by_one = stacks.describe_stack_resources(PhysicalResourceId=named[0]["PhysicalResourceId"])["StackResources"]
    assert by_one == named
    only = stacks.describe_stack_resources(StackName="shop", LogicalResourceId="Paid")["StackResources"]
    assert [each["LogicalResourceId"] for each in only] == ["Paid"]
    stacks.delete_stack(StackName="shop")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"StackName": "none"}, "Stack with id none does not exist"),
        ({"PhysicalResourceId": "i-0123456789abcdef0"}, "Stack for i-0123456789abcdef0 does not exist"),
        ({}, "must be specified"),
        ({"StackName": "a", "PhysicalResourceId": "b"}, "must be specified"),
    ],
)
def test_what_no_stack_has_is_refused_in_aws_words(client: Clients, asked: dict[str, str], said: str) -> None:
    with pytest.raises(ClientError, match=said) as told:
        client("cloudformation").describe_stack_resources(**asked)
    assert told.value.response["Error"]["Code"] == "ValidationError"
