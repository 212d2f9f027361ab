"""What Slack's refusals mean."""

import pytest

from core.errors import Cause, Upstream
from services.slack.errors import SlackRefused, answer_lost, broken, refusal, timed_out, unreachable


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (unreachable("chat.postMessage", "refused"), Cause.UNREACHABLE),
        (SlackRefused("chat.postMessage", "is_archived"), Cause.REFUSED),
        (timed_out("chat.postMessage", 10), Cause.TIMED_OUT),
        (answer_lost("chat.postMessage", "reset"), Cause.TIMED_OUT),
        (broken("chat.postMessage", "HTTP 503"), Cause.BROKEN),
    ],
)
def test_a_failure_says_whether_the_call_may_have_happened(error: Upstream, cause: Cause) -> None:
    assert error.cause is cause


def test_a_missing_scope_is_named_with_the_way_out() -> None:
    error = SlackRefused("usergroups.users.list", "missing_scope", needed="usergroups:read")
    assert str(error) == (
        "Slack refused usergroups.users.list: the app lacks a permission (usergroups:read) [missing_scope]. "
        "Reinstall the app from its manifest (`sre-agent manifest`), then restart with the new token."
    )
    assert error.cause is Cause.DENIED


def test_an_unknown_code_is_passed_on_and_an_answer_without_one_is_survived() -> None:
    assert "[brand_new]" in str(refusal("api.test", {"ok": False, "error": "brand_new"}))
    assert "[unknown_error]" in str(refusal("api.test", {"ok": False}))


def test_details_are_limited_and_strange_ones_ignored() -> None:
    many = refusal(
        "views.open", {"error": "invalid_arguments", "response_metadata": {"messages": ["a", "b", "c", "d"]}}
    )
    assert "Slack says: a; b; c." in str(many)
    assert "Slack says" not in str(refusal("views.open", {"error": "invalid_arguments", "response_metadata": "x"}))
