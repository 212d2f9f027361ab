"""Read a list page by page, and do not give up early because AWS limits how often we ask."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TypeVar

from core.errors import Cause, Upstream
from services.aws.deadline import left_s

Page = TypeVar("Page", bound=Mapping[str, object])
Told = TypeVar("Told")
# botocore makes each turn of three attempts and waits twice as long before each; begun anew, the waits are short again,
# while the token buckets of `services.aws.pace` keep us from asking too often.
_TURNS = {Cause.THROTTLED: 4, Cause.BROKEN: 2}


def persistently(ask: Callable[[], Told]) -> Told:
    """What `ask` answers; it is asked again while AWS throttles or breaks and the answer is still of use.

    Raises:
        Upstream: AWS did not answer in the end.
    """
    turn = 1
    while True:
        try:
            return ask()
        except Upstream as error:
            if turn >= _TURNS.get(error.cause, 1) or not left_s():
                raise
        turn += 1


def every_page(ask: Callable[[str], Page], field: str = "nextToken") -> Iterator[Page]:
    """Pages as long as there is a token, also after an empty one; `ask` is given the token, "" for the first page.

    `field` is what the service calls its token. Each page is asked for persistently.

    Raises:
        Upstream: a page could not be read, or the service gives a token that it gave before.
    """
    token, seen = "", set[str]()
    while True:
        page = persistently(partial(ask, token))
        yield page
        token = str(page.get(field) or "")
        if not token:
            return
        if token in seen:
            sentence = "AWS gave the same page twice, so the list has no end."
            raise Upstream(sentence, cause=Cause.BROKEN, retryable=True, advice="Ask again in a minute.")
        seen.add(token)
