"""Which specialist an alert is for."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.alerts import Alert, normalise
from core.routing import Specialist, route, vocabulary


def of(title: str, description: str = "", expr: str = "") -> Specialist:
    """Who an alert of texts is for."""
    return route(Alert.of_text(title, description, "", expr)).specialist


@pytest.mark.parametrize(
    ("title", "specialist"),
    [
        ("SSL certificate for api.example.com expires in 24 hours", Specialist.NETWORK),
        ("DNS lookups of internal names fail", Specialist.NETWORK),
        ("Database connection pool exhausted for user-service", Specialist.DATABASE),
        ("Slow queries on the orders table", Specialist.DATABASE),
        ("Pod checkout-7d9f is in CrashLoopBackOff", Specialist.KUBERNETES),
        ("Disk usage above 90 % on web-1", Specialist.RESOURCE),
        ("CPUCreditBalance is zero", Specialist.RESOURCE),
        ("Consumer lag of the orders topic grows", Specialist.APPLICATION),
        ("Unhandled exceptions in checkout", Specialist.APPLICATION),
        ("Root account login without MFA", Specialist.SECURITY),
        ("Reverse shell detected in a pod", Specialist.SECURITY),
    ],
)
def test_titles_alone_tell_the_field(title: str, specialist: Specialist) -> None:
    assert of(title) is specialist


@pytest.mark.parametrize(
    ("expr", "specialist"),
    [
        ("rate(pg_stat_database_deadlocks[1m]) > 5", Specialist.DATABASE),
        ("node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.1", Specialist.RESOURCE),
        ("rate(node_network_receive_errs_total[2m]) > 1", Specialist.NETWORK),
        ("kube_pod_container_status_restarts_total > 3", Specialist.KUBERNETES),
        ('up{job="rabbitmq"} == 0', Specialist.APPLICATION),
        ("vault_core_unsealed == 0", Specialist.SECURITY),
    ],
)
def test_metrics_of_an_expression_tell_the_system(expr: str, specialist: Specialist) -> None:
    assert of("Something is wrong", expr=expr) is specialist


def test_labels_by_which_an_expression_groups_are_no_metrics() -> None:
    expr = "sum by (kubernetes_pod_name) (rabbitmq_queue_messages) > 1000"
    assert of("Too many messages", expr=expr) is Specialist.APPLICATION


def test_structure_outweighs_words() -> None:
    trigger = {"Namespace": "AWS/RDS", "MetricName": "CPUUtilization"}
    (alarm,) = normalise("sns", {"AlarmName": "High CPU on the server", "NewStateValue": "ALARM", "Trigger": trigger})
    assert route(alarm).specialist is Specialist.DATABASE
    assert "AWS/RDS" in route(alarm).why


def test_a_finding_is_for_security_whatever_it_is_about() -> None:
    detail = {"id": "f", "title": "Database instance i-1 queries a pool", "severity": 5, "type": "x"}
    (finding,) = normalise("x", {"detail-type": "GuardDuty Finding", "source": "aws.guardduty", "detail": detail})
    assert route(finding).specialist is Specialist.SECURITY


@pytest.mark.parametrize("title", ["Something happened", "zzz", "Alert without a title", "¯\\_(ツ)_/¯"])
def test_what_fits_nobody_is_said_to_fit_nobody(title: str) -> None:
    chosen = route(Alert.of_text(title))
    assert chosen.abstained
    assert chosen.confidence <= 0.4
    assert "No specialist fits" in chosen.why


def test_two_fields_that_are_equally_strong_make_unsure_and_are_both_named() -> None:
    chosen = route(Alert.of_text("postgres behind haproxy"))
    assert chosen.confidence < 0.6
    assert {chosen.specialist, *chosen.others} >= {Specialist.DATABASE, Specialist.NETWORK}


@given(st.text(), st.text(), st.text())
def test_no_text_raises_and_confidence_stays_in_its_range(title: str, description: str, expr: str) -> None:
    assert 0 <= route(Alert.of_text(title, description, "", expr)).confidence <= 1


def test_no_word_stands_with_two_specialists() -> None:
    source = Path(vocabulary.__file__).read_text()
    for block in re.split(r"^[A-Z]+ = _index\(", source, flags=re.MULTILINE)[1:]:
        lists = re.findall(r'"\w+":\s*(?:"""(.*?)"""|"([^"]*)")', block.split("\n)\n")[0], re.DOTALL)
        words = [word.replace("-", "") for pair in lists for word in set("".join(pair).split())]
        assert len(lists) == 6
        assert {word for word in words if words.count(word) > 1} <= _spelled_twice(lists)


def _spelled_twice(lists: list[tuple[str, str]]) -> set[str]:
    """Words that one specialist has with a hyphen and without."""
    plain = [[word.replace("-", "") for word in set("".join(pair).split())] for pair in lists]
    return {word for words in plain for word in words if words.count(word) > 1}
