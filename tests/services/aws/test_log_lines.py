from datetime import UTC, datetime, timedelta

from services.aws.log_lines import Lines, LogLines
from services.aws.session import Aws
from tests.services.aws.wire import Asked, Wire, aws_error, fails

NOW = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)
SINCE = NOW - timedelta(hours=24)


def event(minutes_ago: int, text: str = "x") -> dict[str, object]:
    return {"timestamp": int((NOW - timedelta(minutes=minutes_ago)).timestamp() * 1000), "message": text}


def asked_for(aws: Aws) -> Lines:
    return LogLines(aws).matching("/ec2/secure", "i-1", "?Accepted", SINCE, NOW)


def test_lines_of_all_pages_come_in_the_order_of_time_also_after_an_empty_one(aws: Aws, wire: Wire) -> None:
    pages = {"": ([event(5)], "1"), "1": ([], "2"), "2": ([event(9, "older")], None)}

    def answer(asked: Asked) -> dict[str, object]:
        rows, token = pages[asked.get("nextToken", "")]
        return {"events": rows, **({"nextToken": token} if token else {})}

    wire.on("logs", "FilterLogEvents", answer)
    told = asked_for(aws)
    assert [text for _, text in told.lines] == ["older", "x"]
    assert told.gaps == ()
    first = wire.asked[0]
    assert (first["logStreamNamePrefix"], first["filterPattern"], first["limit"]) == ("i-1", "?Accepted", 10_000)


def test_a_group_that_is_not_there_is_named(aws: Aws, wire: Wire) -> None:
    wire.on("logs", "FilterLogEvents", fails(aws_error("ResourceNotFoundException", status=400)))
    assert asked_for(aws).gaps[0].why == "there is no log group /ec2/secure in us-west-2"


def test_what_was_read_before_a_failure_is_told_with_the_gap(aws: Aws, wire: Wire) -> None:
    def answer(asked: Asked) -> dict[str, object]:
        if "nextToken" in asked:
            raise aws_error("AccessDeniedException", status=400)
        return {"events": [event(5)], "nextToken": "1"}

    wire.on("logs", "FilterLogEvents", answer)
    told = asked_for(aws)
    assert (len(told.lines), told.gaps[0].what) == (1, "lines of /ec2/secure after 18:55 UTC")


def test_so_many_lines_are_cut_and_named(aws: Aws, wire: Wire) -> None:
    def answer(asked: Asked) -> dict[str, object]:
        number = int(asked.get("nextToken", "0"))
        return {"events": [event(5)] * 10_000, "nextToken": str(number + 1)}

    wire.on("logs", "FilterLogEvents", answer)
    told = asked_for(aws)
    assert (len(told.lines), told.gaps[0].by_choice) == (20_000, True)
