"""Writing a message and opening the app's Home."""

from sandbox.slack import events
from sandbox.slack.gestures.parts import Impossible, person, place
from sandbox.slack.model import Message
from sandbox.slack.shapes import Json
from sandbox.slack.state import Sandbox


def say(slack: Sandbox, given: Json) -> Json:
    """Post a message as a person; the app gets the events it subscribed to."""
    user = person(slack, given.get("as"))
    channel = place(slack, user, given.get("channel"))
    if user.id not in channel.members:
        raise Impossible(f"{user.id} is not in {channel.id}.")
    if channel.is_im and not slack.manifest.takes_messages:
        raise Impossible("The app takes no direct messages.")
    text = str(given.get("text", ""))
    if not text.strip():
        raise Impossible("A message needs text.")
    thread_ts = given.get("thread_ts")
    if thread_ts is not None and slack.workspace.message(channel.id, thread_ts) is None:
        raise Impossible(f"There is no thread {thread_ts}.")
    ts = slack.workspace.next_ts()
    slack.workspace.post(Message(ts, channel.id, user.id, text, thread_ts=thread_ts))
    return {"ok": True, "ts": ts}


def open_home(slack: Sandbox, given: Json) -> Json:
    """Open the Home or Messages tab of the app."""
    user = person(slack, given.get("as"))
    tab = given.get("tab", "home")
    tabs = {"home": slack.manifest.home_tab, "messages": slack.manifest.messages_tab}
    if not tabs.get(tab):
        raise Impossible(f"The app has no tab {tab}.")
    channel = slack.workspace.direct_channel(user.id)
    if channel is None:
        raise Impossible(f"{user.id} has no conversation with the app.")
    for event in events.home_opened(slack, user.id, channel.id, tab):
        slack.in_background(events.deliver(slack, event))
    return {"ok": True}
