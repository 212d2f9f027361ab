import pytest

from commands.instance import analyze_instance
from core.actor import Door
from core.errors import BadRequest, NotFound
from tests.commands.caller import ONE, context_of, small_account
from tests.core.examples import instance_id


def test_one_instance_has_one_page() -> None:
    page = analyze_instance(context_of(small_account()), ONE)
    assert page.identity.instance.instance_id == ONE
    assert page.summary.startswith("web-1: ")


def test_an_unknown_instance_is_not_found() -> None:
    with pytest.raises(NotFound):
        analyze_instance(context_of(small_account()), instance_id(9))


@pytest.mark.parametrize("given", [{}, {"instance_id": "web-1"}, {"instance_id": ONE, "days": 3}])
def test_what_cannot_be_read_gets_an_example(given: dict[str, object]) -> None:
    with pytest.raises(BadRequest) as told:
        analyze_instance.call(context_of(small_account(), Door.SLACK), given)
    assert "/sre-instance i-" in told.value.advice
