"""A local Slack workspace and a seeded AWS account, for the demo and for end-to-end tests."""
