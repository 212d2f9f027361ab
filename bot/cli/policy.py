"""`sre-agent policy`: what another policy would have done, before it is put in force."""

import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import click
from pydantic import ValidationError

from bot.logs import configure
from bot.patching import tags_from
from bot.settings import load
from core.clock import SystemClock
from core.errors import BadRequest
from core.patching.policy import Policy
from services.aws.ec2 import Ec2
from services.aws.session import Aws
from services.store.sqlite import SqliteStore
from workflows.patching.policy_trial import PolicyTrial, Tried

_EXAMPLE = 'It looks like the table `sre_policy` of the settings: approvers = ["S0123ABCDE"]'


@click.group("policy", help="Look at policies.")
def command() -> None:
    """Nothing here changes anything."""


@command.command("try")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--days", type=click.IntRange(1, 400), default=30, show_default=True, help="How far back.")
@click.pass_obj
def try_policy(config: Path | None, file: Path, *, days: int) -> None:
    """Say which patches of the last days would have gone otherwise under the policy of FILE (TOML)."""
    configure("CRITICAL")
    settings, clock = load(config), SystemClock()
    policy = read(file)
    store = SqliteStore.open(settings.sre_data_dir, clock)
    try:
        trial = PolicyTrial(store, tags_from(Ec2(Aws(settings.aws_region))))
        for line in _lines(trial.over(policy, clock.now() - timedelta(days=days)), days):
            click.echo(line)
    finally:
        store.close()


def read(file: Path) -> Policy:
    """A policy from a file of its own, or from a file of settings.

    Raises:
        BadRequest: it cannot be read, or holds no policy.
    """
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
        return Policy.model_validate(found.get("sre_policy", found))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadRequest(f"{file} cannot be read: {error}.", advice=_EXAMPLE) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise BadRequest(f"{file} holds no policy: {where}: {first['msg']}.", advice=_EXAMPLE) from error


def _lines(tried: tuple[Tried, ...], days: int) -> Iterator[str]:
    for each in tried:
        if each.unread or each.differences:
            yield f"{each.workflow_id} of {each.requested_at:%Y-%m-%d %H:%M} UTC ({each.state.replace('_', ' ')})"
            yield from (f"  {difference}" for difference in each.differences)
            yield from (f"  could not be looked at: {why}" for why in (each.unread,) if why)
    other, unread = sum(bool(each.differences) for each in tried), sum(bool(each.unread) for each in tried)
    yield f"{len(tried)} patches in {days} days: {other} would have gone otherwise, {unread} could not be looked at."
