"""POST /alerts/<source>."""

import base64
import gzip
import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.alerts.endpoint import AlertEndpoint
from bot.alerts.keys import Keys, parse_keys
from bot.alerts.rates import Rates
from core.errors import BadRequest, Cause, Upstream
from services.sns.sender import SnsSender
from services.store import Changes
from services.store.sqlite import SqliteStore
from tests.services.sns.signing import NOW, shelf, signed
from tests.workflows.alerts.alerting import MovedClock
from workflows.alerts.arrivals import KIND, Arrival
from workflows.alerts.intake import Intake

KEY = "a-key-of-tests-0001"
ALERT = {"title": "Disk full", "severity": "high"}


class Broken:
    """A store that takes nothing."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store
        self.broken = False

    def commit(self, changes: Changes) -> tuple[int, ...]:
        if self.broken:
            raise Upstream("The disk is full.", cause=Cause.BROKEN, retryable=True)
        return self._store.commit(changes)

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)


class Door:
    """The endpoint over a real store."""

    def __init__(self, folder: Path, rate: float = 1_000, most_bytes: int = 2_000) -> None:
        self.clock = MovedClock()
        self.clock.moment = NOW
        self.real = SqliteStore.open(folder, self.clock)
        self.store = Broken(self.real)
        self.lost: list[Arrival] = []
        self.fetched: list[str] = []
        self.intake = Intake(self.store, lambda: None, self.lost.append)  # type: ignore[arg-type]
        endpoint = AlertEndpoint(
            keys=Keys(parse_keys(f"tests={KEY}, sns={KEY}")),
            rates=Rates(self.clock, rate),
            sns=SnsSender(self.clock, shelf(self.fetched)),
            intake=self.intake,
            clock=self.clock,
            most_bytes=most_bytes,
        )
        self.http = TestClient(Starlette(routes=[endpoint.route()]))
        self.intake.start()

    def post(self, content: object, source: str = "tests", **headers: str) -> Response:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        sent = {"content-type": "application/json", "x-alert-key": KEY} | headers
        return self.http.post(f"/alerts/{source}", content=body, headers=sent)

    @property
    def stored(self) -> int:
        return self.real.count(KIND)


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    opened = Door(tmp_path)
    yield opened
    opened.intake.stop(2)
    opened.real.close()


def test_what_is_answered_with_200_is_stored(door: Door) -> None:
    answer = door.post(ALERT)
    assert (answer.status_code, answer.json()["stored"], door.stored) == (200, True, 1)


@pytest.mark.parametrize(
    "proof",
    [
        {"x-alert-key": KEY},
        {"authorization": f"Bearer {KEY}"},
        {"authorization": "Basic " + base64.b64encode(f"someone:{KEY}".encode()).decode()},
        {"x-amz-firehose-access-key": KEY},
        {
            "x-pagerduty-signature": "v1="
            + hmac.new(KEY.encode(), json.dumps(ALERT).encode(), hashlib.sha256).hexdigest()
        },
    ],
)
def test_a_sender_may_prove_itself_in_its_own_way(door: Door, proof: dict[str, str]) -> None:
    assert door.post(ALERT, **({"x-alert-key": ""} | proof)).status_code == 200


def test_the_key_may_stand_in_the_address(door: Door) -> None:
    assert door.http.post(f"/alerts/tests?key={KEY}", json=ALERT).status_code == 200


@pytest.mark.parametrize(
    ("source", "key"), [("tests", "wrong-key-of-tests"), ("tests", ""), ("others", KEY), ("tests", "Bearer")]
)
def test_whoever_has_no_key_is_refused_in_a_sentence(door: Door, source: str, key: str) -> None:
    answer = door.post(ALERT, source=source, **{"x-alert-key": key})
    assert answer.status_code == 401
    assert answer.json()["error"].endswith(".")
    assert door.stored == 0


def test_too_much_is_refused_whether_it_was_announced_or_not(door: Door) -> None:
    assert door.post({"title": "x" * 3_000}).status_code == 413
    chunked = door.http.post(
        "/alerts/tests", content=iter([b"x" * 1_500] * 3), headers={"x-alert-key": KEY, "content-type": "text/plain"}
    )
    assert chunked.status_code == 413
    assert door.stored == 0


def test_what_is_compressed_is_unpacked_and_a_bomb_is_refused(door: Door) -> None:
    small = gzip.compress(json.dumps(ALERT).encode())
    assert door.post(small, **{"content-encoding": "gzip"}).status_code == 200
    bomb = gzip.compress(b" " * 1_000_000)
    assert door.post(bomb, **{"content-encoding": "gzip"}).status_code == 413


@pytest.mark.parametrize("body", [b"", b"  ", b"{", b"[" * 1_500])
def test_what_cannot_be_read_is_refused_with_an_example(door: Door, body: bytes) -> None:
    answer = door.post(body)
    assert answer.status_code == 422
    assert "Disk full on db1" in answer.json()["error"]


def test_a_text_is_an_alert_where_it_is_called_one(door: Door) -> None:
    assert door.post(b"The disk is full", **{"content-type": "text/plain"}).status_code == 200


def test_more_than_the_rate_is_told_to_come_again(tmp_path: Path) -> None:
    door = Door(tmp_path / "slow", rate=1)
    answers = [door.post(ALERT).status_code for _ in range(4)]
    assert answers == [200, 200, 429, 429]
    assert door.post(ALERT).headers["retry-after"] == "1"
    door.clock.move(seconds=5)
    assert door.post(ALERT).status_code == 200
    door.intake.stop(2)


def test_where_the_store_cannot_the_sender_is_told_to_come_again_and_the_alert_is_not_forgotten(door: Door) -> None:
    door.store.broken = True
    answer = door.post(ALERT)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "disk is full" in answer.json()["error"]
    assert [arrival.alerts()[0].title for arrival in door.lost] == ["Disk full"]
    door.store.broken = False
    assert door.post(ALERT).status_code == 200


def test_a_message_of_sns_counts_once_however_often_it_is_delivered(door: Door) -> None:
    message = signed()
    answers = [door.post(message, source="sns", **{"content-type": "text/plain"}).json()["new"] for _ in range(3)]
    assert answers == [True, False, False]
    assert door.stored == 1


def test_a_forged_message_of_sns_is_refused_though_its_sender_has_the_key(door: Door) -> None:
    answer = door.post(signed() | {"Message": "forged"}, source="sns")
    assert answer.status_code == 403
    assert door.stored == 0


def test_a_subscription_is_confirmed_and_is_no_alert(door: Door) -> None:
    url = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription"
    asking = signed(Type="SubscriptionConfirmation", Token="t", SubscribeURL=url)
    assert door.post(asking, source="sns").json() == {"confirmed": True}
    assert url in door.fetched
    assert door.stored == 0


def test_firehose_is_answered_as_it_expects(door: Door) -> None:
    data = base64.b64encode(gzip.compress(json.dumps(ALERT).encode())).decode()
    delivery = {"requestId": "r-1", "timestamp": 1, "records": [{"data": data}]}
    answer = door.post(delivery, **{"x-amz-firehose-request-id": "r-1"})
    assert answer.json()["requestId"] == "r-1"


@pytest.mark.parametrize("text", ["tests", "tests=short", "tests:a-key-of-tests-0001"])
def test_keys_that_are_none_are_refused_at_the_start(text: str) -> None:
    with pytest.raises(BadRequest, match="SRE_ALERT_KEYS"):
        parse_keys(text)


@pytest.mark.parametrize("source", ["..", "a b", "x" * 65])
def test_strange_names_of_sources_are_refused(door: Door, source: str) -> None:
    assert door.post(ALERT, source=source).status_code in {401, 404}
