"""People, channels and user groups."""

from datetime import UTC, datetime
from typing import Any

import pytest

from core.actor import Actor, Door
from core.errors import Cause, NotFound, Upstream
from core.people import Channel, Person
from services.slack.directory import Directory
from services.slack.errors import SlackRefused


class StoppedClock:
    def now(self) -> datetime:
        return datetime(2026, 11, 24, tzinfo=UTC)

    def monotonic(self) -> float:
        return 0.0


class FakeSlack:
    """Answers by method, or raises what stands there."""

    def __init__(self, **answers: dict[str, Any] | Exception) -> None:
        self.answers = {name.replace("__", "."): answer for name, answer in answers.items()}
        self.asked: list[tuple[str, dict[str, object]]] = []

    def call(self, method: str, /, **arguments: object) -> dict[str, Any]:
        self.asked.append((method, arguments))
        answer = self.answers[method]
        if isinstance(answer, Exception):
            raise answer
        return answer


USER = {"team_id": "T1", "name": "ann", "real_name": "Ann B", "profile": {"display_name": "annie"}}
DOWN = Upstream("Slack is down.", cause=Cause.UNREACHABLE, retryable=True)
ANN = Actor(Door.SLACK, "T1", "U1", "C1")


def directory(**answers: dict[str, Any] | Exception) -> Directory:
    return Directory(FakeSlack(**answers), StoppedClock())


def test_a_member_is_known_by_what_authority_depends_on() -> None:
    assert directory(users__info={"user": USER}).person("U1") == Person("U1", "T1", "annie")


@pytest.mark.parametrize(
    ("flag", "fact"),
    [
        ("is_restricted", "is_guest"),
        ("is_ultra_restricted", "is_guest"),
        ("is_stranger", "is_stranger"),
        ("is_bot", "is_bot"),
        ("deleted", "deleted"),
    ],
)
def test_each_flag_of_slack_becomes_a_fact(flag: str, fact: str) -> None:
    assert getattr(directory(users__info={"user": USER | {flag: True}}).person("U1"), fact) is True


@pytest.mark.parametrize(
    ("user", "name"), [({"real_name": "Ann B"}, "Ann B"), ({"name": "ann"}, "ann"), ({"profile": None}, "")]
)
def test_the_name_is_the_best_that_slack_has(user: dict[str, Any], name: str) -> None:
    assert directory(users__info={"user": user}).person("U1").name == name


def test_a_channel_is_known_by_who_can_read_it() -> None:
    told = {"name": "alerts", "is_member": True, "is_private": True, "is_ext_shared": False, "is_shared": True}
    channel = directory(conversations__info={"channel": told}).channel("C1")
    assert channel == Channel("C1", "alerts", is_member=True, is_private=True)
    assert (channel.external, channel.open_to_bot) == (False, True)


@pytest.mark.parametrize("flag", [{"is_ext_shared": True}, {"is_pending_ext_shared": True}, {"pending_shared": ["T2"]}])
def test_a_channel_shared_with_others_or_about_to_be_is_external(flag: dict[str, Any]) -> None:
    assert directory(conversations__info={"channel": flag}).channel("C1").external


def test_what_slack_does_not_know_is_not_found() -> None:
    nobody = directory(
        users__info=SlackRefused("users.info", "user_not_found"),
        conversations__info=SlackRefused("conversations.info", "channel_not_found"),
        usergroups__users__list=SlackRefused("usergroups.users.list", "no_such_subteam"),
    )
    for ask in (nobody.person, nobody.channel, nobody.group_members):
        with pytest.raises(NotFound):
            ask("X1")


def test_other_refusals_stay_what_they_are() -> None:
    with pytest.raises(SlackRefused, match="missing_scope"):
        directory(users__info=SlackRefused("users.info", "missing_scope", needed="users:read")).person("U1")


def test_a_group_is_the_set_of_its_members() -> None:
    asked = directory(usergroups__users__list={"users": ["U1", "U2"]})
    assert asked.group_members("S1") == {"U1", "U2"}
    assert directory(usergroups__users__list={"users": []}).group_members("S1") == frozenset()


@pytest.mark.parametrize("code", ["unknown_method", "missing_scope"])
def test_an_endpoint_without_user_groups_loses_that_feature_until_it_has_them(code: str) -> None:
    slack = FakeSlack(usergroups__users__list=SlackRefused("usergroups.users.list", code), users__info={"user": USER})
    asked = Directory(slack, StoppedClock())
    with pytest.raises(SlackRefused):
        asked.group_members("S1")
    assert asked.person("U1").name == "annie"
    assert code in asked.unavailable["user groups"]
    slack.answers["usergroups.users.list"] = {"users": ["U1"]}
    assert asked.group_members("S1") == {"U1"}
    assert asked.unavailable == {}


def test_other_optional_methods_are_named_by_their_family() -> None:
    asked = directory(files__getUploadURLExternal=SlackRefused("files.getUploadURLExternal", "unknown_method"))
    with pytest.raises(SlackRefused):
        asked.optional("files.getUploadURLExternal", filename="a.csv", length=1)
    assert list(asked.unavailable) == ["files"]


def test_facts_gather_the_caller_and_the_place() -> None:
    facts = directory(users__info={"user": USER}, conversations__info={"channel": {"is_im": True}}).facts(ANN, "T1")
    assert (facts.team_id, facts.person, facts.channel, facts.fresh) == (
        "T1",
        Person("U1", "T1", "annie"),
        Channel("C1", is_im=True),
        True,
    )


def test_facts_are_old_or_missing_while_slack_is_silent() -> None:
    slack = FakeSlack(users__info={"user": USER}, conversations__info=DOWN)
    asked = Directory(slack, StoppedClock())
    asked.person("U1")
    slack.answers["users.info"] = DOWN
    facts = asked.facts(ANN, "T1", recheck=True)
    assert facts.person == Person("U1", "T1", "annie")
    assert (facts.channel, facts.fresh) == (None, False)
