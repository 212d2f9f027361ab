"""Read a list page by page, and do not give up in the middle because AWS limits how often we ask."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from core.errors import Cause, Upstream

Page = TypeVar("Page", bound=Mapping[str, object])
_TURNS = 3


def every_page(ask: Callable[[str], Page]) -> Iterator[Page]:
    """Pages as long as there is a token, also after an empty one; `ask` is given the token, "" for the first page.

    A page that is throttled after others were answered is asked for again; botocore has retried it by then.

    Raises:
        Upstream: a page could not be read, or the service gives a token that it gave before.
    """
    token, seen = "", set[str]()
    while True:
        page = _persistently(ask, token, _TURNS if token else 1)
        yield page
        token = str(page.get("nextToken") or "")
        if not token:
            return
        if token in seen:
            sentence = "Inspector gave the same page twice, so the list has no end."
            raise Upstream(sentence, cause=Cause.BROKEN, retryable=True, advice="Ask again in a minute.")
        seen.add(token)


def _persistently(ask: Callable[[str], Page], token: str, turns: int) -> Page:
    for _ in range(turns - 1):
        try:
            return ask(token)
        except Upstream as error:
            if error.cause is not Cause.THROTTLED:
                raise
    return ask(token)
