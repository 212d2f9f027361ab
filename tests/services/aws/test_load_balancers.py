"""What Elastic Load Balancing tells of targets, on the sandbox."""

from collections.abc import Iterator, Mapping

import boto3
import pytest

from core.errors import NotFound, Upstream
from sandbox.aws.server import running
from services.aws.load_balancers import LoadBalancers
from services.aws.session import Aws
from tests.services.aws.wire import Wire, aws_error, fails


@pytest.fixture
def balancers(monkeypatch: pytest.MonkeyPatch, session: boto3.Session) -> Iterator[LoadBalancers]:
    with running(fleet=12, findings=0) as sandbox:
        monkeypatch.setenv("AWS_ENDPOINT_URL", sandbox.url)
        yield LoadBalancers(Aws(sandbox.world.account.region, session=session))


def test_the_groups_behind_a_balancer_and_their_targets(balancers: LoadBalancers) -> None:
    groups = {each.name: each for each in balancers.groups_of("app/sandbox-web/50dc6c495c0c9188")}
    assert set(groups) == {"web", "api"}
    targets = balancers.targets(groups["web"].arn)
    assert {each.state for each in targets} == {"healthy"}
    assert all(each.id.startswith("i-") and not each.reason for each in targets)
    assert balancers.group(groups["web"].arn.rpartition(":")[2]) == (groups["web"],)


def test_every_balancer_is_listed_with_what_its_arn_and_dns_call_it(balancers: LoadBalancers) -> None:
    [found] = balancers.balancers()
    assert found.name == "sandbox-web"
    assert found.ident.startswith("app/sandbox-web/")
    assert found.host.endswith(".elb.amazonaws.com")


def test_what_does_not_exist_is_not_found(balancers: LoadBalancers) -> None:
    with pytest.raises(NotFound, match="DescribeLoadBalancers"):
        balancers.groups_of("app/other/1")
    with pytest.raises(NotFound, match="DescribeTargetGroups"):
        balancers.group("targetgroup/other/1")


def test_every_page_of_groups_is_read(aws: Aws, wire: Wire) -> None:
    wire.on("elbv2", "DescribeLoadBalancers", lambda _: {"LoadBalancers": [{"LoadBalancerArn": "arn:lb"}]})

    def page(asked: Mapping[str, object]) -> dict[str, object]:
        group = {"TargetGroupArn": "arn:b" if "Marker" in asked else "arn:a"}
        return {"TargetGroups": [group]} | ({} if "Marker" in asked else {"NextMarker": "m"})

    wire.on("elbv2", "DescribeTargetGroups", page)
    assert [each.arn for each in LoadBalancers(aws).groups_of("net/shop/1")] == ["arn:a", "arn:b"]


def test_every_page_of_balancers_is_read(aws: Aws, wire: Wire) -> None:
    def page(asked: Mapping[str, object]) -> dict[str, object]:
        arn = f"arn:aws:elasticloadbalancing:us-west-2:1:loadbalancer/net/{'b' if 'Marker' in asked else 'a'}/1"
        return {"LoadBalancers": [{"LoadBalancerArn": arn}]} | ({} if "Marker" in asked else {"NextMarker": "m"})

    wire.on("elbv2", "DescribeLoadBalancers", page)
    assert [each.ident for each in LoadBalancers(aws).balancers()] == ["net/a/1", "net/b/1"]


def test_a_refusal_is_no_empty_answer(aws: Aws, wire: Wire) -> None:
    wire.on("elbv2", "DescribeTargetHealth", fails(aws_error("AccessDenied", status=403)))
    with pytest.raises(Upstream):
        LoadBalancers(aws).targets("arn:a")
