"""What it takes to have exactly the alarms that should be there."""

from core.alarming.alarm import PREFIX, Alarm, alarm_plan


def alarm(name: str = "i-1/cpu", **more: object) -> Alarm:
    made = {
        "name": f"{PREFIX}{name}",
        "description": "The CPU of web-1 is busy.",
        "namespace": "AWS/EC2",
        "metric": "CPUUtilization",
        "dimensions": (("InstanceId", "i-1"),),
        "statistic": "Average",
        "comparison": "GreaterThanThreshold",
        "threshold": 90.0,
        "period_s": 300,
        "periods": 3,
        "missing": "missing",
    }
    return Alarm.model_validate({**made, **more})


def test_what_is_missing_is_created_and_what_is_left_over_removed() -> None:
    plan = alarm_plan([alarm("i-1/cpu")], [alarm("i-2/cpu")])
    assert [each.name for each in plan.create] == [f"{PREFIX}i-1/cpu"]
    assert [each.name for each in plan.remove] == [f"{PREFIX}i-2/cpu"]


def test_what_differs_is_changed_and_the_difference_told() -> None:
    [change] = alarm_plan([alarm(notify=("arn:aws:sns:x",))], [alarm(threshold=80.0)]).change
    assert change.differences == ("threshold 80 becomes 90", "notify nothing becomes arn:aws:sns:x")


def test_what_is_as_it_should_be_is_kept() -> None:
    plan = alarm_plan([alarm()], [alarm()])
    assert plan.nothing_to_do
    assert len(plan.keep) == 1


def test_alarms_of_others_are_never_named() -> None:
    theirs = alarm().model_copy(update={"name": "checkout-latency"})
    assert alarm_plan([], [theirs]).nothing_to_do
