from time import perf_counter

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from tests.sandbox.aws.clients import Boto, Clients, Control, Faults, Json

FAMILIES = [
    ("inspector2", "list_findings", "ThrottlingException", "ThrottlingException", 429),
    ("inspector2", "list_findings", "AccessDeniedException", "AccessDeniedException", 403),
    ("inspector2", "list_coverage", "InternalServerException", "InternalServerException", 500),
    ("ssm", "describe_instance_information", "ExpiredTokenException", "ExpiredTokenException", 400),
    ("ssm", "describe_parameters", "AccessDeniedException", "AccessDeniedException", 400),
    ("ec2", "describe_instances", "ThrottlingException", "RequestLimitExceeded", 503),
    ("ec2", "describe_instances", "AccessDeniedException", "UnauthorizedOperation", 403),
    ("sts", "get_caller_identity", "ExpiredTokenException", "ExpiredToken", 403),
    ("elbv2", "describe_target_groups", "ThrottlingException", "Throttling", 400),
    ("s3", "list_buckets", "AccessDeniedException", "AccessDenied", 403),
    ("cloudwatch", "list_metrics", "ThrottlingException", "Throttling", 400),
]


@pytest.mark.parametrize(("service", "method", "error", "code", "status"), FAMILIES)
def test_an_error_looks_native_to_its_service(
    client: Clients, faults: Faults, service: str, method: str, error: str, code: str, status: int
) -> None:
    faults({f"{service}:*": {"error": error, "times": 1}})
    with pytest.raises(ClientError) as caught:
        getattr(client(service), method)()
    assert caught.value.response["Error"]["Code"] == code
    assert caught.value.response["Error"]["Message"]
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == status


def test_one_throttled_call_is_retried_by_boto3(client: Clients, faults: Faults) -> None:
    faults({"inspector2:ListFindings": {"error": "ThrottlingException", "times": 1}})
    answer = client("inspector2", attempts=3).list_findings(maxResults=1)
    assert answer["ResponseMetadata"]["RetryAttempts"] == 1


def test_the_third_page_alone_fails(inspector: Boto, faults: Faults) -> None:
    faults({"inspector2:ListFindings": {"error": "InternalServerException", "page": 3}})
    seen: list[int] = []
    with pytest.raises(ClientError, match="InternalServerException"):
        seen.extend(
            len(page["findings"])
            for page in inspector.get_paginator("list_findings").paginate(PaginationConfig={"PageSize": 10})
        )
    assert seen == [10, 10]


def test_an_empty_page_in_the_middle_loses_nothing(inspector: Boto, faults: Faults, all_findings: list[Json]) -> None:
    faults({"inspector2:ListFindings": {"empty_page": True, "page": 2}})
    pages = list(inspector.get_paginator("list_findings").paginate(PaginationConfig={"PageSize": 100}))
    arns = [one["findingArn"] for page in pages for one in page["findings"]]
    assert pages[1]["findings"] == []
    assert arns == [one["findingArn"] for one in all_findings]


def test_latency_delays_a_call(inspector: Boto, faults: Faults) -> None:
    faults({"inspector2:GetConfiguration": {"latency_ms": 200, "times": 1}})
    began = perf_counter()
    inspector.get_configuration()
    assert perf_counter() - began >= 0.2


def test_a_hanging_call_times_out_at_the_client(client: Clients, faults: Faults) -> None:
    faults({"sts:GetCallerIdentity": {"hang_s": 30, "times": 1}})
    with pytest.raises(ReadTimeoutError):
        client("sts", timeout_s=0.5).get_caller_identity()


def test_every_service_is_logged_with_its_parameters(client: Clients, control: Control) -> None:
    before = control("GET", "log")["next"]
    client("ec2").describe_instances(InstanceIds=["i-0a554b5583dd70864"])
    client("s3").list_buckets()
    client("inspector2").list_findings(maxResults=7)
    calls = {one["operation"]: one for one in control("GET", f"log?after={before}")["calls"]}
    assert calls["ec2:DescribeInstances"]["parameters"]["InstanceId.1"] == "i-0a554b5583dd70864"
    assert calls["inspector2:ListFindings"]["parameters"] == {"maxResults": 7}
    assert calls["s3:ListBuckets"]["status"] == 200
    assert calls["s3:ListBuckets"]["ms"] >= 0


def test_a_refused_call_is_logged_with_its_code(inspector: Boto, control: Control) -> None:
    with pytest.raises(ClientError):
        inspector.list_findings(nextToken="nonsense")
    last = control("GET", "log?operation=inspector2:ListFindings")["calls"][-1]
    assert (last["status"], last["error"]) == (400, "ValidationException")


def test_an_operation_nobody_has_still_fails(client: Clients) -> None:
    with pytest.raises(ClientError):
        client("inspector2").list_usage_totals()


def test_a_bucket_keeps_what_is_put_into_it(client: Clients) -> None:
    s3 = client("s3")
    s3.create_bucket(Bucket="kept", CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
    s3.put_object(Bucket="kept", Key="a/b", Body=b"x" * 100_000)
    assert s3.get_object(Bucket="kept", Key="a/b")["Body"].read() == b"x" * 100_000
