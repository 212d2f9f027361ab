from core.detections import detect
from tests.core.detections.examples import event

SCRIPT = {"instanceId": "i-0aa", "userData": "x"}
NAMED = {"instancesSet": {"items": [{"instanceId": "i-0aa"}]}}
FAILED = {"responseElements": {"ConsoleLogin": "Failure"}}
SUCCESS = {"responseElements": {"ConsoleLogin": "Success"}, "additionalEventData": {"MFAUsed": "Yes"}}


def rules(*events: dict[str, object]) -> list[str]:
    return [each.rule for each in detect(events)]


def stopped(minute: float) -> dict[str, object]:
    return event("ec2:StopInstances", minute, requestParameters=NAMED)


def started(minute: float) -> dict[str, object]:
    return event("ec2:StartInstances", minute, requestParameters=NAMED)


def test_parts_in_their_order_make_a_combination() -> None:
    script = event("ec2:ModifyInstanceAttribute", 1, requestParameters=SCRIPT)
    assert "machine-taken-over" in rules(stopped(0), script, started(2))
    assert "machine-taken-over" not in rules(started(0), script, stopped(2))


def test_parts_too_far_apart_do_not() -> None:
    script = event("ec2:ModifyInstanceAttribute", 1, requestParameters=SCRIPT)
    assert "machine-taken-over" not in rules(stopped(0), script, started(90))


def test_a_user_made_in_any_order_of_the_same_second_is_one() -> None:
    calls = ("iam:CreateLoginProfile", "iam:CreateUser")
    assert "user-with-password" in rules(*(event(call, requestParameters={"userName": "u"}) for call in calls))


def test_different_users_have_nothing_in_common() -> None:
    first = event("iam:CreateUser", requestParameters={"userName": "u"})
    second = event("iam:CreateLoginProfile", 1, requestParameters={"userName": "v"})
    assert "user-with-password" not in rules(first, second)


def test_a_login_after_guesses_must_succeed() -> None:
    guesses = [event("signin:ConsoleLogin", n / 4, **FAILED) for n in range(6)]
    assert "login-after-guesses" in rules(*guesses, event("signin:ConsoleLogin", 3, **SUCCESS))
    assert "login-after-guesses" not in rules(*guesses, event("signin:ConsoleLogin", 3, **FAILED))
