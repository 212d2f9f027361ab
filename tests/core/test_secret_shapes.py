"""Secrets by shape."""

import pytest

from core.secret_shapes import SHAPES, secrets_by_shape
from tests.core.fake_secrets import BY_SHAPE, Maker

BY_PLACE = {"aws secret key", "password hash"}


@pytest.mark.parametrize("kind", sorted(BY_SHAPE.keys() - BY_PLACE))
def test_each_kind_is_found_whole_within_other_text(kind: str) -> None:
    secret = BY_SHAPE[kind](Maker())
    text = f"x {secret} y"
    assert any(text[one.start : one.end] == secret for one in secrets_by_shape(text, text.lower()))


def test_every_shape_has_a_cheap_test_before_its_expression() -> None:
    assert all(shape.words and all(word == word.lower() for word in shape.words) for shape in SHAPES)


def test_tags_are_plain_words() -> None:
    assert all(shape.tag.replace("_", "").isalnum() and shape.tag.islower() for shape in SHAPES)
