"""What to do about a group."""

from typing import Any

import pytest

from core.findings import Fix, Package
from core.remedy import remedy
from core.risk import groups
from tests.core.examples import NOW, OPENSSL, exploited, finding

LODASH = Package(name="lodash", version="4.17.0", fixed_in="4.17.21", manager="NODEJS")


@pytest.mark.parametrize(
    ("told", "action", "closes"),
    [
        ({}, "Upgrade openssl to 3.0.7-27.el9", 1),
        (
            {"packages": (OPENSSL.model_copy(update={"fixed_in": ""}),)},
            "Upgrade openssl to the fixed version",
            1,
        ),
        ({"packages": (LODASH,)}, "Upgrade lodash to 4.17.21 in the application (nodejs)", 1),
        ({"fix": Fix.NO}, "Mitigate openssl: no fixed version exists yet", 0),
        (
            {"fix": Fix.UNKNOWN, "packages": ()},
            "Look into CVE-2026-0001: nobody says whether a fix exists",
            0,
        ),
        ({"packages": ()}, "Upgrade what CVE-2026-0001 is in to the fixed version", 1),
    ],
)
def test_the_action_is_a_sentence_that_says_what_to_do(told: dict[str, Any], action: str, closes: int) -> None:
    [group] = groups([finding(1, **told)], {}, NOW)
    made = remedy(group)
    assert (made.action, made.closes, made.group) == (action, closes, group)


def test_the_priority_is_the_groups() -> None:
    [group] = groups([finding(1, known_exploited=exploited())], {}, NOW)
    assert remedy(group).priority == "P0"
