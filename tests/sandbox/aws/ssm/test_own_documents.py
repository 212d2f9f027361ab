import json
from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.aws.clients import Boto, Clients, Json

NAME = "SRE-Try"
STEP = {"action": "aws:runShellScript", "name": "try", "inputs": {"timeoutSeconds": "90", "runCommand": ["true"]}}
LINUX = {"StringEquals": ["platformType", "Linux"]}


def content(**changes: object) -> str:
    usual = {"schemaVersion": "2.2", "description": "A try", "mainSteps": [{**STEP, "precondition": LINUX}]}
    return json.dumps({**usual, **changes})


@pytest.fixture(scope="module")
def ssm(client: Clients) -> Boto:
    return client("ssm")


@pytest.fixture
def document(ssm: Boto) -> Iterator[Json]:
    parameters = {
        "Id": {"type": "String", "allowedPattern": "^[0-9]+$"},
        "Names": {"type": "StringList", "default": []},
    }
    made = ssm.create_document(Name=NAME, Content=content(parameters=parameters), DocumentType="Command")
    yield made["DocumentDescription"]
    ssm.delete_document(Name=NAME)


def refusal(ssm: Boto, operation: str, **request: object) -> str:
    with pytest.raises(ClientError) as caught:
        getattr(ssm, operation)(**request)
    return str(caught.value.response["Error"]["Code"])


def test_a_new_document_is_described_by_what_is_in_it(ssm: Boto, document: Json) -> None:
    told = ssm.describe_document(Name=NAME)["Document"]
    assert (document["Status"], told["Status"], told["DefaultVersion"]) == ("Creating", "Active", "1")
    assert told["PlatformTypes"] == ["Linux"]
    assert [(each["Name"], each["Type"], each.get("DefaultValue")) for each in told["Parameters"]] == [
        ("Id", "String", None),
        ("Names", "StringList", "[]"),
    ]
    assert told["Hash"] == document["Hash"]


def test_a_new_version_is_the_default_one_only_when_somebody_says_so(ssm: Boto, document: Json) -> None:
    ssm.update_document(Name=document["Name"], Content=content(description="Better"), DocumentVersion="$LATEST")
    before = ssm.describe_document(Name=NAME)["Document"]
    ssm.update_document_default_version(Name=NAME, DocumentVersion="2")
    after = ssm.describe_document(Name=NAME)["Document"]
    assert (before["DocumentVersion"], before["LatestVersion"], before["DefaultVersion"]) == ("1", "2", "1")
    assert (after["DocumentVersion"], after["Description"]) == ("2", "Better")


def test_the_same_name_or_content_again_is_refused(ssm: Boto, document: Json) -> None:
    assert refusal(ssm, "create_document", Name=NAME, Content=content(), DocumentType="Command") == (
        "DocumentAlreadyExists"
    )
    ssm.update_document(Name=document["Name"], Content=content(), DocumentVersion="$LATEST")
    assert refusal(ssm, "update_document", Name=NAME, Content=content(), DocumentVersion="$LATEST") == (
        "DuplicateDocumentContent"
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("no json", "InvalidDocumentContent"),
        ("[]", "InvalidDocumentContent"),
        (content(mainSteps=[]), "InvalidDocumentContent"),
        (content(mainSteps=[{**STEP, "action": "aws:fly"}]), "InvalidDocumentContent"),
        (content(parameters={"Id": {"type": "Colour"}}), "InvalidDocumentContent"),
        (content(colour="blue"), "InvalidDocumentContent"),
        (content(schemaVersion="9.9"), "InvalidDocumentSchemaVersion"),
        (content(description="x" * 70_000), "MaxDocumentSizeExceeded"),
    ],
)
def test_content_that_is_no_command_document_is_refused(ssm: Boto, text: str, code: str) -> None:
    assert refusal(ssm, "create_document", Name="SRE-Odd", Content=text, DocumentType="Command") == code
    assert refusal(ssm, "describe_document", Name="SRE-Odd") == "InvalidDocument"


def test_names_of_amazon_are_reserved(ssm: Boto) -> None:
    assert refusal(ssm, "create_document", Name="AWS-Mine", Content=content()) == "ValidationException"


def test_a_document_of_amazon_is_there_in_every_account(ssm: Boto) -> None:
    told = ssm.describe_document(Name="AWS-RunPatchBaseline")["Document"]
    read = json.loads(ssm.get_document(Name="AWS-RunPatchBaseline")["Content"])
    assert told["Owner"] == "Amazon"
    assert read["parameters"]["RebootOption"]["allowedValues"] == ["RebootIfNeeded", "NoReboot"]


def test_own_documents_are_not_there_unless_somebody_made_them(ssm: Boto) -> None:
    assert refusal(ssm, "describe_document", Name="SRE-MachineFacts") == "InvalidDocument"
    machine = "i-0a554b5583dd70864"
    assert refusal(ssm, "send_command", DocumentName="SRE-MachineFacts", InstanceIds=[machine]) == "InvalidDocument"
