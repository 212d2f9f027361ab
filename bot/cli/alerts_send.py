"""`sre-agent alerts send`: posts an alert to the running assistant, as a sender would."""

import json
from pathlib import Path

import click
import urllib3

from bot.alerts.keys import ANY, parse_keys
from bot.settings import load
from core.errors import BadRequest, Cause, Upstream

SAMPLES = Path(__file__).parent.parent / "alerts" / "samples"
_OK = 200


def sample_names() -> tuple[str, ...]:
    """The samples that come with the assistant."""
    return tuple(sorted(file.stem for file in SAMPLES.glob("*.json")))


@click.command("send", help="Post an alert from a file, or one of the samples, to the running assistant.")
@click.argument("file", required=False)
@click.option("--source", metavar="NAME", help="The source it is sent as; else the name of the file.")
@click.option("--url", metavar="URL", help="Where the assistant is served; else this machine.")
@click.pass_obj
def command(config: Path | None, file: str | None, source: str | None, url: str | None) -> None:
    """Says where it was stored; without a file the samples are listed."""
    if file is None:
        click.echo("Samples: " + ", ".join(sample_names()))
        return
    settings, path = load(config), chosen(file)
    name = source or path.stem
    keys = parse_keys(settings.sre_alert_keys.get_secret_value())
    key = next(iter((*keys.get(name.lower(), ()), *keys.get(ANY, ()))), "")
    if not key:
        raise BadRequest(f"There is no key for {name}.", advice=f"Set SRE_ALERT_KEYS={name}=… for both processes.")
    address = url or f"http://{settings.sre_http_host}:{settings.mcp_server_port}"
    click.echo(posted(f"{address.rstrip('/')}/alerts/{name}", key, path.read_bytes()))


def chosen(file: str) -> Path:
    """The file, or the sample of that name; raises BadRequest where there is neither."""
    for path in (Path(file), SAMPLES / f"{file}.json"):
        if path.is_file():
            return path
    raise BadRequest(f"There is no file {file}.", advice=f"Samples are {', '.join(sample_names())}.")


def posted(url: str, key: str, body: bytes) -> str:
    """What the assistant answered, in a sentence.

    Raises:
        Upstream: it does not answer, or took nothing.
    """
    headers = {"Content-Type": "application/json", "X-Alert-Key": key}
    try:
        answer = urllib3.request("POST", url, body=body, headers=headers, timeout=10.0, retries=False)
    except urllib3.exceptions.HTTPError as error:
        sentence = f"Nothing answers at {url} ({type(error).__name__})."
        raise Upstream(
            sentence, cause=Cause.UNREACHABLE, retryable=True, advice="Start `sre-agent serve` first."
        ) from None
    try:
        told = json.loads(answer.data)
    except ValueError:
        told = {}
    if answer.status != _OK:
        raise Upstream(
            f"The alert was not taken ({answer.status}): {told.get('error', 'no reason was given')}",
            cause=Cause.REFUSED,
            retryable=False,
        )
    return f"Stored as {told.get('id', 'an alert')}."
