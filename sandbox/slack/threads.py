"""Threads: which message a reply may name as its parent."""

import re

from sandbox.slack.calls import Call
from sandbox.slack.model import Channel
from sandbox.slack.shapes import Refused

TS = re.compile(r"\d{1,10}\.\d{6}")


def parent_of(call: Call, channel: Channel) -> str | None:
    """The `thread_ts` of a call, None when there is none.

    A reply is no parent: its ts starts no thread.

    Raises:
        Refused: invalid_thread_ts.
    """
    thread_ts = call.text("thread_ts")
    if not thread_ts:
        return None
    parent = call.slack.workspace.message(channel.id, thread_ts) if TS.fullmatch(thread_ts) else None
    if parent is None or parent.thread_ts not in (None, parent.ts) or parent.ephemeral_to is not None:
        raise Refused("invalid_thread_ts")
    return thread_ts
