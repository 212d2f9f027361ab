"""`sre-agent setup`: what the AWS account needs, made with the credentials of whoever runs this."""

from collections.abc import Iterator
from pathlib import Path

import click

from bot.logs import configure
from bot.settings import load
from services.aws.changes.alarm_shelf import AlarmShelf
from services.aws.changes.document_shelf import DocumentShelf
from services.aws.changes.documents import documents
from services.aws.cloudwatch import CloudWatch
from services.aws.crew import Crew
from services.aws.ec2 import Ec2
from services.aws.session import Aws
from workflows.alarm_setup import AlarmSetUp, SetUp


@click.group("setup", help="Prepare the AWS account.")
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


@command.command("cloudwatch")
@click.option("--tag", metavar="NAME=VALUE", help="Only machines with this tag; without it, all.")
@click.option("--notify", metavar="ARN", multiple=True, help="A topic of SNS that is told; may be given again.")
@click.option("--remove", is_flag=True, help="Take everything away that this has ever made.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option("--yes", is_flag=True, help="Do not ask before changing anything.")
@click.pass_obj
def setup_cloudwatch(
    config: Path | None, *, tag: str | None, notify: tuple[str, ...], remove: bool, dry_run: bool, yes: bool
) -> None:
    """Create recommended alarms and a dashboard, or bring them up to date; shows the difference and asks first."""
    configure("CRITICAL")
    aws = Aws(load(config).aws_region)
    set_up = AlarmSetUp(Ec2(aws), CloudWatch(aws, Crew(4, thread_name_prefix="setup")), AlarmShelf(aws), aws.region)
    plan = set_up.removal() if remove else set_up.plan(_tag(tag), notify)
    for line in _lines(plan):
        click.echo(line)
    if plan.nothing_to_do or dry_run:
        click.echo("Nothing was changed.")
        return
    if not yes:
        click.confirm(f"Do this in {aws.region} of account {aws.account}?", abort=True)
    set_up.carry_out(plan, click.echo)


def _tag(given: str | None) -> tuple[str, str] | None:
    if given is None:
        return None
    name, equals, value = given.partition("=")
    if not (name and equals):
        raise click.BadParameter(f"{given!r} is no tag; write --tag Environment=production.")
    return name, value


def _lines(plan: SetUp) -> Iterator[str]:
    alarms = plan.alarms
    yield from (f"+ {alarm.name}: {alarm.description}" for alarm in alarms.create)
    yield from (f"~ {each.alarm.name}: {'; '.join(each.differences)}" for each in alarms.change)
    yield from (f"- {alarm.name}" for alarm in alarms.remove)
    counts = f"{len(alarms.create)} to create, {len(alarms.change)} to change, {len(alarms.remove)} to remove"
    yield f"Alarms of {plan.instances} machines: {counts}, {len(alarms.keep)} as they should be."
    yield f"The dashboard is {plan.dashboard_is}."
