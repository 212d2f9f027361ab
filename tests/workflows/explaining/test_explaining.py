from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from core.alerts import AlertLevel, AlertState, Incident, IncidentState, Member
from core.causes.wording import Wording
from core.errors import BadRequest, NotFound
from core.progress import Silent
from services.reasoning import Answered
from services.store.cache import Cache
from tests.core.examples import NOW, StillClock, instance_id
from tests.workflows.explaining.world import Bringing, alert, explainer, measured
from tests.workflows.fakes import DENIED
from tests.workflows.reporting import memory_store
from workflows.explaining.case import Case, Gathered
from workflows.explaining.reasoning import Advised, Price

POOL = "Database connection pool exhausted for user-service"
CERTIFICATE = "SSL certificate for api.example.com expires in 24 hours"


def _incident(*titles: str, **fields: object) -> Incident:
    members = tuple(
        Member(alert=alert(title, **fields), count=1, last_seen=NOW, state=AlertState.FIRING) for title in titles
    )
    return Incident(
        id="inc-1", state=IncidentState.OPEN, severity=AlertLevel.HIGH, title=titles[0], first_seen=NOW, last_seen=NOW,
        count=7, things=len(titles), members=members,
    )  # fmt: skip


def test_an_expiring_certificate_goes_to_network_and_the_reply_says_how_to_renew_it() -> None:
    found = explainer().explain("", CERTIFICATE, Silent())
    assert (found.specialist, found.cause) == ("network", "certificate_expiring")
    assert "api.example.com" in found.root_cause
    assert "24 hours" in found.root_cause
    assert any("renew" in step.say.lower() and "before it expires" in step.say for step in found.immediate_actions)


def test_an_exhausted_pool_goes_to_database_and_the_reply_says_how_to_scale_it() -> None:
    found = explainer().explain("", POOL, Silent())
    assert (found.specialist, found.cause) == ("database", "pool_exhausted")
    assert any("Scale the connection pool of user-service" in step.say for step in found.immediate_actions)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("getaddrinfo ENOTFOUND payments.internal.example.com", "dns_failure"),
        ("connect ECONNREFUSED in cart-service on port 6379", "connection_refused"),
        ("MongoDB pool: MongoWaitQueueFullException in orders-service", "mongodb_pool_exhausted"),
        ("canceling statement due to statement timeout on orders-db", "query_timeouts"),
        ("error budget burns since deployment of checkout-service", "bad_deploy"),
        ("No space left on device on web-3", "disk_full"),
        ("Essential container OOMKilled in cart-service", "oom_killed"),
        ("Pod cart-7f9 in CrashLoopBackOff", "crash_loop"),
        ("CPUCreditBalance of web-3 is zero", "credits_gone"),
    ],
)
def test_each_usual_failure_is_known_by_its_words(text: str, cause: str) -> None:
    found = explainer().explain("", text, Silent())
    assert found.cause == cause, [(each.name, each.score) for each in found.others]


def test_what_was_measured_makes_sure_and_is_cited() -> None:
    fact = measured("connections_up", "Connections of orders-db went from 24 to 88.",
                    values={"db": "orders-db", "connections": "88"})  # fmt: skip
    found = explainer({"metrics": Bringing(Gathered((fact,)))}).explain("", POOL, Silent())
    assert found.confidence.value > 0.9
    assert "orders-db has 88 connections in use, more than usual." in found.root_cause
    assert "CloudWatch" in found.confidence.basis


def _slow_callee() -> Gathered:
    values = {"upstream": "payments-db", "service": "checkout-api", "upstream_lead": "4 min before checkout-api",
              "upstream_share": "81 %", "upstream_trouble": "the time added to checkout-api"}  # fmt: skip
    said = "payments-db takes 0.35 s instead of 0.006 s, 4 min before checkout-api; 81 % of the time added to"
    fact = measured("upstream_troubled", f"{said} checkout-api is from there.", component="payments-db", strength=0.81,
                    values=values)  # fmt: skip
    return Gathered((fact,))


def test_a_callee_that_left_its_normal_first_is_the_cause_with_its_share() -> None:
    found = explainer({"calls": Bringing(_slow_callee())}).explain("", "Latency of checkout-api is high", Silent())
    assert (found.cause, found.verdict) == ("upstream", "likely")
    assert found.root_cause == (
        "payments-db left its normal, and what checkout-api shows follows it. It did so 4 min before checkout-api. "
        "About 81 % of the time added to checkout-api is from there."
    )
    assert found.immediate_actions[0].say == "Mend payments-db first: what calls it recovers by itself"


def test_calm_callees_take_a_told_upstream_off_the_first_place() -> None:
    told = "checkout-api: upstream payments failed, error rate is high"
    calm = measured("upstream_calm", "Of what checkout-api calls, nothing left its normal: payments.")
    without = explainer().explain("", told, Silent())
    against = explainer({"calls": Bringing(Gathered((calm,)))}).explain("", told, Silent())
    assert without.cause == "upstream"
    assert against.cause != "upstream"


