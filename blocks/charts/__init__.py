"""Pictures for the thread and for reports, drawn by pure functions."""
