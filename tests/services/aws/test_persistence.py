import pytest

from core.errors import Cause, Upstream
from services.aws.deadline import answering_within
from services.aws.persistence import every_page

PAGES = {"": {"nextToken": "a"}, "a": {"nextToken": "b"}, "b": {}}


def failing(token: str, times: int, cause: Cause) -> list[str]:
    """What is asked when the page of `token` fails that often."""
    asked: list[str] = []

    def ask(given: str) -> dict[str, object]:
        asked.append(given)
        if given == token and asked.count(given) <= times:
            raise Upstream("AWS said no.", cause=cause, retryable=True)
        return dict(PAGES[given])

    list(every_page(ask))
    return asked


@pytest.mark.parametrize("token", ["", "a"])
@pytest.mark.parametrize(("cause", "times"), [(Cause.THROTTLED, 3), (Cause.BROKEN, 1)])
def test_a_page_that_is_throttled_or_breaks_is_asked_for_again(token: str, cause: Cause, times: int) -> None:
    assert failing(token, times, cause).count(token) == times + 1


@pytest.mark.parametrize(
    ("token", "times", "cause"), [("", 4, Cause.THROTTLED), ("a", 2, Cause.BROKEN), ("a", 1, Cause.DENIED)]
)
def test_throttling_without_end_and_any_other_error_is_told(token: str, times: int, cause: Cause) -> None:
    with pytest.raises(Upstream):
        failing(token, times, cause)


def test_what_nobody_waits_for_any_more_is_not_asked_again() -> None:
    with answering_within(0), pytest.raises(Upstream):
        failing("", 1, Cause.THROTTLED)


def test_a_token_that_comes_again_has_no_end_and_is_an_error() -> None:
    with pytest.raises(Upstream, match="same page twice"):
        list(every_page(lambda _: {"nextToken": "same"}))
