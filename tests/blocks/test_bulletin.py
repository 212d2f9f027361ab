"""The card about a package with critical or known-exploited findings."""

import json
from datetime import date

from hypothesis import given, settings

from blocks.bulletin import bulletin_card, news_line, overflow_card
from blocks.fit import fit
from blocks.limits import problems
from core.bulletin import Bulletin, News, Sighting
from core.findings import Fix, Severity
from tests.blocks.answers import TEXTS, alive, buttons
from tests.core.examples import ACCOUNT, NOW, REGION, arn, instance_id


def sighting(number: int = 1, on: int = 1, **more: object) -> Sighting:
    made = {
        "arn": arn(number * 1000 + on),
        "vulnerability_id": f"CVE-2026-{number:04}",
        "instance_id": instance_id(on),
        "severity": Severity.CRITICAL,
        "exploited": False,
        "fix": Fix.YES,
        "fixed_in": "3.0.7-27.el9",
        "since": NOW,
    }
    return Sighting.model_validate({**made, **more})


def bulletin(*sightings: Sighting, package: str = "openssl", name: str = "web") -> Bulletin:
    return Bulletin(
        package=package,
        manager="OS",
        opened=NOW,
        looked=NOW,
        account=ACCOUNT,
        region=REGION,
        sightings=sightings,
        labels={each.instance_id: f"{name}-{each.instance_id[-1]}" for each in sightings},
    )


def test_it_says_what_how_bad_until_when_and_what_to_do() -> None:
    card = bulletin_card(bulletin(sighting(exploited=True, due=date(2026, 11, 22)), sighting(2, 2)))
    assert card.text == "openssl on web-1, web-2: 2 critical, 1 known exploited (due 22 Nov 2026)"
    said = json.dumps(card.blocks)
    assert "in 3.0.7-27.el9" in said
    assert list(buttons(card)) == ["Plan patch", "Show findings"]


def test_a_fix_that_nobody_has_is_said_and_one_that_nobody_told_of_is_not_called_missing() -> None:
    assert "*Fix*\\nnone yet" in json.dumps(bulletin_card(bulletin(sighting(fix=Fix.NO, fixed_in=""))).blocks)
    assert "*Fix*\\nnot known" in json.dumps(bulletin_card(bulletin(sighting(fix=Fix.UNKNOWN, fixed_in=""))).blocks)


def test_a_large_one_names_the_worst_and_counts_the_rest() -> None:
    many = bulletin(*(sighting(number, on) for number in range(1, 40) for on in range(1, 40)))
    card = bulletin_card(many)
    assert "and 34 more vulnerabilities" in json.dumps(card.blocks)
    assert "and 36 more" in card.text
    assert not problems(fit(card))


def test_a_thread_line_names_the_news() -> None:
    told = bulletin(sighting())
    assert news_line(told, News(kind="closed", sightings=told.sightings)).text == "Closed: CVE-2026-0001 on web-1"


def test_one_message_stands_for_many_packages() -> None:
    card = overflow_card([bulletin(sighting(), package=f"lib{number}") for number in range(9)])
    assert card.text == "9 more packages with critical or known-exploited findings"
    assert "and 4 more" in json.dumps(card.blocks)


@settings(max_examples=60)
@given(TEXTS, TEXTS)
def test_names_from_outside_are_shown_and_never_obeyed(package: str, name: str) -> None:
    told = bulletin(sighting(vulnerability_id=package), sighting(2, closed=NOW), package=package, name=name)
    for card in (
        bulletin_card(told),
        news_line(told, News(kind="new", sightings=told.sightings)),
        overflow_card([told]),
    ):
        assert not alive(fit(card))
        assert not problems(fit(card))
