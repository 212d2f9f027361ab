import pytest
from botocore.exceptions import ClientError

from tests.sandbox.aws.clients import Boto, Clients

DOCUMENT = "AWS-GatherSoftwareInventory"


@pytest.fixture(scope="module")
def ssm(client: Clients) -> Boto:
    return client("ssm")


def test_the_inventory_is_collected_by_an_association(ssm: Boto) -> None:
    (found,) = ssm.list_associations(AssociationFilterList=[{"key": "Name", "value": DOCUMENT}])["Associations"]
    assert (found["Name"], found["ScheduleExpression"]) == (DOCUMENT, "rate(30 minutes)")
    assert ssm.list_associations(AssociationFilterList=[{"key": "Name", "value": "AWS-Other"}])["Associations"] == []


def test_an_association_that_does_not_exist_is_not_started(ssm: Boto) -> None:
    with pytest.raises(ClientError, match="AssociationDoesNotExist"):
        ssm.start_associations_once(AssociationIds=["00000000-0000-0000-0000-000000000000"])


def test_another_region_has_none(client: Clients) -> None:
    assert client("ssm", region="eu-west-1").list_associations()["Associations"] == []
