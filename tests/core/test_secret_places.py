"""Secrets by place."""

import pytest

from core.secret_places import secrets_by_place, tag_of

SECRET = "hunter2!x"


def found(text: str) -> list[tuple[str, str]]:
    return [(one.tag, text[one.start : one.end]) for one in secrets_by_place(text, text.lower())]


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        (f"password={SECRET}", "password"),
        (f'{{"apiToken": "{SECRET}"}}', "token"),
        (f"https://u:{SECRET}@db.example/x", "password"),
        (f"tool --client-secret {SECRET}", "password"),
        (f"Authorization: Bearer {SECRET}", "authorization"),
        (f"<secretKey>{SECRET}</secretKey>", "password"),
        (f"openssl -passin pass:{SECRET}", "password"),
        (f"redis-cli -h x -a {SECRET}", "password"),
        (f"the password for bob is {SECRET}", "password"),
    ],
)
def test_each_place_gives_its_secret_and_nothing_around_it(text: str, tag: str) -> None:
    assert (tag, SECRET) in found(text)
    assert {secret for _, secret in found(text)} == {SECRET}


def test_brackets_and_stops_behind_a_bare_value_are_not_its_own() -> None:
    assert found("(password=hunter2).") == [("password", "hunter2")]


def test_prose_behind_a_colon_is_no_value_but_a_lone_line_is() -> None:
    assert found("password: must be longer") == []
    assert found("user: bob\n  password: swordfish\n") == [("password", "swordfish")]


def test_our_own_tags_are_not_found_again() -> None:
    assert found("[password:3f2a] and password=[password:3f2a]") == []


@pytest.mark.parametrize(
    ("name", "tag"), [("DB_PASSWORD", "password"), ("sessionToken", "token"), ("apiKey", "secret")]
)
def test_the_tag_says_what_kind_of_secret_it_was(name: str, tag: str) -> None:
    assert tag_of(name) == tag
