"""Instance ids as people give them."""

import pytest

from core.errors import NotFound
from tests.core.examples import ACCOUNT, REGION, instance_id
from workflows.targets import plain_ids

ONE, TWO = instance_id(1), instance_id(2)


def arn(account: str = ACCOUNT, region: str = REGION, partition: str = "aws") -> str:
    return f"arn:{partition}:ec2:{region}:{account}:instance/{ONE}"


@pytest.mark.parametrize(
    ("given", "ids"),
    [
        ((), ()),
        ((ONE,), (ONE,)),
        ((TWO, ONE, TWO), (TWO, ONE)),
        ((arn(), ONE), (ONE,)),
        ((arn(partition="aws-us-gov"),), (ONE,)),
    ],
)
def test_ids_and_arns_become_ids_once_and_in_order(given: tuple[str, ...], ids: tuple[str, ...]) -> None:
    assert plain_ids(given, ACCOUNT, REGION) == ids


@pytest.mark.parametrize("elsewhere", [arn(account="999999999999"), arn(region="eu-central-1")])
def test_an_arn_of_another_account_or_region_is_refused_with_both_places(elsewhere: str) -> None:
    with pytest.raises(NotFound) as refused:
        plain_ids([ONE, elsewhere], ACCOUNT, REGION)
    assert f"this assistant looks after account {ACCOUNT}, {REGION}" in str(refused.value)
    assert refused.value.sentence.startswith(f"{ONE} belongs to account ")
