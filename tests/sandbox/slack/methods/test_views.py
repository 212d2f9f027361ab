"""views.*: modals and Home, through the API."""

from slack_sdk import WebClient

from sandbox.slack.seed import RITA
from sandbox.slack.server import Running
from sandbox.slack.shapes import Json
from tests.sandbox.slack.conftest import Control, error_of
from tests.sandbox.slack.rows import modal, plain, section

HOME = {"type": "home", "blocks": [section()]}


def trigger(slack: Running) -> str:
    """A trigger as an interaction of Rita's would give it."""
    return slack.sandbox.grants.new_trigger(RITA)


def test_a_trigger_opens_one_view_once(slack: Running, client: WebClient, control: Control) -> None:
    key = trigger(slack)
    view = client.views_open(trigger_id=key, view=modal(private_metadata="7"))["view"]
    assert control.get(f"views?as={RITA}")["modals"][0]["id"] == view["id"]
    assert view["private_metadata"] == "7"
    assert error_of(lambda: client.views_open(trigger_id=key, view=modal())) == "exchanged_trigger_id"


def test_a_refused_view_does_not_use_the_trigger_up(slack: Running, client: WebClient) -> None:
    key = trigger(slack)
    assert error_of(lambda: client.views_open(trigger_id=key, view={"type": "modal"})) == "invalid_arguments"
    assert client.views_open(trigger_id=key, view=modal())["ok"]


def test_three_views_are_the_highest_stack(slack: Running, client: WebClient) -> None:
    client.views_open(trigger_id=trigger(slack), view=modal())
    for _ in range(2):
        client.views_push(trigger_id=trigger(slack), view=modal())
    push: Json = {"trigger_id": trigger(slack), "view": modal()}
    assert error_of(lambda: client.views_push(**push)) == "push_limit_reached"


def test_an_old_hash_is_a_conflict(slack: Running, client: WebClient) -> None:
    view = client.views_open(trigger_id=trigger(slack), view=modal())["view"]
    update = {"view_id": view["id"], "hash": view["hash"], "view": modal(title=plain("New"))}
    assert client.views_update(**update)["view"]["title"]["text"] == "New"
    assert error_of(lambda: client.views_update(**update)) == "hash_conflict"


def test_an_external_id_names_one_view(slack: Running, client: WebClient) -> None:
    client.views_open(trigger_id=trigger(slack), view=modal(external_id="mine"))
    assert client.views_update(external_id="mine", view=modal(external_id="mine"))["ok"]
    push: Json = {"trigger_id": trigger(slack), "view": modal(external_id="mine")}
    assert error_of(lambda: client.views_push(**push)) == "duplicate_external_id"


def test_a_published_home_is_shown_and_replaced(client: WebClient, control: Control) -> None:
    first = client.views_publish(user_id=RITA, view=HOME)["view"]
    second = client.views_publish(user_id=RITA, view=HOME, hash=first["hash"])["view"]
    assert second["id"] == first["id"]
    assert control.get(f"views?as={RITA}")["home"]["hash"] == second["hash"]
    stale = {"user_id": RITA, "view": HOME, "hash": first["hash"]}
    assert error_of(lambda: client.views_publish(**stale)) == "hash_conflict"
