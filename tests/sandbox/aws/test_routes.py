import pytest

from sandbox.aws.call import service_model
from sandbox.aws.routes import match_route


@pytest.mark.parametrize(
    ("service", "method", "path", "query", "operation"),
    [
        ("inspector2", "POST", "/findings/list", "", "ListFindings"),
        ("inspector2", "POST", "/findings/details/batch/get", "", "BatchGetFindingDetails"),
        ("s3", "GET", "/", "", "ListBuckets"),
        ("s3", "GET", "/kept", "versioning", "GetBucketVersioning"),
        ("s3", "GET", "/kept", "list-type=2&prefix=a", "ListObjectsV2"),
        ("s3", "GET", "/kept/a/b", "", "GetObject"),
        ("route53", "GET", "/2013-04-01/hostedzone", "", "ListHostedZones"),
        ("inspector2", "POST", "/nowhere", "", None),
    ],
)
def test_the_most_particular_template_wins(
    service: str, method: str, path: str, query: str, operation: str | None
) -> None:
    assert match_route(service_model(service), method, path, query) == operation


def test_a_copy_is_told_from_an_upload_by_its_header() -> None:
    def told(*headers: str) -> str | None:
        return match_route(service_model("s3"), "PUT", "/bucket/key", "", headers)

    assert (told("content-type"), told("x-amz-copy-source")) == ("PutObject", "CopyObject")
