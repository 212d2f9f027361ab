"""chat.*: what posting, changing and removing do."""

from slack_sdk import WebClient

from sandbox.slack.seed import AARON, ALERTS, RITA, SRE_OPS
from tests.sandbox.slack.conftest import Control, error_of
from tests.sandbox.slack.rows import section


def test_a_post_answers_with_the_stored_message(client: WebClient) -> None:
    answer = client.chat_postMessage(channel=SRE_OPS, text="a < b", blocks=[section()])
    message = answer["message"]
    assert (answer["channel"], message["text"], message["ts"]) == (SRE_OPS, "a < b", answer["ts"])
    assert message["blocks"][0]["block_id"]


def test_a_post_may_name_its_channel_or_a_person(client: WebClient) -> None:
    assert client.chat_postMessage(channel="#sre-ops", text="x")["channel"] == SRE_OPS
    assert client.chat_postMessage(channel=RITA, text="x")["channel"] == "D0REQUEST1"


def test_text_is_cut_at_40000_characters(client: WebClient) -> None:
    answer = client.chat_postMessage(channel=SRE_OPS, text="x" * 40_001)
    assert len(str(answer["message"]["text"])) == 40_000


def test_a_reply_counts_in_its_thread_and_a_reply_is_no_parent(client: WebClient, control: Control) -> None:
    root = client.chat_postMessage(channel=SRE_OPS, text="root")["ts"]
    reply = client.chat_postMessage(channel=SRE_OPS, text="reply", thread_ts=root)["ts"]
    [shown] = control.messages(RITA, SRE_OPS)
    assert (shown["reply_count"], shown["latest_reply"]) == (1, reply)
    assert error_of(lambda: client.chat_postMessage(channel=SRE_OPS, text="x", thread_ts=reply)) == (
        "invalid_thread_ts"
    )


def test_an_update_with_text_alone_removes_the_blocks(client: WebClient, control: Control) -> None:
    ts = client.chat_postMessage(channel=SRE_OPS, text="x", blocks=[section()])["ts"]
    client.chat_update(channel=SRE_OPS, ts=ts, text="plain")
    [shown] = control.messages(RITA, SRE_OPS)
    assert "blocks" not in shown
    assert (shown["text"], shown["edited"]) == ("plain", True)


def test_an_update_with_blocks_shows_no_edited_mark_and_keeps_the_metadata(client: WebClient) -> None:
    about = {"event_type": "made", "event_payload": {"id": "7"}}
    ts = client.chat_postMessage(channel=SRE_OPS, text="x", metadata=about)["ts"]
    answer = client.chat_update(channel=SRE_OPS, ts=ts, text="y", blocks=[section()])
    assert "edited" not in answer["message"]
    assert answer["message"]["metadata"] == about


def test_an_ephemeral_message_is_seen_by_one_user_and_cannot_be_changed(client: WebClient, control: Control) -> None:
    ts = client.chat_postEphemeral(channel=SRE_OPS, user=RITA, text="psst")["message_ts"]
    assert [m["ephemeral"] for m in control.messages(RITA, SRE_OPS)] == [True]
    assert control.messages(AARON, SRE_OPS) == []
    assert error_of(lambda: client.chat_update(channel=SRE_OPS, ts=ts, text="x")) == "message_not_found"


def test_a_deleted_message_is_gone(client: WebClient, control: Control) -> None:
    ts = client.chat_postMessage(channel=SRE_OPS, text="x")["ts"]
    client.chat_delete(channel=SRE_OPS, ts=ts)
    assert control.messages(RITA, SRE_OPS) == []
    assert error_of(lambda: client.chat_delete(channel=SRE_OPS, ts=ts)) == "message_not_found"


def test_a_permalink_of_a_reply_names_its_thread(client: WebClient) -> None:
    root = client.chat_postMessage(channel=ALERTS, text="root")["ts"]
    reply = str(client.chat_postMessage(channel=ALERTS, text="reply", thread_ts=root)["ts"])
    link = client.chat_getPermalink(channel=ALERTS, message_ts=reply)["permalink"]
    assert link == (
        f"https://sandbox.slack.com/archives/{ALERTS}/p{reply.replace('.', '')}?thread_ts={root}&cid={ALERTS}"
    )
