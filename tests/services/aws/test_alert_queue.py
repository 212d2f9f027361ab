"""A queue of SQS."""

import boto3
from moto import mock_aws

from services.aws.alert_queue import AlertQueue, region_of_queue
from services.aws.session import Aws
from tests.services.aws.wire import ACCOUNT


@mock_aws
def test_a_message_comes_again_until_it_is_removed() -> None:
    session = boto3.Session("AKIAEXAMPLE", "example", region_name="us-west-2")
    client = session.client("sqs")
    url = client.create_queue(QueueName="alerts", Attributes={"VisibilityTimeout": "0"})["QueueUrl"]
    client.send_message(QueueUrl=url, MessageBody='{"title": "x"}')
    queue = AlertQueue(Aws("us-west-2", ACCOUNT, session=session), url, wait_s=0)
    first, again = queue.receive(), queue.receive()
    assert [one.body for one in first] == [one.body for one in again] == ['{"title": "x"}']
    queue.remove(again[0])
    assert queue.receive() == ()


def test_the_region_is_the_queues_own() -> None:
    assert region_of_queue("https://sqs.eu-west-1.amazonaws.com/1/alerts", "us-west-2") == "eu-west-1"
    assert region_of_queue("http://localhost:4566/1/alerts", "us-west-2") == "us-west-2"
