from datetime import timedelta

from core.causes.subject import Subject
from core.causes.writes import changes_before
from tests.core.causes.knowledge import ONSET

NOBODY = Subject()


def _event(name: str, minutes: float, source: str = "ec2", /, **request: object) -> dict[str, object]:
    return {
        "eventTime": (ONSET + timedelta(minutes=minutes)).isoformat(),
        "eventName": name,
        "eventSource": f"{source}.amazonaws.com",
        "eventID": f"{name}-{minutes}",
        "userIdentity": {"type": "IAMUser", "userName": "ann"},
        "requestParameters": request,
    }


RULE = {
    "items": [
        {"ipProtocol": "tcp", "fromPort": 5432, "toPort": 5432, "ipRanges": {"items": [{"cidrIp": "10.0.0.0/16"}]}}
    ]
}
REVOKED = _event("RevokeSecurityGroupIngress", -4, groupId="sg-0123456789abcdef0", ipPermissions=RULE)
DEPLOYED = _event("UpdateService", -6, "ecs", cluster="shop", service="cart", taskDefinition="cart:42")


def test_a_rule_that_was_taken_out_is_told_with_all_that_puts_it_back() -> None:
    [found] = changes_before([REVOKED], NOBODY, "", ONSET)
    assert found.kind == "security_group_closed"
    assert found.values["rule"] == "tcp 5432 from 10.0.0.0/16"
    assert (found.values["rule_port"], found.values["security_group"]) == ("5432", "sg-0123456789abcdef0")
    assert "ann took a rule out" in found.said


def test_a_deployment_counts_in_full_for_the_service_that_was_deployed() -> None:
    [own] = changes_before([DEPLOYED], Subject(ecs_service="cart"), "", ONSET)
    [other] = changes_before([DEPLOYED], Subject(ecs_service="web"), "", ONSET)
    assert own.kind == "deployment_before"
    assert own.strength > other.strength
    assert own.values["task_definition"] == "cart:42"


def test_a_thing_that_the_alert_names_in_words_counts_as_its_own() -> None:
    [found] = changes_before([DEPLOYED], NOBODY, "errors in cart since noon", ONSET)
    assert found.strength == 1


def test_what_came_after_the_onset_or_long_before_is_left_out() -> None:
    late, old = _event("UpdateService", 3, "ecs", service="cart"), _event("UpdateService", -300, "ecs", service="cart")
    assert changes_before([late, old], NOBODY, "", ONSET) == ()


def test_refused_calls_and_reads_change_nothing() -> None:
    refused = {**REVOKED, "errorCode": "AccessDenied"}
    read = {**REVOKED, "readOnly": True}
    assert changes_before([refused, read], NOBODY, "", ONSET) == ()


def test_anything_done_to_the_alert_s_own_thing_is_a_change() -> None:
    event = _event("ModifyDBInstance", -9, "rds", dBInstanceIdentifier="orders-db")
    assert changes_before([event], NOBODY, "", ONSET) == ()
    [found] = changes_before([event], Subject(db="orders-db"), "", ONSET)
    assert (found.kind, found.component) == ("change_before", "orders-db")


def test_a_dns_record_and_a_door_to_the_world_have_kinds_of_their_own() -> None:
    record = {"changes": [{"action": "DELETE", "resourceRecordSet": {"name": "api.example.com.", "type": "A"}}]}
    dns = _event("ChangeResourceRecordSets", -2, "route53", hostedZoneId="Z1", changeBatch=record)
    world = {
        "items": [{"ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "ipRanges": {"items": [{"cidrIp": "0.0.0.0/0"}]}}]
    }
    opened = _event("AuthorizeSecurityGroupIngress", -3, groupId="sg-1", ipPermissions=world)
    kinds = [each.kind for each in changes_before([dns, opened], NOBODY, "", ONSET)]
    assert kinds == ["dns_record_changed", "opened_to_world"]


def test_the_newest_come_first_and_at_most_twelve() -> None:
    many = [_event("UpdateService", -number, "ecs", service=f"svc{number}") for number in range(1, 30)]
    found = changes_before(many, NOBODY, "", ONSET)
    assert len(found) == 12
    assert found[0].component == "svc1"


def test_events_of_any_shape_are_survived() -> None:
    assert changes_before([{}, {"eventTime": "x"}, {**REVOKED, "requestParameters": None}], NOBODY, "", ONSET)


def test_a_rule_about_the_port_that_the_alert_names_counts_as_its_own() -> None:
    [named] = changes_before([REVOKED], NOBODY, "no answer on port 5432", ONSET)
    [other] = changes_before([REVOKED], NOBODY, "no answer on port 54320", ONSET)
    assert named.strength > other.strength


def test_a_patch_of_the_alert_s_machine_is_told_as_one() -> None:
    machine = "i-0123456789abcdef0"
    event = _event("SendCommand", -20, "ssm", documentName="AWS-RunPatchBaseline", instanceIds=[machine])
    [found] = changes_before([event], Subject(instance_id=machine), "", ONSET)
    assert (found.kind, found.values["patched"], found.strength) == ("patch_before", machine, 1.0)
