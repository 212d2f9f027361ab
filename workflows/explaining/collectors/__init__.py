"""What looks at one thing each, for an alert that is being explained; all of it only reads."""
