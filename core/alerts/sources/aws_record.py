"""Single records of AWS services as Lambda and SNS carry them: S3, SES, DynamoDB, API calls from CloudTrail, notices.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
"""

from urllib.parse import unquote_plus

from core.alerts.alert import Alert, AlertLevel, AlertState
from core.alerts.making import account_of, labels_of, make, place_of, region_of
from core.alerts.reading import Json, find, first_word, mapping, word
from core.alerts.times import moment

_FAILED = ("fail", "error", "denied", "bounce", "complaint", "reject", "lost")


def recognises(payload: Json) -> bool:
    """Whether it is the record of one event or call."""
    if word(payload.get("detail-type")).endswith("via CloudTrail"):
        return "eventName" in mapping(payload.get("detail"))
    return "eventName" in payload or ("eventSource" in payload and "eventVersion" in payload)


def read(payload: Json) -> list[Alert]:
    """The record; news, unless it names a failure."""
    payload = mapping(payload.get("detail")) or payload
    name, source = first_word(payload, "eventName"), first_word(payload, "eventSource")
    resource = _resource(payload)
    failure = first_word(payload, "errorCode") or find(payload, "failurereason", "errorcode")
    bad = bool(failure) or any(word in name.lower() for word in _FAILED)
    service = source.removeprefix("aws:").removesuffix(".amazonaws.com")
    place = place_of(resource, payload.get("eventSourceARN"))
    identity = mapping(payload.get("userIdentity"))
    return [
        make(
            "aws record",
            (service, name, resource, failure, first_word(identity, "arn", "principalId") if failure else ""),
            ": ".join(filter(None, (f"{service} {name}".strip(), resource.removeprefix("arn:aws:s3:::"), failure))),
            message=first_word(payload, "errorMessage") or failure,
            state=AlertState.FIRING if bad else AlertState.UNKNOWN,
            severity=AlertLevel.UNKNOWN if bad else AlertLevel.INFO,
            service=resource.rsplit(":", 1)[-1].partition("/")[0] or service,
            resource=resource,
            account=account_of(payload.get("recipientAccountId"), first_word(identity, "accountId"), place.account),
            region=region_of(payload.get("awsRegion"), place.region),
            at=moment(first_word(payload, "eventTime")) or moment(find(payload, "timestamp", "eventtime")),
            labels=labels_of({"event": name, "failure": failure, "address": payload.get("sourceIPAddress")}),
            namespace=f"aws.{service}" if service else "",
            event_type=name,
        )
    ]


def _resource(payload: Json) -> str:
    if bucket := first_word(payload, "s3.bucket.arn"):
        key = first_word(payload, "s3.object.key")
        return f"{bucket}/{unquote_plus(key)}" if key else bucket
    return (
        word(payload.get("eventSourceARN"))
        or find(payload.get("resources"), "arn")
        or find(payload.get("requestParameters"), "instanceid", "bucketname", "rolename", "username", "groupid", "arn")
    )
