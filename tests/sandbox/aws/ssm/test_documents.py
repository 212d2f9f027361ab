import json
from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.aws.clients import Boto, Clients, Json

HOURS = "production-change-hours"
CALENDARS = [{"Key": "DocumentType", "Values": ["ChangeCalendar"]}]


@pytest.fixture(scope="module")
def ssm(client: Clients) -> Boto:
    return client("ssm")


@pytest.fixture
def command_document(ssm: Boto) -> Iterator[str]:
    step = {"action": "aws:runShellScript", "name": "check", "inputs": {"runCommand": ["true"]}}
    content = {"schemaVersion": "2.2", "mainSteps": [step]}
    ssm.create_document(Name="Check-Health", Content=json.dumps(content), DocumentType="Command")
    yield "Check-Health"
    ssm.delete_document(Name="Check-Health")


def named(ssm: Boto, filters: list[Json]) -> list[str]:
    return [each["Name"] for each in ssm.list_documents(Filters=filters)["DocumentIdentifiers"]]


def test_change_calendars_are_listed_by_their_type(ssm: Boto, command_document: str) -> None:
    assert named(ssm, CALENDARS) == [HOURS, "shop-release-freezes"]
    assert named(ssm, [{"Key": "DocumentType", "Values": ["Command"]}]) == [command_document]


def test_pages_follow_each_other(ssm: Boto) -> None:
    first = ssm.list_documents(Filters=CALENDARS, MaxResults=1)
    second = ssm.list_documents(Filters=CALENDARS, MaxResults=1, NextToken=first["NextToken"])
    assert [page["DocumentIdentifiers"][0]["Name"] for page in (first, second)] == [HOURS, "shop-release-freezes"]
    assert "NextToken" not in second


def test_a_calendar_reads_as_icalendar(ssm: Boto) -> None:
    told = ssm.get_document(Name=HOURS)
    lines = told["Content"].split("\r\n")
    assert (told["DocumentFormat"], told["DocumentType"]) == ("TEXT", "ChangeCalendar")
    assert "X-CALENDAR-TYPE:DEFAULT_CLOSED" in lines
    assert "RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU,WE,TH" in lines
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 2


def test_a_document_of_moto_reads_as_before(ssm: Boto, command_document: str) -> None:
    assert json.loads(ssm.get_document(Name=command_document)["Content"])["schemaVersion"] == "2.2"
    with pytest.raises(ClientError, match="InvalidDocumentType"):
        ssm.get_calendar_state(CalendarNames=[command_document])


def test_an_unknown_document_version_or_filter_is_refused(ssm: Boto) -> None:
    with pytest.raises(ClientError, match=r"InvalidDocument\b"):
        ssm.get_document(Name="nothing-here")
    with pytest.raises(ClientError, match="InvalidDocumentVersion"):
        ssm.get_document(Name=HOURS, DocumentVersion="7")
    with pytest.raises(ClientError, match="InvalidFilterKey"):
        named(ssm, [{"Key": "Colour", "Values": ["blue"]}])
