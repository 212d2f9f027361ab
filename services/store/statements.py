"""The SQL of the SQLite store. `:now` is the moment that decides what has expired."""

from datetime import datetime

from services.store import Order, Record
from services.store.rows import written

GET = "SELECT * FROM records WHERE kind = :kind AND key = :key AND (expires IS NULL OR expires > :now)"
# One statement compares and sets. An expired row counts as absent, yet its version goes on counting, so that
# nobody who remembers the old record can mistake the new one for it.
PUT = """
INSERT INTO records (kind, key, doc, version, state, schema, created, updated, due, expires)
SELECT :kind, :key, :doc, 1, :state, :schema, :stamp, :stamp, :due, :expires
WHERE :expect IS NULL OR :expect = 0 OR EXISTS (SELECT 1 FROM records WHERE kind = :kind AND key = :key)
ON CONFLICT (kind, key) DO UPDATE SET
  doc = excluded.doc, version = version + 1, state = excluded.state, schema = excluded.schema,
  created = iif(expires <= :now, excluded.created, created), updated = excluded.updated,
  due = excluded.due, expires = excluded.expires
WHERE :expect IS NULL OR :expect = iif(expires <= :now, 0, version)
RETURNING version
"""
DELETE = """
DELETE FROM records WHERE kind = :kind AND key = :key
AND (:expect IS NULL OR :expect = iif(expires <= :now, 0, version))
"""
COUNT = """
SELECT count(*) AS found FROM records
WHERE kind = :kind AND (:state IS NULL OR state = :state) AND (expires IS NULL OR expires > :now)
"""
SWEEP = "DELETE FROM records WHERE expires <= :now"
AUDIT = """
INSERT INTO audit (sequence, at, actor, action, subject, detail, seal)
VALUES (:sequence, :at, :actor, :action, :subject, :detail, :seal)
"""
AUDIT_LAST = "SELECT * FROM audit ORDER BY sequence DESC LIMIT :limit"
AUDIT_ROWS = "SELECT * FROM audit WHERE sequence > :after ORDER BY sequence LIMIT :limit"
AUDIT_ROWS_ABOUT = "SELECT * FROM audit WHERE subject = :subject AND sequence > :after ORDER BY sequence LIMIT :limit"

_FIND = "SELECT * FROM records WHERE kind = :kind AND (expires IS NULL OR expires > :now)"
_BEHIND = {
    Order.OLDEST: "AND (created, key) > (:moment, :behind)",
    Order.NEWEST: "AND (created, key) < (:moment, :behind)",
    Order.DUE: "AND (due, key) > (:moment, :behind)",
}
_ORDERED = {
    Order.OLDEST: "ORDER BY created, key LIMIT :limit",
    Order.NEWEST: "ORDER BY created DESC, key DESC LIMIT :limit",
    Order.DUE: "AND due IS NOT NULL ORDER BY due, key LIMIT :limit",
}

Parameters = dict[str, str | int | None]


def find(state: str | None, due_before: datetime | None, order: Order, after: Record | None) -> tuple[str, Parameters]:
    """The statement that finds records by these conditions, and its parameters but for kind, limit and now."""
    clauses: list[str] = [_FIND]
    parameters: Parameters = {}
    if state is not None:
        clauses.append("AND state = :state")
        parameters["state"] = state
    if due_before is not None:
        clauses.append("AND due <= :due_before")
        parameters["due_before"] = written(due_before)
    if after is not None:
        clauses.append(_BEHIND[order])
        parameters["moment"] = written(after.due if order is Order.DUE else after.created)
        parameters["behind"] = after.key
    return " ".join([*clauses, _ORDERED[order]]), parameters
