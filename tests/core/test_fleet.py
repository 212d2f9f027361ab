"""Instances."""

import pytest

from core.fleet import OPT_IN_TAG
from tests.core.examples import instance, instance_id


def test_an_instance_is_called_by_its_name_or_else_by_its_id() -> None:
    assert instance(1).label == "web-1"
    assert instance(1, name="").label == instance_id(1)


@pytest.mark.parametrize(
    ("tag", "production"),
    [("prod", True), ("Production", True), ("PROD", True), ("preprod", False), ("", False)],
)
def test_production_is_what_the_environment_tag_calls_so(tag: str, production: bool) -> None:  # noqa: FBT001  a table
    assert instance(tags={"Environment": tag}).production is production


@pytest.mark.parametrize(
    ("tags", "opted_in"), [({OPT_IN_TAG: "Enabled"}, True), ({OPT_IN_TAG: "no"}, False), ({}, False)]
)
def test_changes_need_the_tag_that_opts_in(tags: dict[str, str], opted_in: bool) -> None:  # noqa: FBT001  a table
    assert instance(tags=tags).opted_in is opted_in
