"""ARNs of what an alert is about."""

import pytest

from core.causes.arns import arns_of
from core.causes.subject import Subject, thing_of

ACCOUNT, REGION = "123456789012", "eu-west-1"


@pytest.mark.parametrize(
    "subject",
    [
        Subject(cluster="shop", ecs_service="checkout"),
        Subject(balancer="app/web/50dc6c495c0c9188"),
        Subject(target_group="targetgroup/web/73e2d6bc24d8a067"),
        Subject(certificate_arn="arn:aws:acm:eu-west-1:123456789012:certificate/1"),
    ],
)
def test_an_arn_names_the_thing_that_it_was_made_of(subject: Subject) -> None:
    [arn] = arns_of(subject, ACCOUNT, REGION).values()
    assert thing_of(arn) == subject


def test_the_most_exact_comes_first() -> None:
    every = Subject(balancer="app/web/1", target_group="targetgroup/web/1", cluster="shop", ecs_service="checkout")
    assert list(arns_of(every, ACCOUNT, REGION)) == ["ecs_service", "target_group", "balancer"]


@pytest.mark.parametrize(("region", "begins"), [("cn-north-1", "arn:aws-cn:"), ("us-gov-west-1", "arn:aws-us-gov:")])
def test_other_partitions_have_other_arns(region: str, begins: str) -> None:
    [arn] = arns_of(Subject(balancer="app/web/1"), ACCOUNT, region).values()
    assert arn.startswith(begins)


def test_nothing_is_made_up_where_account_region_or_cluster_are_not_known() -> None:
    service = Subject(cluster="shop", ecs_service="checkout")
    assert arns_of(service, "", REGION) == arns_of(service, ACCOUNT, "") == {}
    assert arns_of(Subject(ecs_service="checkout"), ACCOUNT, REGION) == {}
