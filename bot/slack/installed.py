"""Which workspace this state belongs to, as it was stored by the first serving process."""

from services.store import Store

KIND, KEY = "workspace", "installed"


def stored_team(store: Store) -> str:
    """The workspace's id; empty while no serving process has learnt it."""
    stored = store.get(KIND, KEY)
    return str(stored.doc["team_id"]) if stored else ""
