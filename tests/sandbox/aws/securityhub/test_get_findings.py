import pytest
from botocore.exceptions import ClientError

from tests.sandbox.aws.clients import Boto, Clients, Json


@pytest.fixture(scope="module")
def hub(client: Clients) -> Boto:
    return client("securityhub")


def titles(hub: Boto, **filters: list[Json]) -> set[str]:
    return {each["Compliance"]["SecurityControlId"] for each in hub.get_findings(Filters=filters)["Findings"]}


def equal(*values: str) -> list[Json]:
    return [{"Value": each, "Comparison": "EQUALS"} for each in values]


def test_values_of_one_filter_are_alternatives_and_filters_add_up(hub: Boto) -> None:
    found = titles(hub, SeverityLabel=equal("MEDIUM", "CRITICAL"), WorkflowStatus=equal("NEW", "NOTIFIED"))
    assert found == {"EC2.7"}


def test_what_is_excluded_is_left_out(hub: Boto) -> None:
    assert titles(hub, ProductName=[{"Value": "Security Hub", "Comparison": "NOT_EQUALS"}]) == set()


def test_findings_come_ten_a_page_worst_first_when_asked_so(hub: Boto) -> None:
    order = [{"Field": "SeverityNormalized", "SortOrder": "desc"}]
    first = hub.get_findings(SortCriteria=order, MaxResults=4)
    assert first["Findings"][0]["Severity"]["Label"] == "CRITICAL"
    rest = hub.get_findings(SortCriteria=order, MaxResults=4, NextToken=first["NextToken"])
    assert len(rest["Findings"]) == 3
    assert "NextToken" not in rest


@pytest.mark.parametrize("asked", [{"Filters": {"SeverityLabel": equal(*"ABCDEFGHIJKLMNOPQRSTU")}}, {"NextToken": "x"}])
def test_a_wrong_question_is_refused(hub: Boto, asked: Json) -> None:
    with pytest.raises(ClientError, match="InvalidInputException"):
        hub.get_findings(**asked)


def test_an_account_without_it_is_told_so(client: Clients) -> None:
    with pytest.raises(ClientError, match="InvalidAccessException") as caught:
        client("securityhub", region="eu-central-1").get_findings()
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 401
