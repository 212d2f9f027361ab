"""Which specialist an alert is for: by structure first, then by the systems and words that it names."""

from core.routing.route import Route, Specialist, route

__all__ = ["Route", "Specialist", "route"]
