from collections.abc import Mapping
from typing import Any

import pytest

from core.errors import Cause, Upstream
from services.aws.pages import finding_pages
from services.aws.portions import Portion
from services.aws.session import Aws
from tests.services.aws.wire import ACCOUNT, Asked, Wire, aws_error, fails, paged, wire_finding

FLEET = Portion((), ())
THROTTLED = aws_error("ThrottlingException", status=429)


def sizes(aws: Aws) -> list[int]:
    return [len(page) for page, _ in finding_pages(aws, FLEET)]


def test_an_empty_page_with_a_token_is_not_the_end(aws: Aws, wire: Wire) -> None:
    wire.on("inspector2", "ListFindings", paged("findings", [[wire_finding(1)], [], [wire_finding(2)]]))
    assert sizes(aws) == [1, 0, 1]


def test_the_account_is_always_filtered_for_a_delegated_administrator(aws: Aws, wire: Wire) -> None:
    wire.on("inspector2", "ListFindings", paged("findings", [[]]))
    sizes(aws)
    assert wire.asked[0]["filterCriteria"]["awsAccountId"] == [{"comparison": "EQUALS", "value": ACCOUNT}]


def test_throttling_after_an_answer_is_asked_again_and_loses_nothing(aws: Aws, wire: Wire) -> None:
    left = [THROTTLED, THROTTLED]

    def answer(asked: Asked) -> Mapping[str, Any]:
        if "nextToken" in asked and left:
            raise left.pop()
        more = {} if "nextToken" in asked else {"nextToken": "more"}
        return {"findings": [wire_finding(len(wire.asked))], **more}

    wire.on("inspector2", "ListFindings", answer)
    assert sizes(aws) == [1, 1]


@pytest.mark.parametrize(("error", "times"), [(THROTTLED, 4), (aws_error("AccessDeniedException", status=403), 1)])
def test_what_was_never_answered_is_asked_again_only_where_that_may_help(
    aws: Aws, wire: Wire, error: Exception, times: int
) -> None:
    wire.on("inspector2", "ListFindings", fails(error))
    with pytest.raises(Upstream):
        sizes(aws)
    assert len(wire.asked) == times


def test_a_token_that_comes_again_ends_the_list_with_an_error(aws: Aws, wire: Wire) -> None:
    wire.on("inspector2", "ListFindings", lambda _: {"findings": [], "nextToken": "same"})
    with pytest.raises(Upstream, match="same page twice") as raised:
        sizes(aws)
    assert raised.value.cause is Cause.BROKEN
