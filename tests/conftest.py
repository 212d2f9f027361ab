"""For all tests: a machine that is slow for a moment makes no property false."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
