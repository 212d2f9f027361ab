"""Judging names and values."""

import pytest

from core.secret_names import (
    bits_per_character,
    is_code,
    is_key_name,
    is_mixed,
    is_password_name,
    is_random,
    is_secret_name,
    is_value,
    is_words,
)


@pytest.mark.parametrize(
    "name",
    [
        *("password", "DB_PASSWORD", "masterUserPassword", "spring.datasource.password", "REDIS_PASS", "cloudant_pw"),
        *("sessionToken", "X-Vault-Token", "client_secret", "x-api-key", "AWS_SECRET_ACCESS_KEY", "AccountKey"),
        *("response_url", "X-Amz-Security-Token", "X-Amz-Signature", "privateKey", "connection-string"),
    ],
)
def test_names_of_secrets_are_known_in_every_spelling(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize(
    "name",
    [
        *("nextToken", "clientRequestToken", "max_tokens", "token_type", "passwordLastUsed", "PasswordResetRequired"),
        *("secretArn", "SecretId", "kmsKeyId", "keyName", "publicKey", "compass", "bypass", "passed", "author"),
    ],
)
def test_names_that_only_sound_alike_are_not(name: str) -> None:
    assert not is_secret_name(name)


def test_a_password_is_told_from_other_secrets() -> None:
    assert is_password_name("db_passwd")
    assert not is_password_name("apiToken")


@pytest.mark.parametrize("name", ["algolia_key", "datadogKey", "x-functions-key", "_auth", "sig"])
def test_some_names_leave_the_decision_to_the_value(name: str) -> None:
    assert is_key_name(name)


@pytest.mark.parametrize("name", ["cache_key", "partitionKey", "s3-key", "primary_key", "key", "monkey", "keyboard"])
def test_keys_that_find_things_are_no_secrets(name: str) -> None:
    assert not is_key_name(name)


@pytest.mark.parametrize("value", ["hunter2", "{{h}o)p${e]nob", "letmein", "/abC+dEf/9", "$ecret1!", "12345678"])
def test_values_of_secrets_follow_no_pattern(value: str) -> None:
    assert is_value(value)


@pytest.mark.parametrize(
    "value",
    [
        *("", "ab", "null", "Expired.", "required", "${DB_PASSWORD}", "$DB_PASSWORD", "$(cat x)", "{{ vault.db }}"),
        *(
            "<redacted>",
            "********",
            "[aws_key:3f2a]",
            "YOUR_API_KEY",
            "arn:aws:x",
            "/run/secrets/db",
            "settings.db",
            "42",
        ),
    ],
)
def test_placeholders_references_and_statements_are_no_values(value: str) -> None:
    assert not is_value(value)


def test_code_is_told_from_values() -> None:
    assert is_code("get_token()")
    assert is_code("secrets['db']")
    assert not is_code("hunter2")


def test_names_made_of_words_are_told_from_values() -> None:
    assert is_words("prod/db-main")
    assert not is_words("correcthorse")


@pytest.mark.parametrize(
    ("value", "mixed"), [("hunter2", True), ("s#x", True), ("must", False), ("42", False), ("12:30", False)]
)
def test_mixed_texts_are_told_from_words_and_numbers(*, value: str, mixed: bool) -> None:
    assert is_mixed(value) is mixed


@pytest.mark.parametrize(
    ("value", "random"),
    [
        ("8f14e45fceea167a5a36dedd4bea2543", True),
        ("d3b07384-d113-4ec6-a5c0-000000000000", False),
        ("i-0123456789abcdef0", False),
        ("2026-11-24T02:10:00Z", False),
        ("aaaaaaaaaaaaaaaaaaa1", False),
        ("short1", False),
    ],
)
def test_random_texts_are_told_from_ids_and_times(*, value: str, random: bool) -> None:
    assert is_random(value) is random


def test_entropy_is_measured_per_character() -> None:
    assert bits_per_character("aaaa") == 0
    assert bits_per_character("abcd") == 2
