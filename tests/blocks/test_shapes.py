"""The shapes of blocks and elements."""

import pytest

from blocks.shapes import BLOCKS, SHAPES, TEXTS, Part


def test_every_kind_that_may_stand_somewhere_has_a_shape() -> None:
    named = {kind for shape in SHAPES.values() for part in shape.parts.values() for kind in part.kinds}
    assert (named | BLOCKS) - TEXTS <= SHAPES.keys()


def test_every_text_has_a_limit() -> None:
    parts = [part for shape in SHAPES.values() for part in shape.parts.values()]
    assert all(part.chars for part in parts if part.kinds & TEXTS)


@pytest.mark.parametrize("kind", sorted(SHAPES))
def test_what_is_required_is_known(kind: str) -> None:
    assert {key for keys in SHAPES[kind].required for key in keys} <= SHAPES[kind].keys


def test_an_object_without_a_type_is_what_its_place_expects() -> None:
    assert Part(frozenset({"option"})).kind_of({}) == "option"
    assert Part(frozenset({"button", "overflow"})).kind_of({}) == ""
    assert Part(frozenset({"image_element"})).kind_of({"type": "image"}) == "image_element"
