"""Live updates."""

from sandbox.slack.seed import AARON, RITA
from sandbox.slack.stream import BACKLOG, Stream
from sandbox.slack.workspace import Change


def test_everyone_hears_only_what_they_may_see() -> None:
    stream = Stream(lambda user, change: change.user in ("", user))
    rita, aaron = stream.listen(RITA), stream.listen(AARON)
    stream.publish(Change("message", user=RITA))
    stream.publish(Change("reset"))
    assert (rita.qsize(), aaron.qsize()) == (2, 1)


def test_a_listener_that_reads_nothing_keeps_a_bounded_backlog() -> None:
    stream = Stream(lambda _user, _change: True)
    queue = stream.listen(RITA)
    for _ in range(BACKLOG + 5):
        stream.publish(Change("message"))
    assert queue.qsize() == BACKLOG


def test_who_left_hears_nothing_more() -> None:
    stream = Stream(lambda _user, _change: True)
    queue = stream.listen(RITA)
    stream.leave(queue)
    stream.publish(Change("message"))
    stream.end()
    assert queue.empty()
