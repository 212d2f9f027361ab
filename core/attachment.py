"""A file that goes with an answer: a chart, a report."""

from core.model import Model


class Attachment(Model):
    """`name` carries the extension; `alt_text` says in words what a picture shows, and is empty for other files."""

    name: str
    title: str
    media_type: str
    content: bytes
    alt_text: str = ""
