import pytest

from sandbox.aws import paging

KEY = paging.query_key({"severity": "HIGH", "maxResults": 5})


def test_page_size_and_token_are_no_part_of_a_query() -> None:
    assert paging.query_key({"severity": "HIGH", "maxResults": 9, "nextToken": "x"}) == KEY


def test_a_token_leads_back_to_its_place() -> None:
    place = paging.Place(40, 3)
    token = paging.token(place, KEY)
    assert paging.read(token, KEY) == place
    assert paging.page_of(token) == 3


def test_no_token_is_the_first_page() -> None:
    assert paging.read(None, KEY) == paging.Place(0, 1)
    assert paging.page_of(None) == 1


@pytest.mark.parametrize("given", ["x", "é", "YWJj", paging.token(paging.Place(5, 2), "other")])
def test_a_token_that_is_not_ours_is_refused(given: str) -> None:
    with pytest.raises(paging.InvalidTokenError):
        paging.read(given, KEY)


def test_the_last_page_has_no_following_place() -> None:
    shown, following = paging.cut(range(10), paging.Place(5, 2), 5)
    assert list(shown) == [5, 6, 7, 8, 9]
    assert following is None
