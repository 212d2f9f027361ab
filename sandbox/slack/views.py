"""Open views: each user's stack of modals and published Home tab."""

import secrets
from collections.abc import Callable

from sandbox.slack.model import View
from sandbox.slack.shapes import APP, BOT, TEAM, Json, Refused

# https://docs.slack.dev/surfaces/modals: a root view and two more pushed onto it.
DEEPEST_STACK = 3


class Views:
    """Every view that somebody can see."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._by_id: dict[str, View] = {}
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}

    def get(self, view_id: str) -> View | None:
        """The view of that id, if it is still open."""
        return self._by_id.get(view_id)

    def by_external_id(self, external_id: str) -> View | None:
        """The open view with the id that the app gave it."""
        return next((v for v in self._by_id.values() if v.given.get("external_id") == external_id), None)

    def stack(self, user: str) -> list[View]:
        """The user's modals, the visible one last."""
        return list(self._stacks.get(user, ()))

    def home(self, user: str) -> View | None:
        """The Home tab published for the user."""
        return self._homes.get(user)

    def open(self, user: str, given: Json) -> View:
        """Show a modal alone; whatever the user had open is gone."""
        self._check_external_id(given, None)
        self.clear(user)
        view = self._new(user, given)
        self._stacks[user] = [view]
        return view

    def push(self, user: str, given: Json) -> View:
        """Put a modal on top of the user's stack."""
        stack = self._stacks.get(user) or []
        if not stack:
            raise Refused("not_found")
        if len(stack) >= DEEPEST_STACK:
            raise Refused("push_limit_reached")
        self._check_external_id(given, None)
        view = self._new(user, given)
        view.root_view_id, view.previous_view_id = stack[0].id, stack[-1].id
        stack.append(view)
        return view

    def update(self, view: View, given: Json, expected_hash: object = None) -> View:
        """Change a view in place; what the user typed into unchanged inputs stays."""
        if expected_hash is not None and expected_hash != view.hash:
            raise Refused("hash_conflict")
        self._check_external_id(given, view)
        unchanged = [block["block_id"] for block in given["blocks"] if block in view.given["blocks"]]
        view.values = {block_id: held for block_id, held in view.values.items() if block_id in unchanged}
        view.given, view.hash = given, self._hash()
        return view

    def publish(self, user: str, given: Json, expected_hash: object = None) -> View:
        """Show a Home tab to a user."""
        existing = self._homes.get(user)
        if existing is not None:
            return self.update(existing, given, expected_hash)
        self._check_external_id(given, None)
        self._homes[user] = self._new(user, given)
        return self._homes[user]

    def close(self, view: View) -> None:
        """Close one modal; the one below it shows again."""
        self._by_id.pop(view.id, None)
        stack = self._stacks.get(view.user, [])
        if view in stack:
            stack.remove(view)

    def clear(self, user: str) -> None:
        """Close all modals of a user."""
        for view in self.stack(user):
            self.close(view)

    def as_json(self, view: View) -> Json:
        """The view object of the API and of the payloads."""
        given = view.given
        shown: Json = {
            "id": view.id,
            "team_id": TEAM,
            "type": given["type"],
            "blocks": given["blocks"],
            "private_metadata": given.get("private_metadata", ""),
            "callback_id": given.get("callback_id", ""),
            "state": {"values": view.values},
            "hash": view.hash,
            "title": given.get("title"),
            "clear_on_close": given.get("clear_on_close", False),
            "notify_on_close": given.get("notify_on_close", False),
            "close": given.get("close"),
            "submit": given.get("submit"),
            "previous_view_id": view.previous_view_id,
            "root_view_id": view.root_view_id,
            "app_id": APP,
            "external_id": given.get("external_id", ""),
            "app_installed_team_id": TEAM,
            "bot_id": BOT,
        }
        return shown

    def _new(self, user: str, given: Json) -> View:
        view_id = f"V0{secrets.token_hex(4).upper()}"
        view = View(view_id, user, given, self._hash(), root_view_id=view_id)
        self._by_id[view_id] = view
        return view

    def _hash(self) -> str:
        return f"{int(self._now())}.{secrets.token_hex(4)}"

    def _check_external_id(self, given: Json, besides: View | None) -> None:
        external_id = given.get("external_id")
        holder = self.by_external_id(external_id) if external_id else None
        if holder is not None and holder is not besides:
            raise Refused("duplicate_external_id")
