"""A queue of SQS from which alerts are taken; SNS or EventBridge stand in front of it."""

import re
from dataclasses import dataclass

from botocore.config import Config

from services.aws.session import PATIENCE, Aws

WAIT_S = 20
"""The longest poll that SQS knows:
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html"""

LONG_PATIENCE = PATIENCE.merge(Config(read_timeout=WAIT_S + 10))
"""For the client that polls: an answer may take as long as the poll."""

_AT_ONCE = 10
_REGION = re.compile(r"//sqs\.([a-z0-9-]+)\.")


@dataclass(frozen=True, slots=True)
class QueuedAlert:
    """A message of the queue; `receipt` is what removes it."""

    message_id: str
    body: str
    receipt: str


class AlertQueue:
    """Each message comes again until it is removed."""

    def __init__(self, aws: Aws, url: str, wait_s: int = WAIT_S) -> None:
        self._aws = aws
        self._url = url
        self._wait_s = wait_s

    def receive(self) -> tuple[QueuedAlert, ...]:
        """Up to ten messages, as soon as there are any; none where none came within the poll.

        Raises:
            Upstream: SQS did not answer or refused.
        """
        with self._aws.asking("sqs", "ReceiveMessage"):
            told = self._aws.client("sqs").receive_message(
                QueueUrl=self._url, MaxNumberOfMessages=_AT_ONCE, WaitTimeSeconds=self._wait_s
            )
        return tuple(
            QueuedAlert(one["MessageId"], one["Body"], one["ReceiptHandle"]) for one in told.get("Messages", ())
        )

    def remove(self, alert: QueuedAlert) -> None:
        """It is recorded elsewhere; raises Upstream, and then it comes again."""
        with self._aws.asking("sqs", "DeleteMessage"):
            self._aws.client("sqs").delete_message(QueueUrl=self._url, ReceiptHandle=alert.receipt)


def region_of_queue(url: str, otherwise: str) -> str:
    """The region in a queue's URL."""
    found = _REGION.search(url)
    return found.group(1) if found else otherwise
