import pytest

from sandbox.aws.ec2.filters import selected
from sandbox.aws.errors import AwsError

NAMES = {"name": lambda each: (each,)}


def found(*filters: dict[str, object]) -> list[str]:
    tags = {"a*b": {"Owner": "web"}, "aab": {"Owner": ""}}
    return selected(["a*b", "aab", "abb"], {"Filters": filters}, NAMES, lambda each: tags.get(each, {}))


def test_stars_and_question_marks_stand_for_others_unless_escaped() -> None:
    assert found({"Name": "name", "Values": ["a?b"]}) == ["a*b", "aab", "abb"]
    assert found({"Name": "name", "Values": ["aa*"]}) == ["aab"]
    assert found({"Name": "name", "Values": [r"a\*b"]}) == ["a*b"]


def test_a_tag_is_found_by_its_key_and_by_an_empty_value() -> None:
    assert found({"Name": "tag-key", "Values": ["Owner"]}) == ["a*b", "aab"]
    assert found({"Name": "tag:Owner", "Values": [""]}) == ["aab"]


@pytest.mark.parametrize(
    "filters",
    [
        [{"Name": "colour", "Values": ["red"]}],
        [{"Name": "name", "Values": []}],
        [{"Name": "name", "Values": ["a"]}, {"Name": "name", "Values": ["b"]}],
        [{"Name": "name", "Values": [str(number) for number in range(201)]}],
    ],
)
def test_what_is_no_filter_is_refused(filters: list[dict[str, object]]) -> None:
    with pytest.raises(AwsError):
        found(*filters)
