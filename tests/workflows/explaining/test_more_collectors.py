"""What collectors make of deployments, of an alarm's past, and of what a database is busy with."""

from datetime import datetime, timedelta

from core.causes.subject import Subject
from core.errors import NotFound
from core.gaps import Gap
from core.resource_history import ConfigurationItem, ResourceHistory
from services.aws.alarms import Fired
from services.aws.code_deploy import CodeDeployment, CodeDeployments
from services.aws.database_load import Busy
from services.aws.rds import Database
from services.aws.stacks import StackEvent
from tests.core.examples import NOW
from tests.workflows.explaining.test_collectors import Says, case, kinds
from tests.workflows.explaining.world import alert
from workflows.explaining.case import Case, Gathered
from workflows.explaining.collectors.alarm_history import AlarmHistoryCollector
from workflows.explaining.collectors.config_history import ConfigCollector
from workflows.explaining.collectors.database_load import DatabaseLoadCollector
from workflows.explaining.collectors.deployments import CodeDeployCollector, StackCollector

BEFORE = NOW - timedelta(minutes=20)


def deployed(*found: CodeDeployment, subject: Subject | None = None, cut: bool = False) -> Gathered:
    told = CodeDeployments(found=found, cut=cut)
    return CodeDeployCollector(Says(told)).collect(case(subject))  # type: ignore[arg-type]


def deployment(**more: object) -> CodeDeployment:
    made = {"id": "d-1", "application": "shop", "group": "web", "status": "Succeeded", "began": BEFORE}
    return CodeDeployment.model_validate({**made, **more})


def test_a_deployment_before_counts_in_full_where_it_is_of_the_alert_s_own() -> None:
    [ours] = deployed(deployment(group="web-asg"), subject=Subject(group="web-asg")).evidence
    [other] = deployed(deployment()).evidence
    assert (ours.kind, ours.strength, ours.first_seen) == ("deployment_before", 1.0, BEFORE)
    assert 0 < other.strength < 1
    assert ours.values["deployment_id"] == "d-1"


def test_a_failed_deployment_is_told_with_what_codedeploy_says_of_it() -> None:
    found = deployed(deployment(status="Failed", error="Too many instances failed."))
    assert kinds(found) == ["deployment_before", "deployment_failed"]
    assert found.evidence[1].quoted == "Too many instances failed."
    assert deployed() == Gathered()


def test_one_that_was_taken_back_failed_whatever_its_status() -> None:
    [_, failed] = deployed(deployment(rolled_back_by="d-2")).evidence
    assert failed.said == "Deployment d-1 of shop/web is Succeeded, and d-2 took it back."


def test_a_failed_deployment_does_not_say_since_when_people_lose_something() -> None:
    events = (event(40, "UPDATE_FAILED"), event(45, "UPDATE_IN_PROGRESS", whole=True))
    found = (*deployed(deployment(status="Failed")).evidence, *changed(*events, subject=Subject(db="i-1")).evidence)
    assert [each.kind for each in found if each.kind == "deployment_failed"] == ["deployment_failed"] * 2
    assert not any(each.impact for each in found)


def test_new_machines_of_a_group_are_no_change_but_may_fail() -> None:
    assert deployed(deployment(creator="autoscaling")) == Gathered()
    assert kinds(deployed(deployment(creator="autoscaling", status="Failed"))) == ["deployment_failed"]


def test_more_deployments_than_were_read_are_a_gap_and_what_was_deployed_is_named() -> None:
    found = deployed(deployment(revision="shop/web@4f1c"), cut=True)
    assert found.evidence[0].said == "Deployment d-1 of shop/web (shop/web@4f1c) began; it is Succeeded."
    [gap] = found.gaps
    assert not gap.by_choice


def event(minutes: float, status: str, *, whole: bool = False, reason: str = "") -> StackEvent:
    at = NOW - timedelta(minutes=minutes)
    return StackEvent(stack="shop", at=at, resource="Web", status=status, reason=reason, whole=whole)


SERVICE = "arn:aws:ecs:us-west-2:123456789012:service/shop/checkout"


class Stacks:
    """One stack that owns one machine, and one service of ECS."""

    def __init__(self, *events: StackEvent) -> None:
        self._events = events

    def of(self, physical_id: str) -> str:
        return "shop" if physical_id in {"i-1", SERVICE} else ""

    def events(self, stack: str, since: datetime) -> tuple[StackEvent, ...]:
        assert stack == "shop"
        return tuple(each for each in self._events if each.at >= since)


def changed(*events: StackEvent, subject: Subject) -> Gathered:
    return StackCollector(Stacks(*events)).collect(case(subject))  # type: ignore[arg-type]


