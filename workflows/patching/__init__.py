"""Patches from a stored plan to their end: who asked, who approved, what was done, and the one card that tells it."""
