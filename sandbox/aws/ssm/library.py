"""The command documents that can be sent: Amazon's of the seed, and those that the account has made."""

import hashlib
from dataclasses import dataclass

from moto.ssm.models import Document as Kept
from moto.ssm.models import Documents, ssm_backends

from sandbox.aws.account import Account
from sandbox.aws.errors import AwsError
from sandbox.aws.seed.documents import Document, documents
from sandbox.aws.ssm.content import parse, read, write


@dataclass(frozen=True, slots=True)
class Found:
    """A document with its text."""

    document: Document
    content: str

    @property
    def sha256(self) -> str:
        """The hash that DescribeDocument tells."""
        return hashlib.sha256(self.content.encode()).hexdigest()


def amazon(name: str) -> Document | None:
    """A document that exists in every account."""
    return next((each for each in documents() if each.owner == "Amazon" and each.name == name), None)


def own(account: Account, name: str, version: str | None = None) -> Kept | None:
    """A version of a document that the account has made; None where there is no such document.

    Raises:
        AwsError: InvalidDocumentVersion, where there is another version of it.
    """
    kept: Documents | None = ssm_backends[account.id][account.region]._documents.get(name)  # noqa: SLF001  moto has no other way to one by name
    if kept is None:
        return None
    if version in (None, "", "$DEFAULT"):
        return kept.get_default_version()
    found: Kept | None = kept.find(document_version=version, strict=False)
    if found is None:
        raise AwsError("InvalidDocumentVersion", f"The document version {version} does not exist.")
    return found


def command_document(account: Account, name_or_arn: str, version: str | None) -> Found:
    """The document that a command names.

    Raises:
        AwsError: InvalidDocument, InvalidDocumentVersion.
    """
    name = plain_name(account, name_or_arn)
    seeded = amazon(name)
    if seeded is not None:
        if version not in (None, "", "$DEFAULT", "$LATEST", seeded.version):
            raise AwsError("InvalidDocumentVersion", f"The document version {version} does not exist.")
        return Found(seeded, write(seeded))
    kept = own(account, name, version)
    if kept is None or kept.document_type != "Command":
        raise AwsError("InvalidDocument", f"Document with name {name} does not exist.")
    return Found(read(name, kept.document_version, parse(kept.content, kept.document_format)), kept.content)


def plain_name(account: Account, name_or_arn: str) -> str:
    """The name without the ARN around it; Amazon's documents have an ARN without an account."""
    for owner in (account.id, ""):
        name_or_arn = name_or_arn.removeprefix(f"arn:aws:ssm:{account.region}:{owner}:document/")
    return name_or_arn


def seed_own_documents(account_id: str, region: str) -> None:
    """Create the account's own documents, as somebody did who set it up."""
    for each in documents():
        if each.owner == "Self":
            ssm_backends[account_id][region].create_document(
                content=write(each),
                requires=[],
                attachments=[],
                name=each.name,
                version_name="",
                document_type="Command",
                document_format="JSON",
                target_type="",
                tags=[],
            )
