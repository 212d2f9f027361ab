"""Measurements: judgement quality and speed, one script per question, one `name: value` line per figure."""
