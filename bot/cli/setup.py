"""`sre-agent setup`: what the AWS account needs before machines can be patched."""

from pathlib import Path

import click

from bot.logs import configure
from bot.settings import load
from services.aws.changes.document_shelf import DocumentShelf
from services.aws.changes.documents import documents
from services.aws.session import Aws


@click.group("setup", help="Prepare the AWS account for patching.")
def command() -> None:
    """Each part may be run again at any time."""


@command.command("documents")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.pass_obj
def setup_documents(config: Path | None, *, dry_run: bool) -> None:
    """Create our Systems Manager documents, or bring them up to date, with the credentials of whoever runs this."""
    configure("CRITICAL")
    shelf = DocumentShelf(Aws(load(config).aws_region))
    for document in documents():
        done = f"is {shelf.state(document)}" if dry_run else shelf.put(document)
        click.echo(f"{document.name}: {done}")
