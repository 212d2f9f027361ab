import pytest

from commands.alerts_silence import silence_alerts
from core.errors import BadRequest
from tests.commands.caller import context_of, small_account


def test_a_silence_says_until_when_and_what_it_means() -> None:
    made = silence_alerts(context_of(small_account()), matching="service=checkout", reason="moving", hours=3)
    assert [str(one) for one in made.silence.matchers] == ["service=checkout"]
    assert (made.silence.until - made.silence.created).total_seconds() == 3 * 3600
    assert "checkout" in silence_alerts.card(made).text


@pytest.mark.parametrize(
    ("matching", "reason", "hours"), [("title=*", "x", 1), ("nonsense", "x", 1), ("a=b", " ", 1), ("a=b", "x", 0)]
)
def test_what_makes_no_silence_gets_an_example(matching: str, reason: str, hours: float) -> None:
    with pytest.raises(BadRequest) as told:
        silence_alerts(context_of(small_account()), matching=matching, reason=reason, hours=hours)
    assert "alerts silence" in told.value.advice
