"""Explaining alerts: gathering evidence side by side, and weighing it."""
