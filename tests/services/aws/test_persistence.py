import pytest

from core.errors import Cause, Upstream
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


def test_a_page_that_is_throttled_in_the_middle_is_asked_for_again() -> None:
    assert failing("a", 2, Cause.THROTTLED) == ["", "a", "a", "a", "b"]


@pytest.mark.parametrize(
    ("token", "times", "cause"), [("", 1, Cause.THROTTLED), ("a", 3, Cause.THROTTLED), ("a", 1, Cause.DENIED)]
)
def test_throttling_from_the_start_or_without_end_and_any_other_error_is_told(
    token: str, times: int, cause: Cause
) -> None:
    with pytest.raises(Upstream):
        failing(token, times, cause)


def test_a_token_that_comes_again_has_no_end_and_is_an_error() -> None:
    with pytest.raises(Upstream, match="same page twice"):
        list(every_page(lambda _: {"nextToken": "same"}))
