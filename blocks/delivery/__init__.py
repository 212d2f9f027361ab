"""Incidents in the form that other places want: pure functions from a report to a body."""
