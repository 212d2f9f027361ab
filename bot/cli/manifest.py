"""`sre-agent manifest`: the Slack app to create."""

import click

from bot.manifest import manifest_yaml


@click.command("manifest", help="Print the Slack app manifest.")
def command() -> None:
    """Paste it at api.slack.com/apps, Create New App, From a manifest."""
    click.echo(manifest_yaml(), nl=False)
