import pytest

from core.alerts import Alert
from core.causes.signs import named, told, words_of
from tests.core.causes.knowledge import plumbing


def _alert(title: str, **fields: object) -> Alert:
    return Alert.model_validate({"fingerprint": "f", "title": title, **fields})


def test_words_claim_what_their_pattern_finds_with_its_values() -> None:
    [claim] = told(words_of(_alert("Leak in kitchen now")), plumbing().signs, "the alert")
    assert (claim.kind, claim.trust, claim.values["room"]) == ("told_leak", "told", "kitchen")
    assert claim.quoted == "Leak in kitchen now"


def test_labels_and_the_message_claim_too() -> None:
    alert = _alert("odd", message="first\na leak in hall\nlast")
    assert told(words_of(alert), plumbing().signs, "the alert")[0].quoted == "a leak in hall"
    assert told(words_of(_alert("odd", labels={"why": "leak in hall"})), plumbing().signs, "the alert")


def test_a_long_line_is_quoted_around_its_claim() -> None:
    line = "x" * 900 + " leak in hall " + "y" * 900
    [claim] = told([line], plumbing().signs, "the log")
    assert "leak in hall" in claim.quoted
    assert len(claim.quoted) <= 200


def test_nothing_is_claimed_by_other_words() -> None:
    assert told(words_of(_alert("all is dry")), plumbing().signs, "the alert") == ()


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("certificate of api.example.com ends", {"host": "api.example.com"}),
        ("cannot reach db.example.com:5432", {"host": "db.example.com", "port": "5432"}),
        ("pool exhausted for user-service", {"service": "user-service"}),
        ("timeouts, orders-db is slow", {"service": "orders-db"}),
        ("error in main.py at line 5", {}),
        ("mail ann@example.com about it", {}),
        ("port 8080 closed", {"port": "8080"}),
    ],
)
def test_hosts_ports_and_services_are_found_in_words(title: str, names: dict[str, str]) -> None:
    assert named(_alert(title)) == names


def test_the_field_wins_over_the_words() -> None:
    assert named(_alert("pool exhausted for user-service", service="billing"))["service"] == "billing"
