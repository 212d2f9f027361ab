"""A topic of SNS that is told of incidents."""

from services.aws.session import Aws
from services.delivery.topic import Topic
from tests.core.delivery.examples import report
from tests.services.aws.wire import Wire
from workflows.delivery.places import TopicPlace


def test_a_fifo_topic_keeps_the_order_and_drops_what_comes_twice(aws: Aws, wire: Wire) -> None:
    wire.on("sns", "Publish", lambda _: {"MessageId": "m"})
    TopicPlace(Topic(aws, "arn:aws:sns:us-west-2:123456789012:pager.fifo")).tell(report(title="x\n" * 200), "", 2)
    TopicPlace(Topic(aws, "arn:aws:sns:us-west-2:123456789012:pager")).tell(report(), "", 1)
    ordered, plain = wire.asked
    assert (ordered["MessageGroupId"], ordered["MessageDeduplicationId"]) == ("inc-0001", "inc-0001-2")
    assert len(ordered["Subject"]) <= 100
    assert '"version":1' in plain["Message"]
    assert "MessageGroupId" not in plain
