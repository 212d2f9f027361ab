"""Words behind "password is"."""

import pytest

from core.secret_prose import is_password_word, is_varied


@pytest.mark.parametrize("word", ["swordfish", "correcthorse", "Tr0ub4dor", "hunter22", "x#yz", "aBcDeF"])
def test_what_no_statement_says_may_be_the_password(word: str) -> None:
    assert is_password_word(word)


@pytest.mark.parametrize(
    "word", ["expired", "required", "temporary", "rotating", "case", "successfully", "1.2.3", "v2"]
)
def test_statements_about_a_password_are_not_the_password(word: str) -> None:
    assert not is_password_word(word)


@pytest.mark.parametrize(
    ("word", "varied"), [("abc1", True), ("ab_Cd", True), ("plain", False), ("PLAIN", False), ("12", False)]
)
def test_words_of_a_language_are_told_from_others(*, word: str, varied: bool) -> None:
    assert is_varied(word) is varied
