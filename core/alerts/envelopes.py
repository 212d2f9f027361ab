"""Takes alerts out of what carried them: Lambda records, SQS, SNS, Firehose, Kinesis, compressed log subscriptions."""

import base64
import binascii
import json
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from core.alerts.reading import NOTHING, Json, at, items, mapping, objects, parsed, text, word

_DEEPEST = 6
_MOST_INFLATED = 8 * 1024 * 1024
_MOST_DOCUMENTS = 500
_GZIP = b"\x1f\x8b"
_ANY_HEADER = 47  # zlib or gzip, whichever the bytes say: https://docs.python.org/3/library/zlib.html#zlib.decompress
SNS_TYPES = ("Notification", "SubscriptionConfirmation", "UnsubscribeConfirmation")


class Letter(NamedTuple):
    """What was in an envelope: an object, or a `text` where it was none; `outer` is the innermost envelope's fields."""

    payload: Json
    text: str = ""
    outer: Json = NOTHING


def opened(payload: object) -> list[Letter]:
    """Every letter in a payload, in order; a payload in no envelope is one letter."""
    found: list[Letter] = []
    for letter in _open(payload, NOTHING, 0):
        if len(found) >= _MOST_DOCUMENTS:
            break
        found.append(letter)
    return found


def inflated(data: object) -> bytes:
    """The bytes of base64, unpacked where they are compressed; empty where they are neither or would be too many."""
    if not isinstance(data, str):
        return b""
    try:
        raw = base64.b64decode(data, validate=False)
    except (binascii.Error, ValueError):
        return b""
    if not raw.startswith(_GZIP):
        return raw
    return gunzipped(raw)


def gunzipped(raw: bytes, most: int = _MOST_INFLATED) -> bytes:
    """Unpacked bytes; empty where they are damaged or would be more than `most`."""
    unpacking = zlib.decompressobj(_ANY_HEADER)
    try:
        unpacked = unpacking.decompress(raw, most)
    except zlib.error:
        return b""
    return b"" if unpacking.unconsumed_tail else unpacked


def _open(payload: object, outer: Json, depth: int) -> Iterator[Letter]:
    if isinstance(payload, bytes):
        payload = payload.decode("utf-8", "replace")
    if isinstance(payload, str):
        found = parsed(payload)
        if found is None or depth >= _DEEPEST:
            yield Letter(NOTHING, text(payload), outer)
            return
        payload = found
    if isinstance(payload, list | tuple) and payload:
        for item in payload[:_MOST_DOCUMENTS]:
            yield from _open(item, outer, depth + 1) if depth < _DEEPEST else ()
        return
    if not isinstance(payload, dict):
        yield Letter(NOTHING, text(payload), outer)
        return
    inner = list(_inside(payload)) if depth < _DEEPEST else []
    if not inner:
        yield Letter(payload, "", outer)
    for content, envelope in inner:
        yield from _open(content, envelope, depth + 1)


def _inside(payload: Json) -> Iterator[tuple[object, Json]]:
    """What an envelope holds, with the fields of that envelope; nothing where the payload is none."""
    if isinstance(payload.get("Records"), list):
        yield from ((record, payload) for record in items(payload["Records"]))
    elif isinstance(payload.get("Messages"), list) and any("Body" in one for one in objects(payload["Messages"])):
        yield from ((message, payload) for message in objects(payload["Messages"]))
    elif isinstance(sns := payload.get("Sns"), dict):
        yield sns, payload
    elif payload.get("Type") in SNS_TYPES and "Message" in payload and "TopicArn" in payload:
        # The text is one letter even where it is no JSON; it keeps its Subject through `outer`.
        yield payload["Message"], payload
    elif "body" in payload and ("receiptHandle" in payload or payload.get("eventSource") == "aws:sqs"):
        yield payload["body"], payload
    elif "Body" in payload and ("ReceiptHandle" in payload or "MessageId" in payload):
        yield payload["Body"], payload
    elif (data := at(payload, "awslogs", "data")) or (data := at(payload, "kinesis", "data")):
        yield from ((document, payload) for document in _documents(inflated(data)))
    elif isinstance(payload.get("records"), list | dict):
        yield from _streamed(payload)


def _streamed(payload: Json) -> Iterator[tuple[object, Json]]:
    """The records of Firehose (`data`) and of Kafka (`value`, by topic)."""
    records = payload["records"]
    by_topic = [record for batch in mapping(records).values() for record in objects(batch)]
    for record in by_topic or objects(records):
        data = record.get("data", record.get("value"))
        if not word(data):
            continue
        for document in _documents(inflated(data)):
            yield document, {**payload, **record}


def _documents(data: bytes) -> Iterator[object]:
    """JSON documents that follow each other with nothing between them, as Firehose joins them; else one text."""
    said = data.decode("utf-8", "replace").strip()
    decoder, start = json.JSONDecoder(), 0
    while start < len(said) and said[start] in "{[":
        try:
            document, start = decoder.raw_decode(said, start)
        except (ValueError, RecursionError):
            break
        yield document
        while start < len(said) and said[start].isspace():
            start += 1
    if rest := said[start:]:
        yield rest
