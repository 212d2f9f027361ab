"""Relatives."""

from core.alerts.alert import Alert
from core.alerts.grouping import keys


def words(**fields: object) -> list[str]:
    return [said for _, said in keys(Alert.model_validate({"fingerprint": "f", "title": "t"} | fields))]


def test_the_resource_is_nearer_than_its_parents() -> None:
    labels = {"AutoScalingGroupName": "web", "instance": "db-1:9100"}
    assert words(resource="i-0abc", labels=labels) == [
        "same resource i-0abc",
        "same AutoScalingGroupName web",
        "same host db-1",
    ]


def test_an_alarm_is_no_resource_that_others_share() -> None:
    assert words(resource="arn:aws:cloudwatch:eu-west-1:111122223333:alarm:cpu") == []


def test_services_of_different_environments_are_no_relatives() -> None:
    found = [
        next(iter(keys(Alert(fingerprint="f", title="t", labels={"service": "orders", "env": env}))))
        for env in ("production", "staging")
    ]
    assert found[0][0] != found[1][0]


def test_a_cluster_is_too_wide_to_make_relatives() -> None:
    assert words(labels={"cluster": "prod", "team": "sre"}) == []