def test_the_change_of_a_stack_is_a_deployment_and_its_first_failure_is_quoted() -> None:
    events = (
        event(10, "UPDATE_ROLLBACK_IN_PROGRESS", whole=True),
        event(11, "UPDATE_FAILED", reason="later"),
        event(12, "UPDATE_FAILED", reason="The instance type is not supported."),
        event(20, "UPDATE_IN_PROGRESS", whole=True),
    )
    found = changed(*events, subject=Subject(instance_id="i-1"))
    assert kinds(found) == ["deployment_before", "deployment_failed"]
    assert found.evidence[0].first_seen == events[-1].at
    assert found.evidence[1].quoted == "The instance type is not supported."


def test_without_a_stack_or_a_change_there_is_nothing_and_why_is_told() -> None:
    assert changed(event(10, "UPDATE_COMPLETE", whole=True), subject=Subject(instance_id="i-1")) == Gathered()
    for subject in (Subject(), Subject(instance_id="i-2")):
        [gap] = changed(subject=subject).gaps
        assert gap.by_choice


def placed(subject: Subject) -> Case:
    where = {"account": "123456789012", "region": "us-west-2"}
    return Case(alert().model_copy(update=where), subject, {}, NOW - timedelta(minutes=10), NOW)


def test_a_service_of_ecs_is_found_in_its_stack_by_its_arn() -> None:
    collector = StackCollector(Stacks(event(20, "UPDATE_IN_PROGRESS", whole=True)))  # type: ignore[arg-type]
    subject = Subject(cluster="shop", ecs_service="checkout")
    assert kinds(collector.collect(placed(subject))) == ["deployment_before"]
    [gap] = collector.collect(case(subject)).gaps
    assert gap.by_choice


def fired(hours_ago: float, minutes: float | None = 4) -> Fired:
    start = NOW - timedelta(hours=hours_ago)
    return Fired(start=start, end=None if minutes is None else start + timedelta(minutes=minutes))


def history(*times: Fired, kind: str = "cloudwatch alarm") -> Gathered:
    now = Case(alert().model_copy(update={"kind": kind}), Subject(), {}, NOW - timedelta(minutes=10), NOW)
    return AlarmHistoryCollector(Says(times)).collect(now)  # type: ignore[arg-type]


def test_an_alarm_that_fires_often_and_shortly_is_told_apart_from_one_that_fired_before() -> None:
    [often] = history(*(fired(hours) for hours in (120, 96, 72, 48, 24))).evidence
    assert (often.kind, often.values["alarm_times"], often.values["alarm_minutes"]) == ("alarm_often", "5 times", "4")
    assert kinds(history(fired(30, 120), fired(0.1, None))) == ["alarm_before"]
    assert kinds(history(*(fired(hours, 90) for hours in (120, 96, 72, 48, 24)))) == ["alarm_before"]


def test_an_alarm_that_fires_for_longer_than_the_alert_says_tells_since_when() -> None:
    [lasting] = history(fired(0.75, None)).evidence
    assert (lasting.kind, lasting.first_seen, lasting.impact) == ("alarm_lasting", NOW - timedelta(minutes=45), True)
    flapping, before = history(fired(0.75, 10), fired(0.5, 15), fired(0.1, None)).evidence
    assert (flapping.kind, flapping.first_seen) == ("alarm_flapping", NOW - timedelta(minutes=45))
    assert flapping.said.endswith("with 2 short pauses.")
    assert before.kind == "alarm_before"


def test_an_alarm_that_had_recovered_before_the_alert_has_not_fired_since() -> None:
    assert kinds(history(fired(1, 45))) == ["alarm_before"]
    assert kinds(history(fired(2, 30), fired(0.1, None))) == ["alarm_before"]


def test_the_last_time_is_told_with_its_length() -> None:
    [fact] = history(fired(48, 4), fired(24, 12)).evidence
    assert fact.said.endswith("usually for 8 min; last on 2026-11-19 at 02:10 UTC for 12 min.")


def test_the_present_time_is_none_before_and_other_alerts_have_no_such_history() -> None:
    assert history(fired(0.1, None)) == Gathered()
    [gap] = history(fired(30), kind="generic").gaps
    assert gap.by_choice


class Insights:
    """A database whose load is told by group, now and before."""

    def __init__(self, now: tuple[Busy, ...], before: tuple[Busy, ...] = (), statements: tuple[Busy, ...] = ()) -> None:
        self._now, self._before, self._statements = now, before, statements

    def by(self, group: str, resource_id: str, since: datetime, until: datetime) -> tuple[Busy, ...]:
        assert resource_id == "db-ABC"
        if group == "db.sql_tokenized":
            return self._statements
        return self._before if until < since + timedelta(hours=2) and until < NOW - timedelta(minutes=30) else self._now


def busy(what: str, sessions: float, kind: str = "") -> Busy:
    return Busy(what=what, kind=kind, sessions=sessions)


