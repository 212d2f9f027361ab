"""Read the pages of one portion of the findings, as far as somebody wants them."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from core.errors import Cause, Upstream
from services.aws.portions import Finding_, Portion, criteria
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_inspector2.type_defs import (
        FindingTypeDef,
        ListFindingsRequestTypeDef,
        ListFindingsResponseTypeDef,
    )

# https://docs.aws.amazon.com/inspector/v2/APIReference/API_ListFindings.html
PAGE_SIZE = 100
_TURNS = 3

Page = tuple["Sequence[FindingTypeDef]", bool]


def finding_pages(aws: Aws, portion: Portion, kind: Finding_ = "PACKAGE_VULNERABILITY") -> Iterator[Page]:
    """Each page's findings, and whether more follow; also after an empty page, as long as there is a token.

    Raises:
        Upstream: a page could not be read, or the service gives the same token again.
    """
    request: ListFindingsRequestTypeDef = {
        "filterCriteria": criteria(portion, aws.account, kind),
        "sortCriteria": {"field": portion.sort, "sortOrder": "DESC"},
        "maxResults": PAGE_SIZE,
    }
    seen: set[str] = set()
    read = 0
    while True:
        page = _persistently(partial(_asked, aws, request), _TURNS if read else 1)
        token = page.get("nextToken", "")
        read += 1
        yield page.get("findings", []), bool(token)
        if not token:
            return
        if token in seen:
            sentence = "Inspector gave the same page twice, so the list has no end."
            raise Upstream(sentence, cause=Cause.BROKEN, retryable=True, advice="Ask again in a minute.")
        seen.add(token)
        request = {**request, "nextToken": token}


def _asked(aws: Aws, request: "ListFindingsRequestTypeDef") -> "ListFindingsResponseTypeDef":
    with aws.asking("inspector2", "ListFindings"):
        return aws.client("inspector2").list_findings(**request)


def _persistently(ask: "Callable[[], ListFindingsResponseTypeDef]", turns: int) -> "ListFindingsResponseTypeDef":
    """Ask again where AWS only limits how often we ask: it has answered before, so it will once more."""
    for _ in range(turns - 1):
        try:
            return ask()
        except Upstream as error:
            if error.cause is not Cause.THROTTLED:
                raise
    return ask()
