"""How old a signature may be. Moto checks none; AWS takes a request within five minutes of when it was signed.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html; fifteen minutes for S3:
https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html
"""

from datetime import UTC, datetime

from sandbox.aws.call import Call, Environ
from sandbox.aws.errors import AwsError

LIFE_S = 300.0
_S3_LIVES = 3


def check_age(environ: Environ, call: Call, life_s: float) -> None:
    """Refuse a request that was signed too long ago, or too far ahead; raises AwsError."""
    signed = environ.get("HTTP_X_AMZ_DATE", "")
    if not signed:
        return
    now = datetime.now(UTC)
    lives = _S3_LIVES if call.service == "s3" else 1
    if abs((now - _read(signed)).total_seconds()) > life_s * lives:
        text = (
            f"Signature expired: {signed} is now earlier than {now:%Y%m%dT%H%M%SZ} ({life_s * lives:g} s are allowed)"
        )
        raise AwsError("InvalidSignatureException", text)


def _read(signed: str) -> datetime:
    try:
        return datetime.strptime(signed, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError as error:
        raise AwsError(
            "IncompleteSignatureException", f"Date must be in ISO-8601 'basic format'. Got {signed}"
        ) from error
