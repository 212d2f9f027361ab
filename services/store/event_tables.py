"""The SQL of the stored event log. Times are whole seconds since 1970, as CloudTrail's events have no more."""

TABLES = (
    """CREATE TABLE IF NOT EXISTS event (n INTEGER PRIMARY KEY, at INTEGER NOT NULL, id BLOB NOT NULL UNIQUE,
    body BLOB NOT NULL) STRICT""",
    "CREATE INDEX IF NOT EXISTS event_at ON event (at)",
    """CREATE TABLE IF NOT EXISTS mention (thing TEXT NOT NULL, event INTEGER NOT NULL, PRIMARY KEY (thing, event))
    STRICT, WITHOUT ROWID""",
    # What was read of each strand and will not change; `fresh` is what was read lately and may still get late events.
    "CREATE TABLE IF NOT EXISTS settled (strand TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS fresh (strand TEXT PRIMARY KEY, since INTEGER NOT NULL, until INTEGER NOT NULL) STRICT",
    # Before this moment events had to make room for later ones.
    "CREATE TABLE IF NOT EXISTS made_room (at INTEGER NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS refusal (key TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT",
)

EVENT = "INSERT INTO event (at, id, body) VALUES (:at, :id, :body) ON CONFLICT (id) DO NOTHING RETURNING n"
MENTION = "INSERT OR IGNORE INTO mention (thing, event) VALUES (:thing, :n)"
REFUSAL = "INSERT INTO refusal (key, at) VALUES (:key, :at) ON CONFLICT (key) DO UPDATE SET at = max(at, excluded.at)"
REFUSALS = "SELECT key, at FROM refusal WHERE at >= :since ORDER BY at DESC LIMIT :limit"

# Of events of one second those that were read later are the older ones, as pages come newest first.
BETWEEN = "SELECT n FROM event WHERE at BETWEEN :since AND :until ORDER BY at, n DESC"
ABOUT = (
    "SELECT DISTINCT event.n, at FROM event JOIN mention ON mention.event = event.n "
    "WHERE thing IN (SELECT value FROM json_each(:things)) AND at BETWEEN :since AND :until ORDER BY at, event.n DESC"
)
BODIES = "SELECT n, body FROM event WHERE n IN (SELECT value FROM json_each(:numbers))"

SETTLED = "SELECT since, until FROM settled WHERE strand = :strand ORDER BY since"
FORGET_SETTLED = "DELETE FROM settled WHERE strand = :strand"
SETTLE = "INSERT INTO settled (strand, since, until) VALUES (:strand, :since, :until)"
FRESH = "SELECT since, until FROM fresh WHERE strand = :strand"
REFRESH = "INSERT OR REPLACE INTO fresh (strand, since, until) VALUES (:strand, :since, :until)"

COUNT = "SELECT count(*) AS found FROM event"
OLDEST = "SELECT n, at, body FROM event ORDER BY at, n LIMIT :limit"
EXPIRED = "SELECT n, at, body FROM event WHERE at < :before ORDER BY at LIMIT :limit"
REMOVE = "DELETE FROM event WHERE n = :n"
UNMENTION = "DELETE FROM mention WHERE thing = :thing AND event = :n"
MADE_ROOM = "INSERT INTO made_room (at) VALUES (:at)"
ROOM_SINCE = "SELECT max(at) AS at FROM made_room"
SHORTEN = (
    "DELETE FROM settled WHERE until < :before",
    "UPDATE settled SET since = :before WHERE since < :before",
    "DELETE FROM fresh WHERE until < :before",
    "DELETE FROM refusal WHERE at < :before",
)
