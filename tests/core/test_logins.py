from datetime import UTC, datetime, timedelta
from typing import Any

from core.logins import Login, in_vain, logins_in, together

AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
BASTION = "i-033e0c347d41e994b"


def event(name: str, **more: Any) -> dict[str, object]:  # noqa: ANN401  any JSON
    identity = {"type": "AssumedRole", "arn": "arn:aws:sts::123456789012:assumed-role/operations/rita"}
    return {
        "eventName": name,
        "eventTime": "2026-11-20T10:00:00Z",
        "userIdentity": identity,
        "sourceIPAddress": "203.0.113.24",
        "requestParameters": {"target": BASTION, "instanceId": BASTION, "instanceOSUser": "ec2-user"},
        **more,
    }


def ssh(minute: int, ip: str, *, accepted: bool = False, user: str = "root") -> Login:
    return Login(at=AT + timedelta(minutes=minute), way="SSH", accepted=accepted, user=user, source_ip=ip)


def test_ways_in_by_aws_are_told_with_who_took_them() -> None:
    found = list(logins_in([event("StartSession"), event("SendSSHPublicKey"), event("RebootInstances")], BASTION))
    assert [each.way for each in found] == ["Session Manager", "EC2 Instance Connect"]
    assert (found[0].who, found[0].source_ip, found[1].user) == (
        "assumed-role/operations/rita",
        "203.0.113.24",
        "ec2-user",
    )


def test_a_refused_way_in_is_told_as_refused() -> None:
    (found,) = logins_in([event("StartSession", errorCode="AccessDeniedException")], BASTION)
    assert not found.accepted


def test_ways_in_to_other_machines_and_strange_records_are_left_out() -> None:
    strange: list[dict[str, object]] = [
        event("StartSession", requestParameters={"target": "i-0a554b5583dd70864"}),
        event("StartSession", requestParameters=None),
        event("StartSession", eventTime="redacted"),
        event("StartSession", eventTime=None),
        {"eventName": ["StartSession"]},
        {},
    ]
    assert list(logins_in(strange, BASTION)) == []


def test_a_session_that_two_tell_of_is_one_with_its_end() -> None:
    (by_event,) = logins_in([event("StartSession", responseElements={"sessionId": "rita-0a"})], BASTION)
    end = AT + timedelta(minutes=15)
    known = Login(at=AT, way="Session Manager", accepted=True, who="rita", session_id="rita-0a", ended=end)
    other = known.model_copy(update={"session_id": "aaron-1", "at": AT + timedelta(hours=1)})
    found = together([by_event], [known, other])
    assert [(each.session_id, each.ended) for each in found] == [("aaron-1", end), ("rita-0a", end)]
    assert found[1].source_ip == "203.0.113.24"


def test_attempts_in_vain_are_counted_by_address() -> None:
    several = [
        ssh(2, "192.0.2.51"),
        ssh(0, "192.0.2.51", user="admin"),
        ssh(1, "192.0.2.9"),
        ssh(3, "192.0.2.9", accepted=True),
    ]
    first, second = in_vain(several)
    assert (first.source_ip, first.attempts, first.users) == ("192.0.2.51", 2, ("root", "admin"))
    assert (first.first, first.last) == (AT, AT + timedelta(minutes=2))
    assert second.attempts == 1
