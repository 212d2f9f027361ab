"""Read the pages of one portion of the findings, as far as somebody wants them."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from services.aws.persistence import every_page
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


def finding_pages(
    aws: Aws, portion: Portion, kind: Finding_ = "PACKAGE_VULNERABILITY"
) -> "Iterator[tuple[Sequence[FindingTypeDef], bool]]":
    """Each page's findings, and whether more follow; also after an empty page, as long as there is a token.

    Raises:
        Upstream: a page could not be read, or the service gives the same token again.
    """
    request: ListFindingsRequestTypeDef = {
        "filterCriteria": criteria(portion, aws.account, kind),
        "sortCriteria": {"field": portion.sort, "sortOrder": "DESC"},
        "maxResults": PAGE_SIZE,
    }

    def ask(token: str) -> "ListFindingsResponseTypeDef":
        with aws.asking("inspector2", "ListFindings"):
            return aws.client("inspector2").list_findings(**({**request, "nextToken": token} if token else request))

    for page in every_page(ask):
        yield page.get("findings", []), bool(page.get("nextToken"))
