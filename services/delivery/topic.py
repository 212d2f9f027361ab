"""A topic of SNS, for whatever else listens there."""

from services.aws.session import Aws

_FIFO = ".fifo"


class Topic:
    """`arn` is the topic's."""

    def __init__(self, aws: Aws, arn: str) -> None:
        self._aws = aws
        self._arn = arn

    def publish(self, subject: str, message: str, group: str, key: str) -> None:
        """Publish one; a FIFO topic keeps the order within a group and drops what comes twice under a key."""
        with self._aws.asking("sns", "Publish"):
            client = self._aws.client("sns")
            if self._arn.endswith(_FIFO):
                client.publish(
                    TopicArn=self._arn,
                    Message=message,
                    Subject=subject,
                    MessageGroupId=group,
                    MessageDeduplicationId=key,
                )
            else:
                client.publish(TopicArn=self._arn, Message=message, Subject=subject)
