"""A strict local Slack: Web API, Socket Mode, response URLs and a control API to act as its users."""
