"""Pure functions from a result to Block Kit, as plain dicts."""