class Rds:
    """One that knows every database but one."""

    def __init__(self, *, watched: bool = True) -> None:
        self._watched = watched

    def database(self, name: str) -> Database:
        if name == "gone":
            raise NotFound("There is no gone.")
        return Database(resource_id="db-ABC", insights=self._watched)


def load(insights: Insights, *, watched: bool = True, db: str = "shop-db") -> Gathered:
    collector = DatabaseLoadCollector(Rds(watched=watched), insights)  # type: ignore[arg-type]
    return collector.collect(case(Subject(db=db)))


def test_a_database_that_waits_for_locks_says_so_with_the_statement_behind_most_of_it() -> None:
    now = (busy("transactionid", 6, "Lock"), busy("CPU", 1))
    found = load(Insights(now, (busy("CPU", 1),), (busy("UPDATE  orders\n SET state = ?", 5),)))
    assert kinds(found) == ["db_load_up", "db_waits_lock", "db_top_statement"]
    assert found.evidence[0].said == "shop-db has 7.0 sessions at work, and had 1.0 before."
    assert found.evidence[1].values["db_wait_share"] == "86%"
    assert found.evidence[2].quoted == "UPDATE orders SET state = ?"


def test_storage_and_processor_are_told_apart() -> None:
    assert "db_waits_io" in kinds(load(Insights((busy("DataFileRead", 8, "IO"),))))
    assert "db_waits_cpu" in kinds(load(Insights((busy("CPU", 8),))))
    assert "db_waits_io" in kinds(load(Insights((busy("wait/io/table/sql/handler", 8),))))


def test_a_load_as_before_speaks_against_and_an_idle_one_is_not_up() -> None:
    assert kinds(load(Insights((busy("CPU", 5),), (busy("CPU", 5),)))) == ["db_load_steady"]
    assert kinds(load(Insights((busy("CPU", 0.2),)))) == ["db_load_steady"]


def test_where_it_is_off_or_no_database_is_named_that_is_a_choice() -> None:
    for found in (load(Insights(()), watched=False), load(Insights(()), db=""), load(Insights(()), db="gone")):
        assert [gap.by_choice for gap in found.gaps] == [True]
        assert found.evidence == ()


def recorded(*items: ConfigurationItem, subject: Subject, gaps: tuple[Gap, ...] = ()) -> Gathered:
    history = ResourceHistory(resource_type="t", resource_id="i-1", items=items, gaps=gaps)
    return ConfigCollector(Says(history), Rds()).collect(case(subject))  # type: ignore[arg-type]


def config_item(minutes: float, **configuration: object) -> ConfigurationItem:
    return ConfigurationItem(at=NOW - timedelta(minutes=minutes), status="OK", configuration=configuration)


def test_what_was_configured_otherwise_is_told_from_what_to_what() -> None:
    items = (
        config_item(20, instanceType="t3.small", state={"name": "running"}),
        config_item(2000, instanceType="m5.large", state={"name": "stopped"}),
    )
    [fact] = recorded(*items, subject=Subject(instance_id="i-1")).evidence
    assert fact.said == "i-1 was changed: instanceType: m5.large became instanceType: t3.small."
    assert (fact.kind, fact.first_seen) == ("change_before", items[0].at)


def test_what_only_passes_is_no_change_and_what_is_not_recorded_is_a_gap() -> None:
    passing = (config_item(20, state={"name": "running"}), config_item(30, state={"name": "stopped"}))
    assert recorded(*passing, subject=Subject(instance_id="i-1")) == Gathered()
    gap = Gap(what="history of i-1", why="AWS Config is not enabled here.", by_choice=True)
    assert recorded(subject=Subject(instance_id="i-1"), gaps=(gap,)).gaps == (gap,)
    [unasked] = recorded(subject=Subject(balancer="app/web/1")).gaps
    assert unasked.by_choice


class Histories:
    """Remembers what it was asked for, and has recorded nothing of it."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def of(self, resource_type: str, resource_id: str, since: datetime, until: datetime) -> ResourceHistory:
        assert since < until
        self.asked.append((resource_type, resource_id))
        return ResourceHistory(resource_type=resource_type, resource_id=resource_id)


def test_config_is_asked_by_the_id_that_it_knows_a_thing_by() -> None:
    histories = Histories()
    collector = ConfigCollector(histories, Rds())  # type: ignore[arg-type]
    for subject in (Subject(db="shop-db"), Subject(cluster="shop", ecs_service="checkout"), Subject(table="orders")):
        assert collector.collect(placed(subject)) == Gathered()
    assert histories.asked == [
        ("AWS::RDS::DBInstance", "db-ABC"),
        ("AWS::ECS::Service", SERVICE),
        ("AWS::DynamoDB::Table", "orders"),
    ]
    [gap] = collector.collect(placed(Subject(db="gone"))).gaps
    assert gap.by_choice