def test_an_incident_is_explained_by_its_id_with_its_members() -> None:
    looking = Bringing()
    one = _incident(POOL, "other", labels={"DBInstanceIdentifier": "orders-db"}, at=NOW - timedelta(minutes=3))
    found = explainer({"metrics": looking}, one).explain("inc-1", "", Silent())
    assert (found.incident_id, found.alert.count) == ("inc-1", 7)
    assert looking.seen is not None
    assert looking.seen.subject.db == "orders-db"
    assert "2 things are affected" in found.impact


def test_an_unknown_incident_is_not_found_and_other_words_are_a_text() -> None:
    with pytest.raises(NotFound, match="inc-9"):
        explainer().explain("inc-9", "", Silent())
    assert explainer().explain("OOMKilled", "", Silent()).cause == "oom_killed"


def test_nothing_at_all_is_refused_with_a_hint() -> None:
    with pytest.raises(BadRequest, match="an incident or the text of an alert"):
        explainer().explain(" ", "", Silent())


def test_a_change_just_before_the_onset_is_named_and_one_after_it_is_not() -> None:
    def changed(minutes: float) -> Gathered:
        values = {"deployment": "A deployment of cart (cart:42)", "deployed_service": "cart"}
        fact = measured("deployment_before", "ann deployed cart with UpdateService. A deployment of cart (cart:42)",
                        first_seen=NOW + timedelta(minutes=minutes), values=values)  # fmt: skip
        return Gathered((fact,))

    one = _incident("HTTP 5xx error rate of cart is high", at=NOW)
    before = explainer({"changes": Bringing(changed(-4))}, one).explain("inc-1", "", Silent())
    after = explainer({"changes": Bringing(changed(+20))}, one).explain("inc-1", "", Silent())
    assert before.cause == "bad_deploy"
    assert "cart:42" in before.root_cause
    assert after.cause != "bad_deploy"


def test_what_could_not_be_asked_is_a_gap_and_never_no_problem() -> None:
    def refuse(_: Case) -> Gathered:
        raise DENIED

    found = explainer({"metrics": Bringing(refuse, "metrics")}).explain("", POOL, Silent())
    assert "AccessDenied" in found.partial[0].why
    assert "could not be checked" in found.confidence.basis


def test_an_odd_alert_gets_no_invented_cause() -> None:
    found = explainer().explain("", "the frobnicator hums", Silent())
    assert (found.verdict, found.cause) == ("unknown", "")
    assert found.confidence.value == 0
    assert found.root_cause == "No cause stands out from what could be gathered."


def test_an_instance_gets_into_a_changing_command_only_when_aws_knows_it() -> None:
    one = _incident("CPUCreditBalance is low", labels={"InstanceId": instance_id(1)})
    told = explainer(None, one).explain("inc-1", "", Silent())
    fact = measured("credits_gone", "Credits are 0.", component=instance_id(1))
    seen = explainer({"metrics": Bringing(Gathered((fact,)))}, one).explain("inc-1", "", Silent())
    assert "InstanceId=<instance-id>" in told.immediate_actions[0].run
    assert f"InstanceId={instance_id(1)}" in seen.immediate_actions[0].run


def test_secrets_in_alerts_and_logs_are_masked_everywhere() -> None:
    key = "AKIAIOSFODNN7EXAMPLE"
    fact = measured("new_error_pattern", f"A line has {key}.", quoted=f"key {key}", values={"line": key})
    found = explainer({"metrics": Bringing(Gathered((fact,)))}).explain(
        "", f"OOMKilled with {key} in cart-service", Silent()
    )
    assert key not in found.model_dump_json()


@dataclass
class Wishing:
    """A model that words nothing and wishes for a collector."""

    wish: str
    model: str = "wishing"
    asked: int = 0

    def word(self, instructions: str, digest: str) -> Answered:
        del instructions, digest
        self.asked += 1
        return Answered(Wording(look_at=self.wish), 1_000_000, 0)


@pytest.mark.parametrize(("wish", "cause", "usd"), [("ecs", "oom_killed", 1), ("metrics", "", 1), ("rm", "", 1)])
def test_a_model_may_have_one_more_collector_look_and_no_other_thing(
    tmp_path: Path, wish: str, cause: str, usd: float
) -> None:
    killed = measured("oom_killed", "A container of cart was killed for its memory.", values={"service": "cart"})
    looks = {"ecs": Bringing(Gathered((killed,))), "metrics": Bringing()}
    model, clock = Wishing(wish), StillClock()
    with closing(Cache(tmp_path, clock)) as cache:
        advised = Advised(model, memory_store(clock), cache, clock, Price(1.0, 5.0, 10.0))
        found = explainer(looks, advised=advised).explain("", "OOMKilled after deployment of cart", Silent())
    assert (looks["ecs"].seen is not None) is (wish == "ecs")
    assert found.cost_usd == usd
    assert found.verdict == ("likely" if cause else "inconclusive")
    assert not cause or found.cause == cause
