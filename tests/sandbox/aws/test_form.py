import pytest

from sandbox.aws.call import service_model
from sandbox.aws.form import Form, FormError


def params(service: str, operation: str, protocol: str, sent: dict[str, str]) -> dict[str, object]:
    return Form(sent, protocol).params(service_model(service).operation_model(operation).input_shape)


def test_ec2_numbers_lists_directly_and_begins_names_with_a_capital() -> None:
    sent = {
        "InstanceSpecification.InstanceId": "i-1",
        "InstanceSpecification.ExcludeBootVolume": "true",
        "TagSpecification.1.ResourceType": "snapshot",
        "TagSpecification.1.Tag.2.Key": "b",
        "TagSpecification.1.Tag.1.Key": "a",
    }
    assert params("ec2", "CreateSnapshots", "ec2", sent) == {
        "InstanceSpecification": {"InstanceId": "i-1", "ExcludeBootVolume": True},
        "TagSpecifications": [{"ResourceType": "snapshot", "Tags": [{"Key": "a"}, {"Key": "b"}]}],
    }


def test_the_query_protocol_numbers_members() -> None:
    sent = {"TargetGroupArn": "arn", "Targets.member.1.Id": "i-1", "Targets.member.1.Port": "80"}
    assert params("elbv2", "RegisterTargets", "query", sent) == {
        "TargetGroupArn": "arn",
        "Targets": [{"Id": "i-1", "Port": 80}],
    }


@pytest.mark.parametrize("sent", [{"DryRun": "perhaps"}, {"MaxResults": "many"}])
def test_a_value_of_another_type_is_an_error(sent: dict[str, str]) -> None:
    with pytest.raises(FormError):
        params("ec2", "DescribeSnapshots", "ec2", sent)


def test_what_the_model_does_not_have_stays_unread() -> None:
    form = Form({"DryRun": "true", "Colour": "red", "Version": "2016-11-15"}, "ec2")
    form.params(service_model("ec2").operation_model("DescribeSnapshots").input_shape)
    assert form.unread() == ["Colour"]
