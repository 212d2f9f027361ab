"""Things that are told in a line each: in the digest, on the Home tab."""

from datetime import datetime

from core.model import Model


class Item(Model):
    """One thing in a sentence, escaped for Slack, with where it stands there ("" where that is not known)."""

    sentence: str
    url: str = ""


class Waiting(Item):
    """A patch that waits: for how many more people, and until when."""

    missing: int
    until: datetime
