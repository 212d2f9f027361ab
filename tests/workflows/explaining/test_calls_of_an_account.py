"""Who calls whom in the sandbox's account: tags, the load balancer and X-Ray together."""

import os
from collections.abc import Iterator

import boto3
import pytest

from core.causes.subject import Subject
from sandbox.aws.faults import Fault
from sandbox.aws.server import Aws as Sandbox
from sandbox.aws.server import running
from services.aws.cloudwatch import CloudWatch
from services.aws.crew import Crew
from services.aws.ec2 import Ec2
from services.aws.load_balancers import LoadBalancers
from services.aws.session import Aws
from services.aws.xray import XRay
from tests.workflows.explaining.world import alert
from workflows.explaining.case import Case
from workflows.explaining.collectors.calls import CallCollector
from workflows.explaining.surroundings import Neighbourhood, Sources

API_1 = "i-0fff7969126a03f88"


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    with running(fleet=12, findings=0) as sandbox:
        monkeypatch.setenv("AWS_ENDPOINT_URL", sandbox.url)
        yield sandbox


@pytest.fixture
def aws(account: Sandbox) -> Aws:
    return Aws(account.world.account.region, session=boto3.Session("AKIAEXAMPLE", "example"))


@pytest.fixture
def near(aws: Aws) -> Neighbourhood:
    sources = Sources(given={}, xray=XRay(aws), balancers=LoadBalancers(aws), machines=Ec2(aws))
    return Neighbourhood(sources, Crew(4, thread_name_prefix="test"))


def _case(account: Sandbox, about: Subject, service: str = "") -> Case:
    now = account.world.account.timeline.now()
    return Case(alert(metrics=("TargetResponseTime",), service=service), about, {}, now, now)


def _balancer(aws: Aws) -> Subject:
    return Subject(balancer=LoadBalancers(aws).balancers()[0].ident)


def test_a_tag_leads_from_the_balancer_by_its_machines_to_what_x_ray_traces(
    account: Sandbox, aws: Aws, near: Neighbourhood
) -> None:
    client = boto3.Session("AKIAEXAMPLE", "example").client("ec2", aws.region)
    for key, value in (("Service", "checkout-api"), ("DependsOn", "ledger")):
        client.create_tags(Resources=[API_1], Tags=[{"Key": key, "Value": value}])
    found = near.of(_case(account, _balancer(aws)))
    assert found.gaps == ()
    assert found.start is not None
    assert found.start.name == "sandbox-web"
    assert set(found.around.calls.callees("sandbox-web")) == {"checkout-api", "web-prod"}
    assert {"ledger", "payments", "cart", "orders-db"} <= set(found.around.calls.callees("checkout-api"))
    assert len(found.around.components["web-prod"].things) >= 2


def test_what_may_not_be_asked_is_named_and_the_rest_is_looked_at(
    account: Sandbox, aws: Aws, near: Neighbourhood
) -> None:
    account.world.faults.put({"elbv2:DescribeLoadBalancers": Fault(error="AccessDeniedException")})
    with Crew(4) as crew:
        collector = CallCollector(near, CloudWatch(aws, crew), XRay(aws), crew)
        found = collector.collect(_case(account, Subject(), "checkout-api"))
    assert [(gap.what, gap.by_choice) for gap in found.gaps] == [("load balancers", False)]
    assert "DescribeLoadBalancers" in found.gaps[0].why
