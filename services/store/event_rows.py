"""How one event of CloudTrail is kept as a row: small, and found by time and by what it is about."""

import json
import re
import zlib
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

# What nearly every record says. A change makes kept rows unreadable, so SHAPE has to grow with it.
SHAPE = 2
_USUAL = (
    b'"requestParameters":null,"responseElements":null,"errorCode":"AccessDenied","errorMessage":"User: arn:aws:sts::'
    b' is not authorized to perform: on resource: because no identity-based policy allows the action"'
    b'"userAgent":"aws-cli/2. md/awscrt# ua/2.1 os/linux lang/python#3.13 Boto3/1. md/Botocore#1."'
    b'"eventType":"AwsConsoleSignIn","additionalEventData":{"LoginTo":"https://console.aws.amazon.com/","MFAUsed":"Yes"}'
    b'"sessionCredentialFromConsole":"true","userIdentity":{"type":"IAMUser","principalId":"AIDA","arn":"arn:aws:iam::'
    b':user/","userName":"{"type":"AWSService","invokedBy":".amazonaws.com"}'
    b'{"eventVersion":"1.11","userIdentity":{"type":"AssumedRole","principalId":"AROA","arn":"arn:aws:sts::'
    b':assumed-role/","accountId":"","accessKeyId":"ASIA","sessionContext":{"sessionIssuer":{"type":"Role",'
    b'"principalId":"AROA","arn":"arn:aws:iam::role/","accountId":"","userName":""},"attributes":{"creationDate":"20'
    b'","mfaAuthenticated":"false"}}},"eventTime":"20","eventSource":".amazonaws.com","eventName":"Describe",'
    b'"awsRegion":"us-east-1","sourceIPAddress":"","userAgent":"AWS Internal","requestParameters":{"instancesSet":'
    b'{"items":[{"instanceId":"i-"}]},"responseElements":{"requestId":"","_return":true},"requestID":"","eventID":"",'
    b'"readOnly":false,"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"","eventCategory":'
    b'"Management","tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256",'
    b'"clientProvidedHostHeader":".amazonaws.com"}}'
)
_THING = re.compile(r"\b(?:i|sg|vol|snap|eni|ami)-[0-9a-f]{8,17}\b")
_MOST_THINGS = 40  # a request may list a thousand instances; it is about none of them
_REFUSED = ("accessdenied", "unauthorizedoperation", "forbidden", "unauthorized")


def packed(record: str) -> bytes:
    """A record in little room."""
    packer = zlib.compressobj(level=6, wbits=-15, zdict=_USUAL)
    return packer.compress(record.encode()) + packer.flush()


def unpacked(body: bytes) -> Mapping[str, Any]:
    """The record again."""
    found: Mapping[str, Any] = json.loads(zlib.decompressobj(wbits=-15, zdict=_USUAL).decompress(body))
    return found


def short_id(event_id: str) -> bytes:
    """An event's id in half the room where it is a UUID, as AWS's are."""
    try:
        return UUID(event_id).bytes
    except ValueError:
        return event_id.encode()


def refused_key(record: Mapping[str, Any]) -> str:
    """The access key of whoever was refused; "" where nobody was."""
    code = record.get("errorCode")
    if not isinstance(code, str) or not any(word in code.lower().replace(".", "") for word in _REFUSED):
        return ""
    identity = record.get("userIdentity")
    key = identity.get("accessKeyId") if isinstance(identity, dict) else None
    return key if isinstance(key, str) else ""


def things_in(record: str) -> Iterator[str]:
    """The instances, groups, volumes and the like that a record names, each once."""
    yield from list(dict.fromkeys(_THING.findall(record)))[:_MOST_THINGS]
