from core.detections import detect
from tests.core.detections.examples import event, session

WEB = session("web", "i-0123456789abcdef0")
HOME, AWAY = "198.51.100.80", "203.0.113.66"


def rules(*events: dict[str, object]) -> list[str]:
    return [each.rule for each in detect(events) if each.rule.startswith("machine-role")]


def test_a_role_that_leaves_its_machine_is_noticed() -> None:
    at_home = event("ssm:UpdateInstanceInformation", userIdentity=WEB, sourceIPAddress=HOME)
    assert rules(at_home, event("s3:GetObject", 5, userIdentity=WEB, sourceIPAddress=HOME)) == []
    assert rules(at_home, event("s3:GetObject", 5, userIdentity=WEB, sourceIPAddress=AWAY)) == [
        "machine-role-elsewhere"
    ]


def test_a_role_seen_in_two_places_is_noticed_once() -> None:
    seen = [
        event("s3:GetObject", n, userIdentity=WEB, sourceIPAddress=place) for n, place in enumerate((HOME, AWAY, AWAY))
    ]
    assert rules(*seen) == ["machine-role-elsewhere"]


def test_a_role_used_where_a_person_is_names_both_events() -> None:
    person, thief = (
        event("ssm:DescribeParameters", sourceIPAddress=AWAY),
        event("s3:ListBuckets", 2, userIdentity=WEB, sourceIPAddress=AWAY),
    )
    (found,) = [each for each in detect([person, thief]) if each.rule == "machine-role-with-person"]
    assert found.event_indexes == (0, 1)


def test_one_address_of_each_family_is_no_move() -> None:
    seen = [
        event("s3:GetObject", n, userIdentity=WEB, sourceIPAddress=place)
        for n, place in enumerate((HOME, "2001:db8::9"))
    ]
    assert rules(*seen) == []


def test_private_addresses_and_services_say_nothing() -> None:
    seen = [
        event("s3:GetObject", n, userIdentity=WEB, sourceIPAddress=place)
        for n, place in enumerate((HOME, "10.0.0.9", "s3.amazonaws.com"))
    ]
    assert rules(*seen) == []
