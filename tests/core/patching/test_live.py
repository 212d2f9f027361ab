from typing import Any

import pytest

from core.patching.live import LiveState, drift
from tests.core.patching.examples import WEB_1, live


def test_what_is_the_same_has_not_drifted() -> None:
    assert drift(live(), live()) == ()


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ({"state": "stopped"}, "was running and is stopped"),
        ({"opted_in": False}, "no longer has the tag"),
        ({"system": "Ubuntu"}, "runs Ubuntu"),
        ({"volume_ids": ("vol-web-1", "vol-new")}, "has other volumes: vol-new, vol-web-1"),
        ({"packages": {"openssl.x86_64": "3.0.7-20"}}, "had openssl.x86_64 3.0.7-18 and has 3.0.7-20"),
        ({"packages": {}}, "and has none"),
        ({"findings": {"openssl.x86_64": ("CVE-2024-0001",)}}, "CVE-2024-0002 of openssl.x86_64 is closed"),
        (
            {"findings": {"openssl.x86_64": ("CVE-2024-0001", "CVE-2024-0002", "CVE-2024-9999")}},
            "has new findings: CVE-2024-9999",
        ),
    ],
)
def test_each_difference_is_told_in_a_sentence(now: dict[str, Any], told: str) -> None:
    [sentence] = drift(live(), live(**now))
    assert told in sentence


def test_a_machine_that_is_gone_is_told() -> None:
    assert drift(live(), LiveState(machines={})) == (f"{WEB_1} is not there any more.",)


def test_the_order_of_volumes_means_nothing() -> None:
    assert drift(live(volume_ids=("a", "b")), live(volume_ids=("b", "a"))) == ()
