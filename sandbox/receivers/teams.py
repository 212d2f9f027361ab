"""A workflow of Microsoft Teams that posts the Adaptive Card it is sent.

https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
"""

from typing import Any

from sandbox.receivers.received import Json, Received

PATH = "/workflows/sandbox/triggers/manual/paths/invoke"
SIGNATURE = "sandbox-signature"
_LARGEST = 28 * 1024
_ELEMENTS = {"Container", "TextBlock", "FactSet"}


def posted(received: Received, query: str, body: Json, size: int) -> tuple[int, Json | None]:
    """Status and body of a post to the workflow."""
    if f"sig={SIGNATURE}" not in query.split("&"):
        return 401, {"error": {"code": "DirectApiAuthorizationRequired"}}
    if size > _LARGEST:
        return 413, {"error": {"code": "RequestEntityTooLarge"}}
    attachments = body.get("attachments") or []
    if body.get("type") != "message" or len(attachments) != 1:
        return 400, {"error": {"code": "TriggerInputSchemaMismatch"}}
    card = attachments[0].get("content") or {}
    if attachments[0].get("contentType") != "application/vnd.microsoft.card.adaptive" or not _is_card(card):
        return 400, {"error": {"code": "BadRequest", "message": "The card is not an Adaptive Card."}}
    received.note("teams", title=_first_text(card), card=card)
    return 202, None


def _is_card(card: Json) -> bool:
    elements = [card.get("type") == "AdaptiveCard", str(card.get("version", "")) <= "1.5", bool(card.get("body"))]
    return all(elements) and all(map(_is_element, card["body"]))


def _is_element(element: Any) -> bool:  # noqa: ANN401  any JSON
    kind = element.get("type") if isinstance(element, dict) else None
    if kind not in _ELEMENTS:
        return False
    if kind == "Container":
        return bool(element.get("items")) and all(map(_is_element, element["items"]))
    if kind == "FactSet":
        return all({"title", "value"} <= fact.keys() for fact in element.get("facts", ()))
    return isinstance(element.get("text"), str) and bool(element["text"])


def _first_text(card: Json) -> str:
    items = card["body"][0].get("items", card["body"])
    return str(next((each["text"] for each in items if each["type"] == "TextBlock"), ""))
