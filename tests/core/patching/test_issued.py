import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Upstream
from core.patching.issued import Issued, issue
from tests.core.patching.examples import live, plan


def test_a_plan_comes_back_as_it_was_issued() -> None:
    issued = issue(plan(), live())
    again = Issued.model_validate_json(issued.model_dump_json())
    assert (again.plan, again.live, again.digest) == (plan(), live(), issued.digest)


def test_the_digest_is_over_the_stored_text_and_not_over_what_it_means() -> None:
    issued = issue(plan(), live())
    rewritten = issued.model_copy(update={"plan_text": json.dumps(json.loads(issued.plan_text), indent=1)})
    assert rewritten.plan == issued.plan
    assert rewritten.digest != issued.digest


@pytest.mark.parametrize("other", [issue(plan(bake_s=901), live()), issue(plan(), live(state="stopped"))])
def test_another_plan_or_another_live_state_has_another_digest(other: Issued) -> None:
    assert other.digest != issue(plan(), live()).digest


@given(st.text(max_size=6), st.text(max_size=6), st.text(max_size=6), st.text(max_size=6))
def test_no_two_pairs_of_texts_share_a_digest(a: str, b: str, c: str, d: str) -> None:
    same = Issued(plan_text=a, live_text=b).digest == Issued(plan_text=c, live_text=d).digest
    assert same == ((a, b) == (c, d))


@pytest.mark.parametrize("change", [{"schema_version": 2}, {"plan_text": '{"plan_id": "p"}'}, {"plan_text": "{"}])
def test_what_another_version_wrote_is_refused_and_never_guessed_at(change: dict[str, object]) -> None:
    with pytest.raises(Upstream, match="another version"):
        _ = issue(plan(), live()).model_copy(update=change).plan
