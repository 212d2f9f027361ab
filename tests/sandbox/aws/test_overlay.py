import pytest

from sandbox.aws.call import Call, service_model
from sandbox.aws.overlay import OPERATIONS, page_members


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_of_ours_is_one_of_the_service(name: str) -> None:
    service, operation = name.split(":")
    assert operation in service_model(service).operation_names
    assert Call(service, operation, "json", "us-west-2", "AKIASANDBOX").name == name


@pytest.mark.parametrize("name", [name for name in OPERATIONS if page_members(name)])
def test_paging_members_are_those_of_the_model(name: str) -> None:
    service, operation = name.split(":")
    model = service_model(service).operation_model(operation)
    members = page_members(name)
    assert members is not None
    assert model.input_shape is not None
    assert model.output_shape is not None
    assert members.asked in model.input_shape.members
    assert {members.items, members.following} <= set(model.output_shape.members)
