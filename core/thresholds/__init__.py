"""Limits that a team sets on what is measured: when one is passed, for how long, and when that is over."""
