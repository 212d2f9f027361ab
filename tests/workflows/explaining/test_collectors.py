"""What each collector makes of what it is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.causes.subject import Subject
from core.certificates import KeptCertificate
from core.errors import NotFound
from core.flow_rejects import Reject, Rejects
from core.gaps import Gap
from services.aws.alarms import FiringAlarm
from services.aws.ec2 import Fleet
from services.aws.ecs import EcsService, Rollout, StoppedTask
from services.aws.health_events import HealthEvent, NoSupportPlan
from services.aws.load_balancers import TargetGroup, TargetHealth
from services.aws.rds import DatabaseEvent
from services.probes.names import Resolved
from services.probes.ports import Certificate, Knock
from tests.core.examples import NOW, instance, instance_id
from tests.workflows.explaining.world import alert
from workflows.explaining.case import Case, Gathered
from workflows.explaining.collectors.alarms import AlarmCollector
from workflows.explaining.collectors.certificates import CertificateCollector
from workflows.explaining.collectors.changes import ChangeCollector
from workflows.explaining.collectors.databases import DatabaseCollector
from workflows.explaining.collectors.ecs import EcsCollector
from workflows.explaining.collectors.flow_logs import FlowCollector
from workflows.explaining.collectors.health_events import HealthCollector
from workflows.explaining.collectors.logs import LogCollector
from workflows.explaining.collectors.probes import DnsCollector, TcpCollector, TlsCollector
from workflows.explaining.collectors.targets import TargetCollector
from workflows.explaining.collectors.tools import ToolCollector
from workflows.explaining.shelf import shelf
from workflows.trail import TrailAnswer

HOST = "api.example.com"


def case(subject: Subject | None = None, **names: str) -> Case:
    return Case(alert(), subject or Subject(), names, NOW - timedelta(minutes=10), NOW)


def kinds(found: Gathered) -> list[str]:
    return [each.kind for each in found.evidence]


@dataclass
class Says:
    """Anything that answers every question with the same."""

    answer: Any

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever the test gave
        return lambda *_, **__: self.answer


def _certificate(**more: object) -> Certificate:
    made = {
        "host": HOST,
        "ends": NOW + timedelta(days=90),
        "names": (HOST,),
        "issuer": "CA",
        "fits": True,
        "trusted": True,
    }
    return Certificate.model_validate({**made, **more})


def test_a_certificate_is_judged_by_its_end_its_names_and_its_chain() -> None:
    def told(**more: object) -> list[str]:
        return kinds(TlsCollector(Says(_certificate(**more))).collect(case(host=HOST)))  # type: ignore[arg-type]

    assert told() == ["certificate_valid"]
    assert told(ends=NOW + timedelta(hours=20)) == ["certificate_expires_soon"]
    assert told(ends=NOW - timedelta(hours=1)) == ["certificate_expired"]
    assert told(fits=False, trusted=False, why="self-signed") == ["certificate_name_mismatch", "certificate_untrusted"]


def test_names_and_ports_are_told_apart() -> None:
    dns = DnsCollector(Says(Resolved(answer="missing")))  # type: ignore[arg-type]
    assert kinds(dns.collect(case(host=HOST))) == ["dns_missing"]
    knock = Knock(host=HOST, address="192.0.2.1", port=5432, outcome="silent")
    tcp = TcpCollector(Says(knock))  # type: ignore[arg-type]
    assert kinds(tcp.collect(case(host=HOST, port="5432"))) == ["tcp_timeout"]


def test_where_nothing_is_named_nothing_is_asked_and_that_is_said() -> None:
    for collector in (TlsCollector, DnsCollector, TcpCollector, EcsCollector, DatabaseCollector, LogCollector):
        found = collector(Says(None)).collect(case())  # type: ignore[arg-type]
        assert found.evidence == ()
        assert found.gaps[0].by_choice


def test_ecs_tells_missing_tasks_ends_and_the_last_rollout() -> None:
    rollout = Rollout(status="PRIMARY", task_definition="cart:43", began=NOW - timedelta(minutes=20), failed_tasks=0)
    service = EcsService(name="cart", cluster="shop", desired=4, running=1, task_definition="cart:43",
                         rollouts=(rollout,), events=())  # fmt: skip
    ended = StoppedTask(task="t", stopped=NOW, reason="OutOfMemoryError", exit_codes=(137,), task_definition="cart:43")

    class Shop:
        def service(self, cluster: str, name: str) -> EcsService:
            del cluster, name
            return service

        def stopped(self, cluster: str, name: str) -> tuple[StoppedTask, ...]:
            del cluster, name
            return (ended,)

    found = EcsCollector(Shop()).collect(case(Subject(cluster="shop", ecs_service="cart")))  # type: ignore[arg-type]
    assert kinds(found) == ["tasks_missing", "oom_killed", "deployment_before"]


def test_events_of_a_database_become_evidence_by_their_category() -> None:
    def event(category: str) -> DatabaseEvent:
        return DatabaseEvent(at=NOW, message="It happened", categories=(category,))

    events = tuple(event(each) for each in ("failover", "backup", "low storage"))
    found = DatabaseCollector(Says(events)).collect(case(Subject(db="orders-db")))  # type: ignore[arg-type]
    assert kinds(found) == ["db_failover", "db_storage_low"]


def test_other_alarms_are_one_fact_with_their_count() -> None:
    near = [FiringAlarm(name=f"a{n}", since=NOW, things=()) for n in range(5)]
    far = FiringAlarm(name="old", since=NOW - timedelta(days=2), things=())
    [fact] = AlarmCollector(Says((*near, far))).collect(case()).evidence  # type: ignore[arg-type]
    assert fact.said == "5 other alarms began to fire within an hour: a0, a1, a2 and 2 more."


def test_only_errors_that_are_new_are_told_and_quoted() -> None:
    class Twice:
        def rows(self, group: str, query: str, since: datetime, until: datetime) -> list[Mapping[str, str]]:
            del group, query, since
            known: list[Mapping[str, str]] = [{"@pattern": "old error", "@sampleCount": "4"}]
            return known if until < NOW else [*known, {"@pattern": "new error <@U1>", "@sampleCount": "12"}]

    found = LogCollector(Twice()).collect(case(Subject(log_group="/app")))  # type: ignore[arg-type]
    [fact] = found.evidence
    assert (fact.quoted, fact.values["error_count"]) == ("new error <@U1>", "12")


def test_acm_s_certificate_for_the_host_gives_its_arn() -> None:
    arn = "arn:aws:acm:us-west-2:123456789012:certificate/1"
    kept = KeptCertificate(arn=arn, domain="*.example.com", ends=NOW + timedelta(days=2), in_use=True, renews=False)
    other = kept.model_copy(update={"domain": "example.org"})
    [fact] = CertificateCollector(Says((kept, other))).collect(case(host=HOST)).evidence  # type: ignore[arg-type]
    assert (fact.kind, fact.values["certificate_arn"]) == ("certificate_expires_soon", arn)


def test_late_changes_are_named_and_reads_are_not_missed() -> None:
    gaps = (Gap(what="some of the parameters read", why="late"), Gap(what="events before noon", why="late"))
    collector = ChangeCollector(Says(TrailAnswer((), gaps, NOW, NOW)))  # type: ignore[arg-type]
    late = Case(alert(), Subject(), {}, NOW, NOW)
    assert [gap.what for gap in collector.collect(late).gaps] == ["events before noon", "changes of the last minutes"]
    assert [gap.what for gap in collector.collect(case()).gaps] == ["events before noon"]


def test_tools_of_a_server_are_called_with_the_alert_s_names_and_read_like_a_log() -> None:
    class Stub:
        name = "signoz"
        tools: Mapping[str, Mapping[str, str]] = {"logs": {"q": "service={service}"}, "pods": {"pod": "{pod}"}}
        asked: Mapping[str, Mapping[str, str]] = {}

        def call(self, calls: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
            self.asked = calls
            return {"logs": "line one\nOOMKilled now\n<!channel> obey"}

    stub = Stub()
    signs = [sign for one in shelf().specialists for sign in one.signs]
    found = ToolCollector(stub, signs).collect(case(service="cart"))  # type: ignore[arg-type]
    assert stub.asked == {"logs": {"q": "service=cart"}}
    [fact] = [each for each in found.evidence if each.kind == "told_oom"]
    assert (fact.quoted, fact.trust, fact.source) == ("OOMKilled now", "told", "signoz (logs)")
    assert ToolCollector(stub, signs).collect(case()).gaps[0].by_choice  # type: ignore[arg-type]


def test_open_issues_at_aws_count_in_full_for_the_alert_s_own_services() -> None:
    events = (
        HealthEvent(service="RDS", code="AWS_RDS_ISSUE"),
        HealthEvent(service="SES", code="AWS_SES_ISSUE"),
    )
    found = HealthCollector(Says(events), "us-west-2").collect(case(Subject(db="orders-db")))  # type: ignore[arg-type]
    assert [(each.kind, each.component, each.strength) for each in found.evidence] == [
        ("health_event", "RDS", 1.0),
        ("health_event", "SES", 0.4),
    ]


def test_an_account_that_may_not_ask_aws_health_says_so() -> None:
    class Basic:
        def open_issues(self, region: str) -> tuple[HealthEvent, ...]:
            raise NoSupportPlan(region)

    [gap] = HealthCollector(Basic(), "us-west-2").collect(case()).gaps  # type: ignore[arg-type]
    assert gap.by_choice
    assert "support plan" in gap.why


@dataclass
class Balanced:
    """One target group with these targets; knows by which way it was asked for."""

    targets_: tuple[TargetHealth, ...]
    asked: str = ""

    def group(self, group: str) -> tuple[TargetGroup, ...]:
        self.asked = group
        return (TargetGroup(arn="arn:of-web", name="web", health_path="/ready"),)

    def groups_of(self, balancer: str) -> tuple[TargetGroup, ...]:
        return self.group(balancer)

    def targets(self, group_arn: str) -> tuple[TargetHealth, ...]:
        return self.targets_ if group_arn == "arn:of-web" else ()


def _target(ident: str, state: str = "healthy", reason: str = "") -> TargetHealth:
    return TargetHealth(id=ident, port="80", state=state, reason=reason, description="Request timed out" * bool(reason))


def test_failing_targets_are_named_with_the_balancer_s_reason() -> None:
    balanced = Balanced((_target("i-1"), _target("i-2", "unhealthy", "Target.Timeout"), _target("i-3", "draining")))
    found = TargetCollector(balanced).collect(case(Subject(balancer="app/shop/50dc")))  # type: ignore[arg-type]
    assert (balanced.asked, kinds(found)) == ("app/shop/50dc", ["targets_unhealthy", "targets_timeout"])
    said = (
        "1 of 2 targets of web fail their health check: i-2. The load balancer says Target.Timeout (Request timed out)."
    )
    assert found.evidence[0].said == said
    assert found.evidence[0].values["instance_id"] == "i-2"
    assert found.evidence[0].values["health_path"] == "/ready"


def test_targets_that_all_pass_speak_against_it_and_none_that_is_checked_says_nothing() -> None:
    subject = Subject(target_group="targetgroup/web/73e2", balancer="app/shop/50dc")
    balanced = Balanced((_target("i-1"), _target("i-2")))
    assert kinds(TargetCollector(balanced).collect(case(subject))) == ["targets_healthy"]  # type: ignore[arg-type]
    assert balanced.asked == "targetgroup/web/73e2"
    idle = Balanced((_target("i-1", "unused"),))
    assert kinds(TargetCollector(idle).collect(case(subject))) == []  # type: ignore[arg-type]


def test_a_balancer_that_is_gone_is_said_to_be_gone() -> None:
    class Gone(Balanced):
        def groups_of(self, balancer: str) -> tuple[TargetGroup, ...]:
            raise NotFound(f"{balancer} is not known")

    found = TargetCollector(Gone(())).collect(case(Subject(balancer="app/shop/50dc")))  # type: ignore[arg-type]
    assert [(gap.why, gap.by_choice) for gap in found.gaps] == [("there is no app/shop/50dc any more", True)]


def test_an_alert_of_no_load_balancer_is_no_question() -> None:
    found = TargetCollector(Balanced(())).collect(case())  # type: ignore[arg-type]
    assert [gap.by_choice for gap in found.gaps] == [True]


def _rejects(*sources: str) -> Says:
    rejects = tuple(Reject(source_ip=each, port=5432, flows=40, packets=80) for each in sources)
    return Says(Rejects(rejects=rejects, gaps=(Gap(what="more", why="of it"),)))


def test_connections_of_our_own_networks_that_were_turned_away_are_told_and_the_internet_s_are_not() -> None:
    looks = FlowCollector(Says(Fleet((instance(),))), _rejects("10.0.3.7", "9.9.9.9", "odd"))  # type: ignore[arg-type]
    found = looks.collect(case(Subject(instance_id=instance_id())))
    said = f"40 connections from 10.0.3.7 to port 5432 of {instance_id()} were turned away."
    assert [(each.kind, each.said) for each in found.evidence] == [("flow_rejects", said)]
    assert [gap.what for gap in found.gaps] == ["more"]


def test_flow_logs_of_a_machine_that_is_gone_or_not_named_are_not_asked() -> None:
    looks = FlowCollector(Says(Fleet(())), _rejects("10.0.3.7"))  # type: ignore[arg-type]
    assert looks.collect(case(Subject(instance_id=instance_id()))).gaps[0].by_choice
    assert looks.collect(case()).gaps[0].by_choice
