"""Our documents in the account: made where they are missing, brought up to date where they differ."""

from typing import Any

from services.aws.changes.documents import Document
from services.aws.persistence import persistently
from services.aws.session import Aws


class DocumentShelf:
    """Creates and updates documents with the credentials of whoever sets the account up."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def state(self, document: Document) -> str:
        """`current`, `different` or `missing`."""

        def ask() -> str:
            with self._aws.asking("ssm", "GetDocument"):
                client = self._aws.client("ssm")
                try:
                    told = client.get_document(Name=document.name, DocumentFormat="JSON")
                except client.exceptions.InvalidDocument:
                    return "missing"
            return "current" if told["Content"] == document.content else "different"

        return persistently(ask)

    def put(self, document: Document) -> str:
        """Make it what it should be; what was done, in a word."""
        state = self.state(document)
        if state == "current":
            return "unchanged"
        return self._create(document) if state == "missing" else self._update(document)

    def _create(self, document: Document) -> str:
        with self._aws.asking("ssm", "CreateDocument"):
            self._aws.client("ssm").create_document(
                Name=document.name, Content=document.content, DocumentType="Command", DocumentFormat="JSON"
            )
        return "created"

    def _update(self, document: Document) -> str:
        """A new version, made the default one: commands run that."""
        client: Any
        with self._aws.asking("ssm", "UpdateDocument"):
            client = self._aws.client("ssm")
            try:
                told = client.update_document(
                    Name=document.name, Content=document.content, DocumentVersion="$LATEST", DocumentFormat="JSON"
                )
                version = told["DocumentDescription"]["DocumentVersion"]
            except client.exceptions.DuplicateDocumentContent:
                version = client.describe_document(Name=document.name, DocumentVersion="$LATEST")["Document"][
                    "DocumentVersion"
                ]
        with self._aws.asking("ssm", "UpdateDocumentDefaultVersion"):
            client.update_document_default_version(Name=document.name, DocumentVersion=version)
        return "updated"
