"""A local Slack workspace, as strict as Slack: Web API, Socket Mode, and a page to look at."""
