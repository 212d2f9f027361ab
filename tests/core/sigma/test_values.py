"""Values at dotted paths."""

from hypothesis import given
from hypothesis import strategies as st

from core.sigma.values import every_value, texts_of, values_at

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner, max_size=3),
    max_leaves=20,
)


def test_a_path_branches_over_lists() -> None:
    event = {"groups": {"items": [{"id": "sg-1"}, {"id": ["sg-2", "sg-3"]}, {"other": 1}, 7]}}
    assert values_at(event, "groups.items.id") == ["sg-1", "sg-2", "sg-3"]


def test_a_member_whose_name_has_dots_is_found() -> None:
    assert values_at({"tags": {"aws.team": "web"}}, "tags.aws.team") == ["web"]


def test_what_is_null_is_there_and_what_is_not_there_is_not() -> None:
    assert (values_at({"a": None}, "a"), values_at({"a": None}, "a.b"), values_at({}, "a")) == ([None], [], [])


def test_an_object_is_a_text_too_with_and_without_the_escapes_within() -> None:
    told = texts_of({"policy": '{"Effect":"Allow"}'})
    assert told[1] == '{"policy":"{"Effect":"Allow"}"}'
    assert (texts_of(3), texts_of(None)) == (("3",), ())


@given(JSON, st.sampled_from(["a", "a.b", "b.a.b"]))
def test_any_json_is_survived(value: object, path: str) -> None:
    assert len(values_at(value, path)) <= 1000
    assert all(isinstance(text, str) for each in every_value(value) for text in texts_of(each))
