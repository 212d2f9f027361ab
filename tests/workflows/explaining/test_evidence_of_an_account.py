"""Deployments, an alarm's past and the load of a database, asked of the sandbox's account and weighed."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta

import boto3
import pytest

from core.causes.hypothesis import Report
from core.causes.subject import Subject
from core.errors import Upstream
from sandbox.aws.codedeploy.planted import Deployment, Deployments
from sandbox.aws.faults import Fault
from sandbox.aws.pi.planted import Load, Watched
from sandbox.aws.server import Aws as Sandbox
from sandbox.aws.server import running
from services.aws.alarms import Alarms
from services.aws.code_deploy import CodeDeploy
from services.aws.config_history import ConfigHistory
from services.aws.database_load import DatabaseLoad
from services.aws.rds import Rds
from services.aws.session import Aws
from services.aws.stacks import Stacks
from tests.workflows.explaining.world import alert
from workflows.explaining.case import Case, Collector, Gathered
from workflows.explaining.collectors.alarm_history import AlarmHistoryCollector
from workflows.explaining.collectors.config_history import ConfigCollector
from workflows.explaining.collectors.database_load import DatabaseLoadCollector
from workflows.explaining.collectors.deployments import CodeDeployCollector, StackCollector
from workflows.explaining.shelf import shelf
from workflows.explaining.weighing import weighed

UPDATE = "UPDATE orders SET state = ? WHERE id = ?"
ALARM = {
    "Namespace": "Shop",
    "MetricName": "Errors",
    "Statistic": "Sum",
    "Period": 60,
    "EvaluationPeriods": 1,
    "Threshold": 1,
    "ComparisonOperator": "GreaterThanThreshold",
}


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


def case(now: datetime, about: Subject, **more: object) -> Case:
    where = {"account": "123456789012", "region": "us-west-2", **more}
    return Case(alert().model_copy(update=where), about, {}, now - timedelta(minutes=2), now)


def report(looked_at: Case, *found: Gathered) -> Report:
    return weighed(looked_at, shelf().specialists, sum(found, Gathered()), ())


def database(account: Sandbox, aws: Aws, name: str, *loads: Load) -> None:
    aws.client("rds").create_db_instance(
        DBInstanceIdentifier=name,
        DBInstanceClass="db.m5.large",
        Engine="postgres",
        AllocatedStorage=20,
        MasterUsername="shop",
        MasterUserPassword="not-a-secret",
    )
    if loads:
        account.world.account.state.of(Watched).switch_on(account.world.account, name, *loads)


def test_a_database_whose_sessions_wait_for_locks_is_explained_by_locks(account: Sandbox, aws: Aws) -> None:
    now = account.world.account.timeline.now()
    usual = Load(now - timedelta(days=3), {("CPU", "CPU"): 0.8})
    held = Load(now - timedelta(minutes=20), {("CPU", "CPU"): 0.8, ("Lock", "transactionid"): 7.0}, {UPDATE: 6.5})
    database(account, aws, "shop-db", usual, held)
    looked_at = case(now, Subject(db="shop-db"))
    found = DatabaseLoadCollector(Rds(aws), DatabaseLoad(aws)).collect(looked_at)
    assert [each.kind for each in found.evidence] == ["db_load_up", "db_waits_lock", "db_top_statement"]
    assert found.evidence[-1].quoted == UPDATE
    told = report(looked_at, found)
    assert (told.verdict, told.hypotheses[0].name) == ("likely", "locks")


def test_what_is_switched_off_is_a_choice_and_what_may_not_be_asked_is_none(account: Sandbox, aws: Aws) -> None:
    now = account.world.account.timeline.now()
    database(account, aws, "plain-db")
    database(account, aws, "shop-db", Load(now - timedelta(days=3), {("CPU", "CPU"): 0.8}))
    collector = DatabaseLoadCollector(Rds(aws), DatabaseLoad(aws))
    for name in ("plain-db", "no-db"):
        [gap] = collector.collect(case(now, Subject(db=name))).gaps
        assert gap.by_choice
    account.world.faults.put({"pi:DescribeDimensionKeys": Fault(error="NotAuthorizedException")})
    with pytest.raises(Upstream, match="DescribeDimensionKeys"):
        collector.collect(case(now, Subject(db="shop-db")))


def test_a_failed_deployment_of_the_alert_s_own_service_explains_it(account: Sandbox, aws: Aws) -> None:
    now = account.world.account.timeline.now()
    deployments = account.world.account.state.of(Deployments)
    error = ("HEALTH_CONSTRAINTS", "Too many individual instances failed deployment.")
    began = now - timedelta(minutes=8)
    deployments.plant(Deployment("d-AAAAAAAA1", "checkout", "web", began, "Failed", started=began, error=error))
    looked_at = case(now, Subject(), service="checkout")
    found = CodeDeployCollector(CodeDeploy(aws)).collect(looked_at)
    assert [each.kind for each in found.evidence] == ["deployment_before", "deployment_failed"]
    told = report(looked_at, found)
    assert (told.verdict, told.hypotheses[0].name) == ("likely", "bad_deploy")
    assert "Deployment d-AAAAAAAA1" in told.hypotheses[0].text
    assert any(
        each.run.endswith("--deployment-id d-AAAAAAAA1 --auto-rollback-enabled") for each in told.hypotheses[0].actions
    )


def test_a_failed_deployment_of_another_service_hides_no_later_one_of_the_alert_s_own(
    account: Sandbox, aws: Aws
) -> None:
    now = account.world.account.timeline.now()
    deployments = account.world.account.state.of(Deployments)
    earlier, later = now - timedelta(minutes=50), now - timedelta(minutes=6)
    deployments.plant(Deployment("d-AAAAAAAA2", "billing", "web", earlier, "Failed", started=earlier))
    deployments.plant(Deployment("d-AAAAAAAA3", "checkout", "web", later, started=later))
    looked_at = case(now, Subject(), service="checkout")
    told = report(looked_at, CodeDeployCollector(CodeDeploy(aws)).collect(looked_at))
    first = told.hypotheses[0]
    assert first.name == "bad_deploy"
    assert "checkout/web" in [each.values["deployed_service"] for each in told.cited(first)]
    assert "Deployment d-AAAAAAAA3" in first.text


def test_an_alarm_that_was_put_tells_that_it_fired_before(account: Sandbox, aws: Aws) -> None:
    client = aws.client("cloudwatch")
    client.put_metric_alarm(AlarmName="shop-errors", **ALARM)  # type: ignore[arg-type]  # as above
    for state in ("ALARM", "OK", "ALARM"):
        client.set_alarm_state(AlarmName="shop-errors", StateValue=state, StateReason="tried")
    later = account.world.account.timeline.now() + timedelta(hours=1)
    looked_at = case(later, Subject(), kind="cloudwatch alarm", title="shop-errors")
    found = AlarmHistoryCollector(Alarms(aws)).collect(looked_at)
    assert [each.kind for each in found.evidence] == ["alarm_flapping", "alarm_before"]
    assert "with 1 short pause" in found.evidence[0].said


def test_a_fresh_account_has_none_of_it(account: Sandbox, aws: Aws) -> None:
    now = account.world.account.timeline.now()
    looked_at = case(now, Subject(cluster="shop", ecs_service="checkout"), kind="cloudwatch alarm", title="none")
    assert CodeDeployCollector(CodeDeploy(aws)).collect(looked_at) == Gathered()
    assert AlarmHistoryCollector(Alarms(aws)).collect(looked_at) == Gathered()
    others: tuple[Collector, ...] = (StackCollector(Stacks(aws)), ConfigCollector(ConfigHistory(aws), Rds(aws)))
    for each in others:
        found = each.collect(looked_at)
        assert (found.evidence, [gap.by_choice for gap in found.gaps]) == ((), [True])
