"""The Slack Web API: the directory of people and channels, and the outbox."""
