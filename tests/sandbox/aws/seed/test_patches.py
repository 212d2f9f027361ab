from collections import Counter

from sandbox.aws.scale import fleet
from sandbox.aws.seed.load import instances
from sandbox.aws.seed.patches import patches, priority, story


def test_each_of_the_twelve_has_its_own_story() -> None:
    assert [each.machine for each in patches().story] == [each.name for each in instances()]


def test_further_machines_share_the_stories_repeatably() -> None:
    names = [each.name for each in fleet(200)[12:]]
    told = Counter(story(name).machine for name in names)
    assert set(told) == set(patches().copies.of)
    assert told == Counter(story(name).machine for name in names)


def test_a_package_of_debian_is_optional_unless_the_list_says_otherwise() -> None:
    assert (priority("libc6"), priority("curl")) == ("Required", "Optional")
