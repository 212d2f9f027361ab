"""Conditions over events."""

from core.sigma.checks import Text, Wild
from core.sigma.tree import All, AnyOf, Empty, Field, Not, Present, Same, Word

EVENT = {
    "eventName": "CreateUser",
    "userIdentity": {"userName": "mallory", "arn": "arn:aws:iam::123456789012:user/mallory"},
    "requestParameters": {"userName": "Mallory", "tags": None},
}
CREATE, DELETE = Field("eventName", Text(("CreateUser",))), Field("eventName", Text(("DeleteUser",)))


def test_conditions_join() -> None:
    assert All((CREATE, Not(DELETE))).holds(EVENT)
    assert AnyOf((CREATE, DELETE)).holds(EVENT)
    assert not All((CREATE, DELETE)).holds(EVENT)


def test_a_word_may_stand_anywhere() -> None:
    assert Word(Text(("user/", Wild.MANY, "ory"))).holds(EVENT)
    assert not Word(Text(("bob",))).holds(EVENT)


def test_null_is_empty_and_yet_present() -> None:
    assert [Empty(path).holds(EVENT) for path in ("requestParameters.tags", "nowhere", "eventName")] == [
        True,
        True,
        False,
    ]
    assert Present("requestParameters.tags", wanted=True).holds(EVENT)
    assert Present("nowhere", wanted=False).holds(EVENT)


def test_two_members_are_compared_with_each_other() -> None:
    assert Same("requestParameters.userName", "userIdentity.userName").holds(EVENT)
    assert Same("userIdentity.arn", "userIdentity.userName", ends=True).holds(EVENT)
    assert not Same("userIdentity.arn", "userIdentity.userName", begins=True).holds(EVENT)
    assert not Same("nowhere", "nowhere.else").holds(EVENT)


def test_it_is_known_which_events_a_condition_can_hold_for() -> None:
    other = Field("userAgent", Text(("x",)))
    assert AnyOf((CREATE, DELETE)).names() == frozenset({"createuser", "deleteuser"})
    assert All((other, AnyOf((CREATE, DELETE)), CREATE)).names() == frozenset({"createuser"})
    assert AnyOf((CREATE, other)).names() is None
    assert All((Not(CREATE), Not(DELETE))).names() is None
    assert Field("eventName", Text(("Create", Wild.MANY))).names() is None
