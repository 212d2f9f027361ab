"""Brings incidents to places other than Slack, each exactly as far as it was told, whatever fails on the way."""
