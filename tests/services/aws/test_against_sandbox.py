from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import boto3
import pytest
from botocore.config import Config

from core.clock import SystemClock
from core.errors import Cause, Upstream
from core.findings import Severity
from sandbox.aws.faults import Fault
from sandbox.aws.server import Aws as Sandbox
from sandbox.aws.server import running
from services.aws.cloudtrail import CloudTrail
from services.aws.cloudwatch import CloudWatch
from services.aws.crew import Crew
from services.aws.ec2 import Ec2, missing
from services.aws.inspector import Inspector
from services.aws.session import Aws

ONCE = Config(retries={"total_max_attempts": 1}, read_timeout=3)


@pytest.fixture(scope="module")
def shared() -> Iterator[Sandbox]:
    with running(fleet=30, findings=450) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(shared: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    monkeypatch.setenv("AWS_ENDPOINT_URL", shared.url)
    yield shared
    shared.world.faults.clear()


@pytest.fixture
def aws(sandbox: Sandbox, session: boto3.Session) -> Aws:
    return Aws(sandbox.world.account.region, session=session, config=ONCE)


@pytest.fixture
def inspector(aws: Aws) -> Iterator[Inspector]:
    with ThreadPoolExecutor(8) as pool:
        yield Inspector(aws, pool)


def test_the_fleet_by_severity_and_by_instance_has_the_same_findings(aws: Aws, inspector: Inspector) -> None:
    fleet = Ec2(aws).instances()
    by_severity = inspector.active_findings()
    by_instance = inspector.active_findings([instance.instance_id for instance in fleet.instances])
    assert len(by_severity.findings) > 400
    assert by_severity.findings == by_instance.findings
    assert by_severity.gaps == by_instance.gaps == ()


def test_the_counts_are_those_of_the_list(inspector: Inspector) -> None:
    found = [finding.severity for finding in inspector.active_findings().findings]
    counts = inspector.counts()
    assert counts.total == len(found)
    assert (counts.critical, counts.high) == (found.count(Severity.CRITICAL), found.count(Severity.HIGH))


def test_every_instance_has_its_coverage(aws: Aws, inspector: Inspector) -> None:
    ids = [instance.instance_id for instance in Ec2(aws).instances().instances]
    covered = inspector.coverage(ids)
    assert set(covered) == set(ids)
    assert {each.scanned for each in covered.values()} == {True, False}
    assert inspector.status().enabled


def test_known_exploited_vulnerabilities_are_told(inspector: Inspector) -> None:
    arns = {finding.vulnerability_id: finding.arn for finding in inspector.active_findings().findings}
    facts = inspector.exploit_facts(arns)
    assert set(facts.known) == set(arns)
    assert any(each.known_exploited for each in facts.known.values())


def test_an_unknown_id_does_not_hide_a_known_one(aws: Aws) -> None:
    known = Ec2(aws).instances().instances[0].instance_id
    wanted = [known, "i-0123456789abcdef0"]
    fleet = Ec2(aws).instances(wanted)
    assert [instance.instance_id for instance in fleet.instances] == [known]
    assert missing(wanted, fleet) == ("i-0123456789abcdef0",)


def test_some_instances_are_exposed_and_some_are_not(aws: Aws) -> None:
    fleet = Ec2(aws).instances()
    assert {instance.exposed for instance in fleet.instances} >= {True, False}


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        (Fault(error="ThrottlingException"), Cause.THROTTLED),
        (Fault(error="AccessDeniedException"), Cause.DENIED),
        (Fault(error="ExpiredTokenException"), Cause.EXPIRED),
        (Fault(error="InternalServerException"), Cause.BROKEN),
    ],
)
def test_each_refusal_on_the_wire_has_its_cause(
    sandbox: Sandbox, inspector: Inspector, fault: Fault, cause: Cause
) -> None:
    sandbox.world.faults.put({"inspector2:ListFindings": fault})
    with pytest.raises(Upstream) as raised:
        inspector.active_findings()
    assert raised.value.cause is cause


def test_a_second_page_that_fails_on_the_wire_is_a_gap(sandbox: Sandbox, inspector: Inspector) -> None:
    sandbox.world.faults.put({"inspector2:ListFindings": Fault(error="ThrottlingException", page=2)})
    listing = inspector.active_findings()
    assert listing.findings
    assert all(gap.what.endswith("findings after page 1") for gap in listing.gaps)
    assert listing.gaps


def test_an_empty_page_on_the_wire_loses_nothing(sandbox: Sandbox, inspector: Inspector) -> None:
    whole = inspector.active_findings()
    sandbox.world.faults.put({"inspector2:ListFindings": Fault(empty_page=True)})
    assert inspector.active_findings() == whole


def test_instances_without_security_groups_are_still_told(sandbox: Sandbox, aws: Aws) -> None:
    sandbox.world.faults.put({"ec2:DescribeSecurityGroups": Fault(error="UnauthorizedOperation")})
    fleet = Ec2(aws).instances()
    assert fleet.instances
    assert [gap.what for gap in fleet.gaps] == ["which instances the internet can reach"]


def test_standard_retries_get_past_a_short_throttle(sandbox: Sandbox) -> None:
    sandbox.world.faults.put({"sts:GetCallerIdentity": Fault(error="Throttling", times=1)})
    assert Aws(sandbox.world.account.region).identity().account == sandbox.world.account.id


def test_the_changes_of_a_machine_are_told_at_the_pace_of_cloudtrail(aws: Aws) -> None:
    (api_2,) = Ec2(aws).instances(["i-0d70ac4ed9328e728"]).instances
    clock = SystemClock()
    with Crew(4) as crew:
        told = CloudTrail(aws, crew, clock).changes(api_2.instance_id, clock.now() - timedelta(days=3), api_2.tags)
    assert [(change.kind, change.by) for change in told.changes] == [
        ("patch", "nightly-scan"),
        ("deployment", "release-bot"),
    ]
    assert told.gaps == ()


@pytest.fixture
def cloudwatch(aws: Aws) -> Iterator[CloudWatch]:
    with Crew(4) as crew:
        yield CloudWatch(aws, crew)


def test_a_machine_has_its_metrics_of_two_weeks_without_a_missing_period(aws: Aws, cloudwatch: CloudWatch) -> None:
    web = next(each for each in Ec2(aws).instances().instances if each.name == "web-1")
    listed = cloudwatch.listed(web.instance_id).metrics
    assert {"AWS/EC2", "CWAgent"} <= {each.namespace for each in listed}
    now = SystemClock().now()
    readings = cloudwatch.read(listed, now - timedelta(days=14), now, 300)
    assert readings.gaps == ()
    assert {len(each.values) for each in readings.series} <= {14 * 288, 14 * 288 + 1}
    cpu = next(each for each in readings.series if each.metric.name == "CPUUtilization")
    assert sum(value is not None for value in cpu.values) > 0.9 * len(cpu.values)


def test_a_refused_metric_question_is_a_gap_and_no_empty_series(
    sandbox: Sandbox, aws: Aws, cloudwatch: CloudWatch
) -> None:
    web = next(each for each in Ec2(aws).instances().instances if each.name == "web-1")
    listed = cloudwatch.listed(web.instance_id).metrics
    sandbox.world.faults.put({"cloudwatch:GetMetricData": Fault(error="AccessDeniedException")})
    now = SystemClock().now()
    readings = cloudwatch.read(listed, now - timedelta(hours=1), now, 300)
    assert readings.series == ()
    assert "GetMetricData" in readings.gaps[0].why
