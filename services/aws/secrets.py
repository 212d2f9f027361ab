"""Settings kept in AWS Secrets Manager."""

import json

import boto3

from core.errors import BadRequest
from services.aws.asking import asking
from services.aws.call import Call
from services.aws.session import PATIENCE


def secret_settings(secret_id: str, region: str) -> dict[str, object]:
    """The JSON object of a secret, its names in lower case.

    Raises:
        Upstream, NotFound: Secrets Manager did not give it.
        BadRequest: it holds something else.
    """
    with asking(Call("secretsmanager", "GetSecretValue", region)):
        client = boto3.client("secretsmanager", region_name=region, config=PATIENCE)
        text = client.get_secret_value(SecretId=secret_id).get("SecretString", "")
    try:
        held = json.loads(text)
    except ValueError:
        held = None
    if not isinstance(held, dict):
        raise BadRequest(
            f"The secret {secret_id} is not a JSON object.",
            advice='Store settings in it as {"SLACK_BOT_TOKEN": "xoxb-…", …}.',
        )
    return {str(name).lower(): value for name, value in held.items()}
