"""What is measured of a thread."""

from evals.explanation_latency import alert, took


def entry(at: float, came: str, text: str = "", **args: object) -> dict[str, object]:
    return {"at": at, "args": {"text": text, **args}, "response": {"ts": came}}


WHOLE = [{"type": "actions", "elements": [{"action_id": "cause-right"}]}]


def test_the_first_word_and_the_explanation_are_those_of_the_thread_of_the_alert() -> None:
    entries = [
        entry(1, "1", "High: other"),
        entry(2, "2", "High: ours"),
        entry(3, "3", "Looking", thread_ts="1"),
        entry(4, "3", "It is", ts="3", blocks=WHOLE),
        entry(5, "5", "Looking", thread_ts="2"),
        entry(6, "5", "Gathering", ts="5"),
        entry(9, "5", "It is", ts="5", blocks=WHOLE),
    ]
    assert took("ours", 1.5, entries) == (3.5, 7.5)
    assert took("ours", 1.5, entries[:6]) == (3.5, None)
    assert took("ours", 1.5, entries[:1]) == (None, None)


def test_no_two_alerts_are_of_the_same_thing() -> None:
    made = [alert(number, ["i-1", "i-2"]) for number in range(60)]
    assert len({each.get("resource") or each["service"] for each in made}) == 60
