"""The one definition of an operation."""

from dataclasses import replace

import pytest

from blocks.health import health_card
from commands import COMMANDS, Row
from commands.context import Context
from commands.health import get_health
from commands.spec import command, every_command, load, row_of
from commands.vuln_analyze import analyze_ec2_vulnerabilities
from commands.vuln_check import get_inspector_findings
from core.actor import Actor, Door, Effect
from core.answers.health import Health
from core.errors import BadRequest, NotAllowed
from tests.commands.caller import ONE, context_of, small_account

MANY = [f"i-{number:017x}" for number in range(200)]


def test_an_operation_is_called_like_the_function_it_is_made_of() -> None:
    answer = get_inspector_findings(context_of(small_account()), (ONE,), severity="high")
    assert [each.instance_id for each in answer.findings] == [ONE]


def test_arguments_that_are_left_out_have_their_defaults() -> None:
    assert get_inspector_findings.check({}, Door.SLACK) == {"instance_ids": (), "severity": "all"}


def test_whoever_may_not_do_it_is_refused_before_anything_happens() -> None:
    def refuse(actor: Actor, effect: Effect) -> None:
        raise NotAllowed(f"{actor.door} may not {effect}.")

    account = small_account()
    with pytest.raises(NotAllowed, match="cli may not read"):
        get_inspector_findings(replace(context_of(account), authorise=refuse))
    assert account.asked == []


@pytest.mark.parametrize("given", [{"instance": ONE}, {"instance_ids": [ONE], "limit": 3}])
def test_unknown_arguments_are_refused_by_name(given: dict[str, object]) -> None:
    with pytest.raises(BadRequest, match="is not an argument here; there is instance_ids and severity"):
        get_inspector_findings.check(given, Door.MCP)


def test_an_operation_without_arguments_says_so() -> None:
    with pytest.raises(BadRequest, match="there is none"):
        get_health.check({"verbose": True}, Door.MCP)


@pytest.mark.parametrize("door", [Door.MCP, Door.CLI])
def test_two_hundred_ids_are_fine_outside_slack(door: Door) -> None:
    assert len(get_inspector_findings.check({"instance_ids": MANY}, door)["instance_ids"]) == 200


def test_slack_takes_ten_ids_and_says_what_to_do_with_more() -> None:
    assert get_inspector_findings.check({"instance_ids": MANY[:10]}, Door.SLACK)
    with pytest.raises(BadRequest) as refused:
        get_inspector_findings.check({"instance_ids": MANY}, Door.SLACK)
    assert refused.value.sentence == "Slack takes at most 10 instance ids at once, and these are 200."
    assert "`sre-agent findings list`" in refused.value.advice


@pytest.mark.parametrize(
    ("door", "example"),
    [
        (Door.SLACK, "/sre-vuln-analyze i-0a554b5583dd70864"),
        (Door.CLI, "sre-agent analyze vulnerabilities --instance i-0a554b5583dd70864"),
        (Door.MCP, 'analyze_ec2_vulnerabilities({"instance_id": "i-0a554b5583dd70864"})'),
    ],
)
def test_an_example_is_what_one_types_at_that_door(door: Door, example: str) -> None:
    assert analyze_ec2_vulnerabilities.example(door) == example
    with pytest.raises(BadRequest) as refused:
        analyze_ec2_vulnerabilities.check({}, door)
    assert str(refused.value) == f"This needs an instance id (i-…). Try `{example}`."


def test_required_arguments_are_those_without_a_default() -> None:
    assert analyze_ec2_vulnerabilities.required == {"instance_id"}
    assert get_inspector_findings.required == frozenset()


def test_an_unknown_operation_is_not_found_in_the_list() -> None:
    with pytest.raises(BadRequest, match="no operation called “drop_tables”"):
        row_of("drop_tables")


def test_a_function_that_is_not_listed_cannot_become_an_operation() -> None:
    def get_nothing(ctx: Context) -> Health:
        """Get nothing."""
        return ctx.health()

    with pytest.raises(BadRequest, match="get_nothing"):
        command(card=health_card)(get_nothing)


def test_an_argument_that_cannot_be_explained_cannot_be_defined() -> None:
    def get_health(ctx: Context, verbose: bool = False) -> Health:  # noqa: FBT001, FBT002  the mistake that is tried
        del verbose
        return ctx.health()

    with pytest.raises(TypeError, match="'verbose' has no Param"):
        command(card=health_card)(get_health)


def test_what_is_no_operation_is_not_loaded() -> None:
    with pytest.raises(TypeError, match="not made with @command"):
        load(Row("commands.help:help_line", "/x", "x", "X."))


def test_all_operations_come_in_the_order_of_the_list() -> None:
    assert [each.row for each in every_command()] == list(COMMANDS)
