"""What concerns an instance."""

import pytest

from core.security.scope import Scope, concerned, concerns
from tests.core.security.samples import record

SCOPE = Scope(ids=("i-0a1", "sg-1", "vol-1"), roles=("web",), profiles=("web-profile",))


@pytest.mark.parametrize(
    "more",
    [
        {"requestParameters": {"instancesSet": {"items": [{"instanceId": "i-0a1"}]}}},
        {"requestParameters": {"groupId": "sg-1"}},
        {"responseElements": {"volumeId": "vol-1"}},
        {"resources": [{"ARN": "arn:aws:ec2:us-west-2:123456789012:instance/i-0a1"}]},
        {"requestParameters": {"roleName": "web"}},
        {"requestParameters": {"iamInstanceProfile": {"arn": "arn:aws:iam::1:instance-profile/web-profile"}}},
        {"userIdentity": {"type": "AssumedRole", "arn": "arn:aws:sts::1:assumed-role/other/i-0a1"}},
        {"userIdentity": {"type": "AssumedRole", "sessionContext": {"sessionIssuer": {"userName": "web"}}}},
    ],
)
def test_events_about_the_machine_its_groups_volumes_and_role_concern_it(more: dict[str, object]) -> None:
    assert concerns({**record(1), **more}, SCOPE)


@pytest.mark.parametrize(
    "more",
    [
        {"requestParameters": {"groupId": "sg-2"}},
        {"requestParameters": {"roleName": "web-admin"}},
        {"requestParameters": {"roleName": "my-web"}},
        {
            "userIdentity": {
                "type": "AssumedRole",
                "arn": "arn:aws:sts::1:assumed-role/web/i-0f69519d5bc9f01d7",
                "sessionContext": {"sessionIssuer": {"userName": "web"}},
            }
        },
        {},
    ],
)
def test_others_do_not(more: dict[str, object]) -> None:
    assert not concerns({**record(1), **more}, SCOPE)


def test_without_a_scope_everything_counts() -> None:
    assert concerned([record(1), {}], Scope()) == frozenset({0, 1})
