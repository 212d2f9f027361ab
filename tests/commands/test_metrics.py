"""/sre-metrics."""

import pytest

from commands.metrics import get_ec2_cloudwatch_metrics
from commands.words import arguments_from
from core.actor import Door
from core.errors import BadRequest, NotFound
from tests.commands.caller import ONE, context_of, small_account
from tests.core.examples import instance_id
from tests.workflows.measurements import CPU, NETWORK, Machine, steady


def test_nothing_named_means_the_usual_metrics_of_a_day() -> None:
    machine = Machine({CPU: steady(), NETWORK: steady(3e8)})
    answer = get_ec2_cloudwatch_metrics(context_of(small_account(), machine=machine), ONE)
    assert [each.label for each in answer.metrics][:2] == ["CPU", "Network in"]
    assert (answer.time_range, len(answer.metrics[0].values)) == ("24h", 288)


def test_words_of_a_slash_command_find_their_places() -> None:
    words = f"{ONE} cpu AWS/EC2:NetworkIn EBSIOBalance% 7d"
    assert arguments_from(words, get_ec2_cloudwatch_metrics) == {
        "instance_id": ONE,
        "metric_names": ["cpu", "AWS/EC2:NetworkIn", "EBSIOBalance%"],
        "time_range": "7d",
    }


def test_a_name_that_means_nothing_is_answered_with_close_ones() -> None:
    context = context_of(small_account(), machine=Machine({NETWORK: steady()}))
    with pytest.raises(BadRequest, match="no metric called “NetworkOn”") as refused:
        get_ec2_cloudwatch_metrics(context, ONE, ("NetworkOn",))
    assert "NetworkIn" in refused.value.advice


def test_an_unknown_instance_is_not_found() -> None:
    with pytest.raises(NotFound, match="is not found in account 123456789012, us-west-2"):
        get_ec2_cloudwatch_metrics(context_of(small_account()), instance_id(9))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("5m", "“5m” is too short: at least 15m"),
        ("1825d", "“1825d” is too long: at most 63d"),
        ("5y", "A time range is a number and m, h, d or w"),
        ("2027-01-01", "A time range is a number and m, h, d or w"),
        ("-24h", "A time range is a number and m, h, d or w"),
        ("", "A time range is a number and m, h, d or w"),
    ],
)
def test_a_range_that_cannot_be_is_refused_with_one_that_can(given: str, said: str) -> None:
    with pytest.raises(BadRequest) as refused:
        get_ec2_cloudwatch_metrics.check({"instance_id": ONE, "time_range": given}, Door.SLACK)
    assert refused.value.sentence.startswith(said)
    assert refused.value.advice.endswith("24h`.")


def test_a_range_may_be_written_in_any_usual_way() -> None:
    checked = get_ec2_cloudwatch_metrics.check({"instance_id": ONE, "time_range": "2 Weeks"}, Door.MCP)
    assert checked["time_range"] == "14d"
