import pytest

from core.findings import Severity
from core.patches import Rating, rating, rating_of
from tests.workflows.systems_manager import scan


@pytest.mark.parametrize(
    ("word", "rated"),
    [
        ("Critical", Rating.CRITICAL),
        ("CRITICAL", Rating.CRITICAL),
        ("Important", Rating.HIGH),
        ("Moderate", Rating.MEDIUM),
        ("Medium", Rating.MEDIUM),
        ("Low", Rating.LOW),
        ("Unspecified", Rating.UNRATED),
        ("", Rating.UNRATED),
        ("A word from tomorrow", Rating.UNRATED),
    ],
)
def test_every_vendors_word_has_one_meaning(word: str, rated: Rating) -> None:
    assert rating(word, "Red Hat Enterprise Linux Server") is rated


@pytest.mark.parametrize("platform", ["Ubuntu", "Debian GNU/Linux", "Raspbian GNU/Linux"])
def test_the_priority_of_a_debian_package_is_no_severity(platform: str) -> None:
    assert rating("Important", platform) is Rating.UNRATED


def test_where_the_platform_is_not_known_important_may_be_a_priority() -> None:
    assert (rating("Important", ""), rating("Critical", "")) == (Rating.UNRATED, Rating.CRITICAL)


@pytest.mark.parametrize("severity", Severity)
def test_every_severity_of_a_finding_has_a_rating(severity: Severity) -> None:
    assert rating_of(severity) in Rating


def test_nobody_having_judged_a_finding_is_unrated_and_not_low() -> None:
    assert rating_of(Severity.UNTRIAGED) is Rating.UNRATED


def test_a_failed_patch_is_as_little_installed_as_a_missing_one() -> None:
    assert scan(missing=2, failed=1).not_installed == 3
