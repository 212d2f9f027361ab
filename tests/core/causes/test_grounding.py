import pytest

from core.causes.grounding import grounded, names_in, numbers_in, only_grounded, sentences

FACT = "orders-db has 88 of 90 connections in use, on db-1.example.com in us-west-2."


@pytest.mark.parametrize(
    "sentence",
    [
        "88 of 90 connections of orders-db are taken.",
        "The database is nearly out of connections.",
        "It runs in us-west-2, on db-1.example.com.",
    ],
)
def test_what_stands_in_the_evidence_may_be_said(sentence: str) -> None:
    assert grounded(sentence, [FACT])


@pytest.mark.parametrize(
    "sentence",
    [
        "95 of 90 connections are taken.",
        "orders-db-2 is out of connections.",
        "The host db-2.example.com is down.",
        "i-0123456789abcdef0 was stopped.",
        "Run https://evil.example/x now.",
        "The function payCheckout fails.",
    ],
)
def test_what_does_not_stand_there_may_not(sentence: str) -> None:
    assert not grounded(sentence, [FACT])


def test_a_part_of_a_name_is_another_name() -> None:
    assert not grounded("db-1.example is full.", ["orders-db-1.example is full"])


def test_words_of_our_own_are_no_claims() -> None:
    assert not grounded("Make it Multi-AZ.", [FACT])
    assert grounded("Make it Multi-AZ.", [FACT], "A Multi-AZ database")


def test_a_sentence_that_claims_more_is_dropped_and_the_others_stay() -> None:
    text = "orders-db is out of connections. It lost 4711 orders. Look at db-1.example.com."
    assert only_grounded(text, [FACT]) == "orders-db is out of connections. Look at db-1.example.com."


def test_sentences_end_at_stops_and_not_within_names() -> None:
    assert sentences("See db-1.example.com now. Then wait.") == ("See db-1.example.com now.", "Then wait.")


def test_numbers_and_names_are_told_apart() -> None:
    assert numbers_in("1,200 of v1.2.3 at 99.5 % on web-3") == {1200.0, 99.5}
    assert "web-3" in names_in("on web-3.")
    assert names_in("a plain sentence about connections") == frozenset()
