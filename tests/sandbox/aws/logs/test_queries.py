from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.aws.clients import Boto, Clients, Json, until

BASTION = "i-033e0c347d41e994b"
QUERY = 'filter action = "REJECT" | stats count(*) as flows by srcAddr, dstPort | sort flows desc | limit 5'


@pytest.fixture(scope="module")
def logs(client: Clients) -> Boto:
    return client("logs")


def started(logs: Boto, query: str = QUERY, **more: object) -> str:
    now = datetime.now(UTC)
    span = {"startTime": int((now - timedelta(hours=24)).timestamp()), "endTime": int(now.timestamp())}
    asked: Json = {"logGroupName": "/vpc/flow", "queryString": query, **span, **more}
    return str(logs.start_query(**asked)["queryId"])


def rows(logs: Boto, query_id: str) -> list[dict[str, str]]:
    until(lambda: bool(logs.get_query_results(queryId=query_id)["status"] == "Complete"))
    told = logs.get_query_results(queryId=query_id)["results"]
    return [{each["field"]: each["value"] for each in row} for row in told]


def test_a_query_takes_a_moment_and_counts_what_was_turned_away(logs: Boto) -> None:
    found = rows(logs, started(logs))
    assert len(found) == 5
    counts = [int(row["flows"]) for row in found]
    assert counts == sorted(counts, reverse=True)
    assert set(found[0]) == {"srcAddr", "dstPort", "flows"}


def test_a_query_of_one_interface_has_that_machine_alone(logs: Boto, client: Clients) -> None:
    (reservation,) = client("ec2").describe_instances(InstanceIds=[BASTION])["Reservations"]
    interface = reservation["Instances"][0]["NetworkInterfaces"][0]["NetworkInterfaceId"]
    query = f'filter interfaceId in ["{interface}"] | stats count(*) as flows by dstAddr'
    assert [row["dstAddr"] for row in rows(logs, started(logs, query))] == ["10.20.0.13"]


@pytest.mark.parametrize(
    "query", ["fields @message", "stats avg(bytes) as a by b", "limit many", "filter a ~ b", "sort a up"]
)
def test_a_query_that_cannot_be_read_is_refused(logs: Boto, query: str) -> None:
    with pytest.raises(ClientError, match="MalformedQueryException"):
        started(logs, query)


def test_what_is_not_there_is_refused(logs: Boto) -> None:
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        started(logs, logGroupName="/nowhere")
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        logs.get_query_results(queryId="00000000-0000-0000-0000-000000000000")


def test_a_query_that_is_done_cannot_be_stopped(logs: Boto) -> None:
    query_id = started(logs)
    rows(logs, query_id)
    with pytest.raises(ClientError, match="InvalidParameterException"):
        logs.stop_query(queryId=query_id)


def test_the_flow_log_is_found_by_its_vpc(client: Clients) -> None:
    ec2 = client("ec2")
    vpc = ec2.describe_instances(InstanceIds=[BASTION])["Reservations"][0]["Instances"][0]["VpcId"]
    (found,) = ec2.describe_flow_logs(Filter=[{"Name": "resource-id", "Values": [vpc]}])["FlowLogs"]
    assert (found["LogGroupName"], found["TrafficType"], found["ResourceId"]) == ("/vpc/flow", "ALL", vpc)
    assert ec2.describe_flow_logs(Filter=[{"Name": "resource-id", "Values": ["vpc-1"]}])["FlowLogs"] == []
    with pytest.raises(ClientError, match="InvalidParameterValue"):
        ec2.describe_flow_logs(Filter=[{"Name": "colour", "Values": ["x"]}])
