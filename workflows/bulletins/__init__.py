"""Findings that the team is told of without asking: one card per package, true from its first finding to its last."""
