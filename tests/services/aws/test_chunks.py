from services.aws.chunks import chunks


def test_values_come_in_order_in_portions() -> None:
    assert list(chunks("abcde", 2)) == [["a", "b"], ["c", "d"], ["e"]]


def test_a_value_comes_once() -> None:
    assert list(chunks("abab", 10)) == [["a", "b"]]


def test_nothing_comes_in_no_portions() -> None:
    assert list(chunks([], 10)) == []
