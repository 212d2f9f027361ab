"""Alerts on their way: taken in and stored, made into incidents, told."""
