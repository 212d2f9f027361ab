from services.aws.changes.document_shelf import DocumentShelf
from services.aws.changes.documents import Document
from services.aws.session import Aws
from tests.services.aws.changes.changing import empty
from tests.services.aws.wire import Wire, fails

FACTS = Document("SRE-MachineFacts", '{"schemaVersion": "2.2"}')


def test_a_document_that_is_missing_is_created(aws: Aws, wire: Wire) -> None:
    wire.on("ssm", "GetDocument", fails(aws.client("ssm").exceptions.InvalidDocument({"Error": {}}, "GetDocument")))
    wire.on("ssm", "CreateDocument", empty)
    assert DocumentShelf(aws).put(FACTS) == "created"
    assert wire.asked[-1]["Content"] == FACTS.content


def test_a_document_that_is_as_it_should_be_is_left_alone(aws: Aws, wire: Wire) -> None:
    wire.on("ssm", "GetDocument", lambda _: {"Content": FACTS.content})
    assert DocumentShelf(aws).put(FACTS) == "unchanged"
    assert len(wire.asked) == 1


def test_a_document_that_differs_gets_a_new_version_that_commands_run(aws: Aws, wire: Wire) -> None:
    wire.on("ssm", "GetDocument", lambda _: {"Content": "{}"})
    wire.on("ssm", "UpdateDocument", lambda _: {"DocumentDescription": {"DocumentVersion": "4"}})
    wire.on("ssm", "UpdateDocumentDefaultVersion", empty)
    assert DocumentShelf(aws).put(FACTS) == "updated"
    assert wire.asked[-1]["DocumentVersion"] == "4"


def test_a_version_that_was_made_but_is_not_the_default_one_becomes_it(aws: Aws, wire: Wire) -> None:
    twin = aws.client("ssm").exceptions.DuplicateDocumentContent({"Error": {}}, "UpdateDocument")
    wire.on("ssm", "GetDocument", lambda _: {"Content": "{}"})
    wire.on("ssm", "UpdateDocument", fails(twin))
    wire.on("ssm", "DescribeDocument", lambda _: {"Document": {"DocumentVersion": "7"}})
    wire.on("ssm", "UpdateDocumentDefaultVersion", empty)
    assert DocumentShelf(aws).put(FACTS) == "updated"
    assert wire.asked[-1]["DocumentVersion"] == "7"
